import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, runAs } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
let app: pg.Client;
beforeAll(async () => { app = await connect(database.appUrl); });
afterAll(() => app.end());

const key = randomBytes(32).toString('base64');
// The setting and the call in one statement: a common table expression that is materialised comes first.
const withKey = (call: string) => `with s as materialized (select set_config('app.encryption_key', $1, true)) select ${call} as value from s`;
const as = async (caller: 'service_role' | 'anon' | string, call: string, values: unknown[]) => runAs(app, caller, withKey(call), { values });
const encrypt = async (json: string, under = key) => (await as('service_role', 'public.encrypt_sensitive_data($2::jsonb)', [under, json])).rows[0]?.value as string;
const decrypt = (text: string, under = key) => as('service_role', 'public.decrypt_sensitive_data($2)', [under, text]);

test.each([
  '{"key": "line one\\nline two\\r\\n\\ttab"}', '{"path": "C:\\\\u0041BC", "quote": "\\""}', '{"literal": "\\\\u0041BC"}', '{"name": "naïve ☃ 𝄞"}',
  '[1, 2.50, null, true]', '"text"', 'null', '{}', JSON.stringify({ long: 'x'.repeat(100_000) }),
])('%.60s comes back as it was', async (json) => {
  const { rows } = await decrypt(await encrypt(json));
  expect(rows[0]!.value).toEqual(JSON.parse(json));
});

test('equal inputs give different outputs, of base64 on one line', async () => {
  const outputs = new Set<string>();
  for (let n = 0; n < 5; n++) outputs.add(await encrypt('{"same": true}'));
  expect(outputs.size).toBe(5);
  for (const output of outputs) expect(output).toMatch(/^[A-Za-z0-9+/]+=*$/);
});

test('a changed bit of the ciphertext fails, and one of the framing never gives another value', async () => {
  const bytes = Buffer.from(await encrypt('{"amount": 100}'), 'base64');
  // A packet that tells salt and algorithm (15 bytes), then tag and length of the encrypted one.
  const framing = 17;
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    const { state, rows } = await decrypt(changed.toString('base64'));
    if (at >= framing) expect(state, `byte ${at}`).not.toBeNull();
    else if (state === null) expect(rows[0]!.value, `byte ${at}`).toEqual({ amount: 100 });
  }
});

test('another key fails', async () => {
  expect((await decrypt(await encrypt('{}'), randomBytes(32).toString('base64'))).state).toBe('39000');
});

test.each([['an empty', ''], ['a short', 'x'.repeat(31)]])('%s key is refused', async (_name, short) => {
  for (const [call, value] of [['public.encrypt_sensitive_data($2::jsonb)', '{}'], ['public.decrypt_sensitive_data($2)', 'AAAA']] as const) {
    expect(await as('service_role', call, [short, value])).toMatchObject({ state: '55000', message: expect.stringContaining('absent or shorter than 32 bytes') });
  }
});

test('an absent key is refused', async () => {
  expect((await runAs(app, 'service_role', `select public.encrypt_sensitive_data('{}')`)).state).toBe('55000');
});

test('nobody but the server calls them', async () => {
  for (const caller of ['anon', '00000000-0000-4000-8000-000000000000']) {
    expect((await as(caller, 'public.encrypt_sensitive_data($2::jsonb)', [key, '{}'])).state).toBe('42501');
    expect((await as(caller, 'public.decrypt_sensitive_data($2)', [key, 'x'])).state).toBe('42501');
  }
});
