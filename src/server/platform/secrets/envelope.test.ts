import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyIdOf, open, rewrap, ringKey, seal } from './envelope.ts';
import type { Place } from './envelope.ts';

const key = ringKey('11111111-1111-4111-8111-111111111111', randomBytes(32));
const other = ringKey('22222222-2222-4222-8222-222222222222', randomBytes(32));
const place: Place = { table: 'connection_secrets', rowId: 'a-row', column: 'sealed' };
const names = ['version', 'key id', 'commitment', 'wrapped data key', 'nonce', 'ciphertext'];

test('a sealed value opens in its place, whatever characters it has', () => {
  for (const text of ['s3cret', 'two\nlines\\n', 'naïve ☃ 𝄞', '\0', 'x'.repeat(32 * 1024)]) expect(open(key, place, seal(key, place, text))).toBe(text);
});

test('equal texts look different in every part but version and key id', () => {
  const [first, second] = [seal(key, place, 'same').split('.'), seal(key, place, 'same').split('.')];
  expect(first.map((part, n) => part === second[n])).toEqual([true, true, false, false, false, false]);
  expect(keyIdOf(first.join('.'))).toBe(key.id);
});

test('a sealed value has the form the database checks, and 32 kB of text fit in it', () => {
  const form = /^n1\.[0-9a-f-]{36}\.[\w-]{43}\.[\w-]{80}\.[\w-]{16}\.[\w-]{22,}$/;
  expect(seal(key, place, '')).toMatch(form);
  const longest = seal(key, place, 'x'.repeat(32 * 1024));
  expect(longest).toMatch(form);
  expect(longest.length).toBeLessThanOrEqual(65_536);
});

test.each(names)('changing any character of the %s makes the value unreadable', (name) => {
  const parts = seal(key, place, 'a secret').split('.');
  const n = names.indexOf(name);
  for (let at = 0; at < parts[n]!.length; at++) {
    for (const char of ['A', 'b', '-', '9', '=', '']) {
      const part = parts[n]!.slice(0, at) + char + parts[n]!.slice(at + 1);
      if (part === parts[n]) continue;
      expect(() => open(key, place, parts.with(n, part).join('.')), `${at} ${char}`).toThrow('cannot be opened');
    }
  }
});

test.each(names)('the %s of another value for the same place is refused', (name) => {
  const [mine, theirs] = [seal(key, place, 'mine').split('.'), seal(other, place, 'theirs').split('.')];
  const mixed = name === 'version' ? mine.with(0, 'n2') : mine.with(names.indexOf(name), theirs[names.indexOf(name)]!);
  expect(() => open(key, place, mixed.join('.'))).toThrow('cannot be opened');
});

test.each([['table', { ...place, table: 'oauth2_tokens' }], ['row', { ...place, rowId: 'b-row' }], ['column', { ...place, column: 'name' }]])('a value moved to another %s is unreadable', (_name, elsewhere) => {
  const sealed = seal(key, place, 'a secret');
  expect(() => open(key, elsewhere, sealed)).toThrow('cannot be opened');
  expect(() => rewrap(key, other, elsewhere, sealed)).toThrow('cannot be opened');
});

test('names of places cannot run into each other', () => {
  const sealed = seal(key, { table: 't', rowId: 'a","b', column: 'c' }, 'x');
  expect(() => open(key, { table: 't', rowId: 'a', column: 'b","c' }, sealed)).toThrow('cannot be opened');
});

test('another key opens nothing, also under the same id', () => {
  const sealed = seal(key, place, 'a secret');
  expect(() => open(other, place, sealed)).toThrow('cannot be opened');
  expect(() => open(ringKey(key.id, randomBytes(32)), place, sealed)).toThrow('cannot be opened');
});

test('the commitment alone keeps a data key out that the wrapping would let in', () => {
  // Whoever holds the wrapping half could wrap a second data key; without the committing half it is not taken.
  const halved = { ...key, commit: randomBytes(32) };
  expect(() => open(key, place, seal(halved, place, 'a secret'))).toThrow('cannot be opened');
});

test('what is no sealed value is refused as one that cannot be opened, without repeating it', () => {
  for (const text of ['', 'hunter2', 'n1', 'n1.....', `n1.${key.id}.hunter2.hunter2.hunter2.hunter2`, `${seal(key, place, 'x')}.more`, 'hunter2.'.repeat(1000)]) {
    expect(() => open(key, place, text)).toThrow(/^A stored secret cannot be opened\.$/);
  }
});

test('re-wrapping changes what wraps and leaves what is encrypted', () => {
  const before = seal(key, place, 'a secret');
  const after = rewrap(key, other, place, before);
  expect(after.split('.').map((part, n) => part === before.split('.')[n])).toEqual([true, false, false, false, true, true]);
  expect(open(other, place, after)).toBe('a secret');
  expect(() => open(key, place, after)).toThrow('cannot be opened');
});

test('a value that was changed is not re-wrapped', () => {
  const parts = seal(key, place, 'a secret').split('.');
  const changed = parts.with(5, Buffer.from(parts[5]!, 'base64url').reverse().toString('base64url'));
  expect(() => rewrap(key, other, place, changed.join('.'))).toThrow('cannot be opened');
});
