import { expect, test } from 'vitest';
import { ApiError } from '#web/api/api-error.ts';
import { looksLikeEmail, passwordProblem, signInErrors, signUpErrors } from './form-errors.ts';

test('a wrong password is shown at the password, without saying which of the two is wrong', () => {
  expect(signInErrors(new ApiError({ code: 'wrong_credentials', status: 401, detail: 'x' }))).toEqual({ fields: { password: 'The email address or the password is wrong.' } });
});

test('a duplicate address offers the sign-in', () => {
  expect(signUpErrors(new ApiError({ code: 'already_exists', status: 409, detail: 'x' }))).toMatchObject({ isTaken: true, fields: { email: 'This address has an account already.' } });
});

test('a weak password is shown at its field', () => {
  const error = new ApiError({ code: 'invalid_input', status: 400, detail: 'x', fields: { password: 'Too common.' } });
  expect(signUpErrors(error)).toEqual({ fields: { password: 'Too common.' } });
});

test('what belongs to no field stands above the form', () => {
  const error = new ApiError({ code: 'too_many_requests', status: 429, detail: 'Too many attempts.', hint: 'Wait a minute.', fields: { other: 'x' } });
  expect(signInErrors(error)).toEqual({ fields: {}, general: { detail: 'Too many attempts.', hint: 'Wait a minute.' } });
});

test('addresses and passwords are checked before they are sent', () => {
  expect(['a@b.de', ' a@b.de ', 'a@b', 'a b@c.de', ''].map(looksLikeEmail)).toEqual([true, true, false, false, false]);
  expect(passwordProblem('1234567')).toBe('Use at least 8 characters; this has 7.');
  expect(passwordProblem('12345678')).toBeNull();
});
