import { expect, test } from 'vitest';
import { Breaker } from './breaker.ts';

test('the third identical call is refused, the fifth ends the loop', () => {
  const breaker = new Breaker();
  const call = () => breaker.before('list_files', {}, 0).kind;
  expect([call(), call(), call(), call()]).toEqual(['go', 'go', 'refuse', 'refuse']);
  expect(breaker.stopReason).toBeNull();
  call();
  expect(breaker.stopReason).toBe('list_files was called 5 times with the same input.');
});

test('the same call after a change of the files is another call', () => {
  const breaker = new Breaker();
  for (let revision = 0; revision < 10; revision++) expect(breaker.before('build_app', {}, revision)).toEqual({ kind: 'go' });
});

test('five failures in a row turn the tools off, a success in between does not', () => {
  const breaker = new Breaker();
  for (const ok of [false, false, false, false, true, false, false, false, false]) breaker.after(ok);
  expect(breaker.toolsOff).toBe(false);
  breaker.after(false);
  expect(breaker.toolsOff).toBe(true);
});

test('inputs that keep growing are a runaway, large ones of steady size are not', () => {
  const breaker = new Breaker();
  const write = (size: number) => breaker.before('write_file', { content: 'x'.repeat(size) }, size).kind;
  for (const size of [40_000, 41_000, 39_000, 45_000, 44_000, 50_000]) expect(write(size)).toBe('go');
  expect(breaker.runaway).toBeNull();
  for (const size of [80_000, 130_000, 210_000, 340_000]) write(size);
  expect(breaker.runaway).toContain('grow with every call');
  breaker.forgetRunaway();
  expect(write(20_000)).toBe('go');
  expect(breaker.runaway).toBeNull();
});

test('an input beyond all measure is refused', () => {
  const breaker = new Breaker();
  expect(breaker.before('write_file', { content: 'x'.repeat(700_000) }, 0)).toMatchObject({ kind: 'refuse' });
  expect(breaker.runaway).toContain('700,');
});
