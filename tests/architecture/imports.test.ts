import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkout } from '#server/platform/config.ts';

// Each breach is planted into an otherwise empty project with our own lint configuration, and must be refused.
const breaches: Record<string, Record<string, string>> = {
  'the contract imports the server': { 'src/contract/a.ts': `import { x } from '#server/platform/log.ts';` },
  'the contract reaches out by a relative path': { 'src/contract/a.ts': `import { x } from '../server/platform/log.ts';` },
  'the web imports the server': { 'src/web/features/chats/a.ts': `import { x } from '#server/chats/index.ts';` },
  'the web imports the server by a relative path': { 'src/web/a.ts': `import { x } from '../server/chats/index.ts';` },
  'the web imports more than the type of the app': { 'src/web/a.ts': `import { x } from '#server/app.ts';` },
  'the kit of apps imports the server': { 'src/app-kit/a.ts': `import { x } from '#server/platform/log.ts';` },
  'the command line imports the server': { 'src/cli/main.ts': `import { x } from '#server/platform/log.ts';` },
  'the platform knows a domain': { 'src/server/platform/http/a.ts': `import { x } from '#server/chats/index.ts';` },
  'the platform reaches a domain by a relative path': { 'src/server/platform/a.ts': `import { x } from '../chats/queries.ts';` },
  'the platform imports the start': { 'src/server/platform/a.ts': `import { x } from '#server/start/shutdown.ts';` },
  'a domain passes by the index of another': { 'src/server/chats/a.ts': `import { x } from '#server/projects/queries.ts';` },
  'a domain passes by the index of another by a relative path': { 'src/server/chats/a.ts': `import { x } from '../projects/queries.ts';` },
  'a domain passes by the index of the files': { 'src/server/chats/a.ts': `import { x } from '../files/queries.ts';` },
  'a nested file of a domain passes by the index of another': { 'src/server/agents/tools/a.ts': `import { x } from '#server/documents/queries.ts';` },
  'a domain imports the app': { 'src/server/chats/a.ts': `import { x } from '#server/app.ts';` },
  'a domain imports the start': { 'src/server/chats/a.ts': `import { x } from '#server/start/shutdown.ts';` },
  'a domain imports the web': { 'src/server/chats/a.ts': `import { x } from '#web/main.tsx';` },
  'the start passes by the index of a domain': { 'src/server/start/a.ts': `import { x } from '#server/chats/queries.ts';` },
  'two domains import each other': {
    'src/server/chats/index.ts': `import { b } from '#server/projects/index.ts';\nexport const a = () => b;`,
    'src/server/projects/index.ts': `import { a } from '#server/chats/index.ts';\nexport const b = () => a;`,
  },
  'a value has the type any': { 'src/server/chats/a.ts': 'export const a: any = 1;' },
};

const allowed: Record<string, string> = {
  'src/contract/a.ts': `import { z } from 'zod';\nimport { id } from './json.ts';\nexport const a = z.object({ id });`,
  'src/web/a.ts': `import type { AppType } from '#server/app.ts';\nimport { id } from '#contract/json.ts';\nexport const a = (app: AppType) => [app, id];`,
  'src/server/chats/a.ts': `import { b } from '#server/projects/index.ts';\nimport { log } from '#server/platform/log.ts';\nimport { c } from './queries.ts';\nexport const a = () => [b, log, c];`,
  'src/server/agents/tools/a.ts': `import { b } from '../run.ts';\nimport { c } from '#server/documents/index.ts';\nexport const a = () => [b, c];`,
  'src/server/platform/http/a.ts': `import { b } from '#server/platform/errors.ts';\nexport const a = () => b;`,
  'src/server/start/a.ts': `import { b } from '#server/app.ts';\nimport { c } from '#server/agents/index.ts';\nexport const a = () => [b, c];`,
};

let project: string;
beforeAll(() => { project = mkdtempSync(join(tmpdir(), 'ninefold-imports-')); });
afterAll(() => rmSync(project, { recursive: true, force: true }));

function lint(files: Record<string, string>): { status: number | null; output: string } {
  rmSync(join(project, 'src'), { recursive: true, force: true });
  for (const name of ['.oxlintrc.json', 'package.json', 'tsconfig.json']) cpSync(join(checkout, name), join(project, name));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    // Used, so that nothing but the breach itself is refused.
    writeFileSync(join(project, path), text.includes('{ x }') ? `${text}\nexport const used = x;\n` : `${text}\n`);
  }
  const done = spawnSync(process.execPath, [join(checkout, 'node_modules', 'oxlint', 'bin', 'oxlint'), 'src'], { cwd: project, encoding: 'utf8' });
  return { status: done.status, output: done.stdout + done.stderr };
}

describe('the linter refuses that', () => {
  for (const [name, files] of Object.entries(breaches)) {
    test(name, () => {
      const { status, output } = lint(files);
      expect(output).toMatch(/no-restricted-imports|no-cycle|no-explicit-any/);
      expect(status).not.toBe(0);
    });
  }
});

test('the linter allows the imports the design asks for', () => {
  expect(lint(allowed)).toMatchObject({ status: 0 });
});
