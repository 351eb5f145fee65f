import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareKit } from '../kit/kit.ts';
import { configurePreviews } from '../settings.ts';
import { openBuilder } from './builder.ts';
import { buildBundle, builderPid, bundleFolder, stopBuilder } from './index.ts';
import { maxFileBytes, maxFiles } from './limits.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'ninefold-bundle-'));
  configurePreviews({ home, previewUrl: 'http://localhost:1' });
  await prepareKit();
}, 60_000);
afterAll(async () => {
  stopBuilder();
  await rm(home, { recursive: true, force: true });
});

const app = 'export function App() { return <p>Hello</p>; }';
const one = (content: string) => buildBundle([{ path: 'app.tsx', content }]);
async function errorsOf(result: ReturnType<typeof buildBundle>) {
  const built = await result;
  return built.ok ? [] : built.errors;
}

test('the same files give the same bundle, others another', async () => {
  const files = [{ path: 'app.tsx', content: app }, { path: 'note.md', content: 'x' }];
  const first = await buildBundle(files);
  const again = await buildBundle(files.toReversed());
  const other = await buildBundle([{ path: 'app.tsx', content: `${app} ` }]);
  expect(first).toMatchObject({ ok: true });
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test('builds of the same files at the same time share the work', async () => {
  const content = `${app} // together`;
  const results = await Promise.all(Array.from({ length: 8 }, () => one(content)));
  expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
});

test('a bundle holds the app alone, with only the icons it names', async () => {
  const built = await buildBundle([
    { path: 'src/app.tsx', content: `import './look.css';\nimport { Button } from '@mantine/core';\nimport { IconTrash } from '@tabler/icons-react';\nimport { word } from './words';\nexport function App() { return <Button><IconTrash />{word}</Button>; }` },
    { path: 'src/words.ts', content: `export const word = 'delete';` },
    { path: 'src/look.css', content: '.a { color: red }' },
  ]);
  if (!built.ok) throw new Error(JSON.stringify(built.errors));
  const script = await readFile(join(bundleFolder(built.hash), 'app.js'), 'utf8');
  expect(script).toContain('from "@mantine/core"');
  expect(script).toContain('"trash"');
  expect(script.length).toBeLessThan(6000);
  expect(await readFile(join(bundleFolder(built.hash), 'app.css'), 'utf8')).toContain('color: red');
  expect(JSON.parse(await readFile(join(bundleFolder(built.hash), 'uses.json'), 'utf8'))).toContain('@mantine/core');
});

test('a syntax error names file, line and column', async () => {
  const [error] = await errorsOf(one('export function App() {\n  return <div>;\n}'));
  expect(error).toMatchObject({ file: 'app.tsx', line: 3, column: 1, message: expect.stringContaining('not valid inside a JSX element') as string });
});

test('a package that apps do not have is refused by name, with what there is', async () => {
  const [error] = await errorsOf(one(`import pad from 'left-pad';\nconsole.log(pad);\n${app}`));
  expect(error).toMatchObject({ file: 'app.tsx', line: 1, column: 17, message: expect.stringMatching(/"left-pad" is not available in apps\. Available: react, @mantine\/core/) as string });
});

test.each([
  [`import x from 'https://example.com/x.js';`, /apps have no network/],
  [`import x from '//example.com/x.js';`, /./],
  [`import x from 'node:fs';`, /module of Node/],
  [`import x from 'fs';`, /module of Node/],
  [`import x from '../../../../etc/passwd';`, /no file/],
  [`import x from '/etc/passwd';`, /no file "etc\/passwd" in the app/],
  [`import x from './missing';`, /no file "missing" in the app/],
  [`import { x } from 'file:///etc/passwd';`, /not available in apps/],
  [`import { x } from 'react-dom/server';`, /not available in apps/],
])('%s is refused', async (line, message) => {
  const errors = await errorsOf(one(`${line}\nconsole.log(x);\n${app}`));
  expect(errors[0]?.message).toMatch(message);
  expect(errors[0]).toMatchObject({ file: 'app.tsx', line: 1 });
});

test('a name that a package does not have is refused with the nearest or the right package', async () => {
  const errors = await errorsOf(one(`import { Buton, useState } from '@mantine/core';\nimport { IconNope } from '@tabler/icons-react';\nexport const App = () => <Buton onClick={useState}><IconNope /></Buton>;`));
  expect(errors.map(({ message }) => message)).toEqual([
    '"@mantine/core" does not export "Buton". Did you mean "Button"?',
    '"@mantine/core" does not export "useState"; "react" does.',
    '"@tabler/icons-react" has no icon "IconNope".',
  ]);
});

test('style sheets cannot load anything from elsewhere', async () => {
  const errors = await errorsOf(buildBundle([
    { path: 'app.tsx', content: `import './a.css';\n${app}` },
    { path: 'a.css', content: '@import url("https://example.com/a.css");\n.a { background: url(https://example.com/a.png) }' },
  ]));
  expect(errors.map(({ file }) => file)).toContain('a.css');
});

test.each(['../app.tsx', '/app.tsx', 'a/../../app.tsx', 'C:/app.tsx', 'a\\b.tsx', 'a//b.tsx', 'a\u0000.tsx', 'run.sh', `${'x'.repeat(250)}.ts`])('a file named %j is refused', async (path) => {
  expect(await errorsOf(buildBundle([{ path: 'app.tsx', content: app }, { path, content: '' }]))).toHaveLength(1);
});

test('too many files, too large files and no main file are refused', async () => {
  const files = Array.from({ length: 1000 }, (_, index) => ({ path: `f${index}.ts`, content: '' }));
  expect(await errorsOf(buildBundle(files))).toEqual([{ message: `The app has 1000 files; ${maxFiles} are allowed.` }]);
  expect((await errorsOf(one('x'.repeat(maxFileBytes + 1))))[0]).toMatchObject({ file: 'app.tsx' });
  expect(await errorsOf(buildBundle([]))).not.toEqual([]);
  expect((await errorsOf(buildBundle([{ path: 'other.ts', content: '' }])))[0]?.message).toMatch(/no main file/);
  expect((await errorsOf(buildBundle([{ path: './app.tsx', content: app }, { path: 'app.tsx', content: app }])))[0]?.message).toMatch(/two files/);
});

test('an app that breaks esbuild fails alone: the next one builds', async () => {
  const [error] = await errorsOf(one(`export const x = ${'['.repeat(250_000)}${']'.repeat(250_000)};`));
  expect(error?.message).toMatch(/builder failed|too much memory|took longer/);
  expect(await one(`${app} // after`)).toMatchObject({ ok: true });
}, 40_000);

test('a build that takes too long is stopped with its processes, and the builder starts again', async () => {
  const { findKit } = await import('../kit/kit.ts');
  const kit = await findKit();
  const builder = openBuilder({ timeoutMs: 400, idleMs: 60_000, maxBytes: 2 ** 40 });
  const job = (content: string) => ({ input: { files: [{ path: 'app.tsx', content }], mainFile: 'app.tsx' }, kit: kit.packages, iconFolder: '', folder: join(home, 'runaway') });
  const slow = builder.build(job('('.repeat(400_000)));
  const pid = builder.pid();
  expect(await slow).toEqual({ ok: false, errors: [{ message: 'The build took longer than 0.4 seconds and was stopped.' }] });
  await expect.poll(() => isAlive(pid)).toBe(false);
  await builder.build(job(app));
  builder.stop();
});

test('the builder ends when it has nothing to do', async () => {
  const builder = openBuilder({ timeoutMs: 5000, idleMs: 100, maxBytes: 2 ** 40 });
  builder.warm();
  const pid = builder.pid();
  expect(isAlive(pid)).toBe(true);
  await expect.poll(() => isAlive(pid)).toBe(false);
  expect(builder.pid()).toBeNull();
});

test('a bundle that is there is found without the builder', async () => {
  const built = await one(app);
  stopBuilder();
  expect(await one(app)).toEqual(built);
  expect(builderPid()).toBeNull();
});

function isAlive(pid: number | null): boolean {
  try {
    return pid !== null && process.kill(pid, 0);
  } catch {
    return false;
  }
}
