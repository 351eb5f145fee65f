import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '#server/platform/config.ts';

const read = (path: string) => readFileSync(join(checkout, path), 'utf8');
const sources = globSync('{src,tests,scripts,bench,evals}/**/*.{ts,tsx,mjs}', { cwd: checkout }).filter((path) => !path.endsWith('.gen.ts'));
const countLines = (text: string) => text.replace(/\n$/, '').split('\n').length;

test('source files are short: median 80 lines, one in ten above 250 at most, none above 500', () => {
  const sized = sources.map((path) => ({ path, lines: countLines(read(path)) })).sort((a, b) => a.lines - b.lines);
  const at = (share: number) => sized[Math.floor((sized.length - 1) * share)]?.lines ?? 0;
  expect(sized.length).toBeGreaterThan(100);
  expect(at(0.5)).toBeLessThanOrEqual(80);
  expect(at(0.9)).toBeLessThanOrEqual(250);
  expect(sized.filter(({ lines }) => lines > 500)).toEqual([]);
});

test('nothing switches the compiler or the rule against any off', () => {
  // The rule itself is the linter's and proven in imports.test.ts. The two files that may hold hostile apps, which are no code of ours.
  const hostile = ['tests/browser/preview/hostile-app.ts', 'src/server/artifacts/preview/render/render.test.ts'];
  const found = sources.filter((path) => !path.startsWith('tests/architecture/') && !hostile.includes(path) && /@ts-(ignore|nocheck)|(oxlint|eslint)-disable.*no-explicit-any/.test(read(path)));
  expect(found).toEqual([]);
});

test('package.json has at most 15 scripts', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  expect(Object.keys(scripts).length).toBeLessThanOrEqual(15);
});

test('the README has at most 140 lines', () => {
  expect(countLines(read('README.md'))).toBeLessThanOrEqual(140);
});

test('the root has at most 25 entries', () => {
  const ignored = new Set(['.git', 'node_modules', 'dist', '.ninefold', 'coverage', '.env']);
  expect(readdirSync(checkout).filter((name) => !ignored.has(name)).length).toBeLessThanOrEqual(25);
});

test('names of files are kebab-case and say what is inside', () => {
  const vague = /^(util|utils|helper|helpers|misc|common|shared|lib|core|base|manager|handler|service|data|info)$/;
  const segments = sources.flatMap((path) => path.split('/').map((name) => name.replace(/\.(test\.)?(ts|tsx|mjs|gen\.ts)$/, '')));
  expect([...new Set(segments)].filter((name) => vague.test(name) || !/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(name))).toEqual([]);
});

test('a request passes at most four files from HTTP to SQL', () => {
  // app.ts → routes → rules → queries: no route may reach a query through more than one file between them.
  const own = (path: string) => [...read(path).matchAll(/^import (?!type)[^;]*? from '(\.\/[^']+)'/gm)].map(([, file]) => join(path, '..', file ?? ''));
  const isRoutes = (path: string) => /routes\.ts$/.test(path);
  const isQueries = (path: string) => /queries\.ts$/.test(path);
  const far = globSync('src/server/{identity,workspaces,projects,chats,documents,artifacts,app-data,files,connections,backups,search,audit,admin}/*routes.ts', { cwd: checkout }).filter((route) => {
    const direct = own(route).filter((path) => !isRoutes(path));
    const reach = new Set(direct.flatMap((path) => (isQueries(path) ? [path] : own(path))));
    return direct.length > 0 && ![...reach, ...direct].some(isQueries) && direct.some((path) => own(path).some((next) => own(next).some(isQueries)));
  });
  expect(far).toEqual([]);
});

test('scripts of the start run on the Node that npm runs on, which may be Node 20', () => {
  for (const path of globSync('scripts/bootstrap{.mjs,/*.mjs}', { cwd: checkout })) {
    expect(read(path), path).not.toMatch(/from '(?!node:|\.\/)/);
    expect(spawnSync(process.execPath, ['--check', join(checkout, path)]).status, path).toBe(0);
  }
});
