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
