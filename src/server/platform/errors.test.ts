import { expect, test } from 'vitest';
import { AppError, toAppError } from './errors.ts';

const raised = { where: 'PL/pgSQL function private.guard() line 3 at RAISE' };

test.each([
  ['42501', 'not_allowed'], ['23505', 'already_exists'], ['23503', 'conflict'], ['23514', 'invalid_input'], ['22P02', 'invalid_input'],
  ['22P05', 'invalid_input'], ['40001', 'conflict'], ['40P01', 'conflict'], ['57014', 'unavailable'], ['57P01', 'unavailable'],
  ['53300', 'unavailable'], ['08006', 'unavailable'], ['ECONNREFUSED', 'unavailable'], ['42P01', 'internal'], ['XX000', 'internal'],
])('SQLSTATE %s becomes %s, without the words of PostgreSQL', (state, code) => {
  const known = toAppError(Object.assign(new Error('new row violates row-level security policy for table "secret"'), { code: state }));
  expect(known.code).toBe(code);
  expect(known.detail).not.toContain('secret');
});

test('what our own functions say reaches people', () => {
  const refused = toAppError(Object.assign(new Error('A project keeps at least one owner.'), { code: '55000', hint: 'Make another member an owner first.', ...raised }));
  expect(refused).toMatchObject({ code: 'conflict', detail: 'A project keeps at least one owner.', hint: 'Make another member an owner first.' });
  expect(toAppError(Object.assign(new Error('not found'), { code: 'P0002' }))).toMatchObject({ code: 'not_found', detail: 'Not found.' });
});

test('an error of ours passes unchanged, and anything else says nothing of itself', () => {
  const own = new AppError('conflict', 'A fact.');
  expect(toAppError(own)).toBe(own);
  for (const thrown of [new TypeError('x.y is undefined'), 'text', null, undefined]) {
    expect(toAppError(thrown)).toMatchObject({ code: 'internal', detail: 'Something went wrong on our side.' });
  }
});
