import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deriveKey, masterKey, openSecrets } from './index.ts';

let home: string;
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'ninefold-key-')); });
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('the first start makes a key only the owner may read, later starts use it', () => {
  const first = masterKey(home);
  expect(first).toHaveLength(32);
  expect(statSync(join(home, 'master-key')).mode & 0o777).toBe(0o600);
  expect(masterKey(home)).toEqual(first);
});

test('a key given by the environment is used and not written down', () => {
  const hex = 'ab'.repeat(32);
  expect(masterKey(home, hex).toString('hex')).toBe(hex);
  expect(masterKey(home, Buffer.from(hex, 'hex').toString('base64')).toString('hex')).toBe(hex);
  expect(() => readFileSync(join(home, 'master-key'))).toThrow('ENOENT');
});

test('a key that is too short is refused with its name', () => {
  expect(() => masterKey(home, 'short')).toThrow('NINEFOLD_MASTER_KEY does not hold 32 bytes');
  writeFileSync(join(home, 'master-key'), 'cut off');
  expect(() => masterKey(home)).toThrow('master-key does not hold 32 bytes');
});

test('keys differ by purpose and by master key, and stay the same', () => {
  openSecrets({ home });
  const auth = deriveKey('auth');
  expect(deriveKey('auth')).toEqual(auth);
  expect(deriveKey('previews')).not.toEqual(auth);
  openSecrets({ home, masterKey: 'cd'.repeat(32) });
  expect(deriveKey('auth')).not.toEqual(auth);
});
