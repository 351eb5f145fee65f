import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deleteBlob, hasBlob, openFiles, readBlob, writeBlob } from './files.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ninefold-files-'));
  openFiles(root);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('what was stored is read back, also when it is stored twice', async () => {
  await writeBlob('artifacts', 'a/b', 'first');
  await writeBlob('artifacts', 'a/b', Buffer.from('second'));
  expect((await readBlob('artifacts', 'a/b'))?.toString()).toBe('second');
  expect(await hasBlob('artifacts', 'a/b')).toBe(true);
  expect(readdirSync(join(root, 'artifacts', 'a'))).toEqual(['b']);
});

test('what is not there is null, and removing it is no error', async () => {
  expect(await readBlob('artifacts', 'x')).toBeNull();
  expect(await hasBlob('artifacts', 'x')).toBe(false);
  await deleteBlob('artifacts', 'x');
});

test.each([['artifacts', '../x'], ['artifacts', 'a/../../x'], ['artifacts', '/etc/passwd'], ['artifacts', 'a//b'], ['artifacts', ''], ['..', 'x'], ['artifacts', 'a\\b'], ['artifacts', 'a\0b'], ['artifacts', 'a.part']])(
  'the path %j %j is refused', async (bucket, path) => {
    await expect(writeBlob(bucket, path, 'x')).rejects.toThrow('not a storage path');
    await expect(readBlob(bucket, path)).rejects.toThrow('not a storage path');
  },
);

test('many writers of one path leave one whole content', async () => {
  const contents = Array.from({ length: 20 }, (_, n) => `${n}`.repeat(10_000));
  await Promise.all(contents.map((content) => writeBlob('artifacts', 'same', content)));
  expect(contents).toContain((await readBlob('artifacts', 'same'))?.toString());
});
