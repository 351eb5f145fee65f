import { expect, test } from 'vitest';
import { describeError, redact } from './redact.ts';

test('secrets and personal data are blotted out at any depth', () => {
  expect(redact({ runId: 'r1', user: { id: 'u1', email: 'a@example.com', profile: [{ displayName: 'A', phone: '1' }] }, headers: { cookie: 'x' }, apiKey: 'k', accessToken: 't', count: 3 }))
    .toEqual({ runId: 'r1', user: { id: 'u1', email: '[hidden]', profile: [{ displayName: '[hidden]', phone: '[hidden]' }] }, headers: '[hidden]', apiKey: '[hidden]', accessToken: '[hidden]', count: 3 });
});

test('an error of PostgreSQL keeps its code and loses the values of the row', () => {
  const error = Object.assign(new Error('duplicate key value violates unique constraint "users_email_key"'), {
    code: '23505', constraint: 'users_email_key', detail: 'Key (email)=(a@example.com) already exists.', where: 'COPY users, line 1: "a@example.com"',
  });
  const told = JSON.stringify(describeError(error));
  expect(told).toContain('23505');
  expect(told).not.toContain('a@example.com');
});

test('a value that contains itself ends at a depth', () => {
  const loop: Record<string, unknown> = { id: 1 };
  loop.self = loop;
  expect(JSON.stringify(redact(loop))).toContain('[deep]');
});
