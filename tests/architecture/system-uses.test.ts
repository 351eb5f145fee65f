import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '#server/platform/config.ts';
import { systemReasons } from '#server/platform/database/system-reasons.ts';

/** Files that go round row-level security, with their reasons. A new line here is a decision about the tenant wall. */
const uses = globSync('src/**/*.ts', { cwd: checkout })
  .filter((path) => !path.includes('platform/database/') && !path.endsWith('.test.ts'))
  .flatMap((path) => [...readFileSync(join(checkout, path), 'utf8').matchAll(/\basSystem(?:<[^(]*>)?\(\s*('([^']+)'|[^,)]+)/g)].map(([, , reason]) => ({ path, reason })));

test('every way round row-level security names its reason in plain text', () => {
  expect(uses.length).toBeGreaterThan(0);
  expect(uses.filter(({ reason }) => reason === undefined)).toEqual([]);
});

test('the reasons used are exactly those that are listed and explained', () => {
  expect([...new Set(uses.map(({ reason }) => reason))].sort()).toEqual(Object.keys(systemReasons).sort());
  for (const [reason, why] of Object.entries(systemReasons)) expect(why.length, reason).toBeGreaterThan(40);
});

test('only the server goes round row-level security, and only these domains', () => {
  expect([...new Set(uses.map(({ path }) => path.split('/').slice(0, 3).join('/')))].sort()).toEqual([
    'src/server/agents',
    'src/server/audit',
    'src/server/backups',
    'src/server/billing',
    'src/server/connections',
    'src/server/files',
    'src/server/identity',
    'src/server/platform',
    'src/server/stats',
    'src/server/workspaces',
  ]);
});
