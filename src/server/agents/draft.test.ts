import { expect, test } from 'vitest';
import { Draft, mainFileOf } from './draft.ts';
import { filePath } from './tools/file-path.ts';

const base = [{ path: 'app.tsx', size: 3, isMainFile: true, hash: 'a' }, { path: 'old.ts', size: 3, isMainFile: false, hash: 'b' }];
const draftOf = () => new Draft(base, async (hash) => `bytes of ${hash}`);

test('a draft shows the files of its version with the changes over them', async () => {
  const draft = draftOf();
  await draft.write('new.ts', 'export {};');
  draft.remove('old.ts');
  expect(draft.list().map((file) => file.path)).toEqual(['app.tsx', 'new.ts']);
  expect(await draft.read('app.tsx')).toBe('bytes of a');
  expect(await draft.read('new.ts')).toBe('export {};');
  expect(await draft.read('old.ts')).toBeNull();
  expect(draft.revision).toBe(2);
});

test('a new main file takes the mark from the one before', async () => {
  const draft = draftOf();
  await draft.write('start.tsx', 'x', true);
  expect(draft.list().filter((file) => file.isMainFile).map((file) => file.path)).toEqual(['start.tsx']);
  expect(await draft.read('app.tsx')).toBe('bytes of a');
});

test('the main file is the marked one, else app.tsx', () => {
  expect(mainFileOf([{ path: 'x.tsx', isMainFile: true }, { path: 'app.tsx', isMainFile: false }])).toBe('x.tsx');
  expect(mainFileOf([{ path: 'App.tsx', isMainFile: false }])).toBe('App.tsx');
  expect(mainFileOf([{ path: 'x.tsx', isMainFile: false }])).toBeNull();
});

test.each(['../secret', '/etc/passwd', 'a/../b', 'a//b', 'a\\b', './a', 'a/.', '', 'a b', 'a\0'])('the path %j is refused', (path) => {
  expect(filePath.safeParse(path).success).toBe(false);
});

test.each(['app.tsx', 'views/loan-table.tsx', 'a.b/c_d.ts', '.env'])('the path %j is accepted', (path) => {
  expect(filePath.safeParse(path).success).toBe(true);
});
