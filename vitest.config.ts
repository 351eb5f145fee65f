import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const cores = Math.max(2, availableParallelism());

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: cores,
    projects: [
      {
        // Beside the code: no database, no browser.
        extends: true,
        test: { name: 'unit', include: ['src/**/*.test.ts', 'tests/architecture/**/*.test.ts'], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['tests/{api,database,permissions,recovery,injection}/**/*.test.ts'],
          globalSetup: ['tests/support/cluster.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        // The wall, sign-up and every function once more on the oldest PostgreSQL: what a function calls is known only when it runs.
        extends: true,
        test: {
          name: 'postgres-15',
          include: ['tests/permissions/{matrix,functions}.test.ts', 'tests/database/{sign-up*,members,content}.test.ts', 'tests/database/checks/*.test.ts'],
          globalSetup: ['tests/support/cluster-15.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/support/cluster.ts', 'tests/support/browser.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          // A browser and a server each: side by side they would only wait for each other.
          fileParallelism: false,
        },
      },
    ],
  },
});
