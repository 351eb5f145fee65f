import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, doAs, runAs, signUp } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
let admin: pg.Client;
let app: pg.Client;
let owner: string;

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  [admin, app] = await Promise.all([connect(database.adminUrl), connect(database.appUrl)]);
  owner = await signUp(auth, 'owner@example.com', { proven: true });
  await auth.end();
});
afterAll(() => Promise.all([admin.end(), app.end()]));

const make = async (expiry: string | null = null) => (await doAs(app, owner, 'select * from create_api_key($1, $2)', ['Key', expiry]))[0] as { api_key_id: string; token: string };
const open = async (token: string) => (await doAs(app, 'service_role', 'select open_api_key($1) as owner', [token]))[0]!.owner;

test('a key says whose it is, shows when it was used, and is stored nowhere in clear text', async () => {
  const { api_key_id, token } = await make();
  expect(token).toMatch(/^nf_[0-9a-f]{64}$/);
  expect(await open(token)).toBe(owner);
  const [key] = await doAs(app, owner, 'select name, hint, last_used_at is not null as used from api_keys where id = $1', [api_key_id]);
  expect(key).toEqual({ name: 'Key', hint: token.slice(0, 8), used: true });
  const { rows } = await admin.query('select to_jsonb(k)::text as all from public.api_keys k');
  expect(rows.every((row) => !row.all.includes(token))).toBe(true);
});

test('a key that is unknown, expired, revoked or of a person who is not active opens nothing', async () => {
  expect(await open('nf_guess')).toBe(null);
  expect((await runAs(app, owner, `select create_api_key('Key', now() - interval '1 minute')`)).state).toBe('23514');
  const { api_key_id, token } = await make();
  await admin.query(`alter table public.users disable trigger user; update public.users set status = 'banned'`);
  expect(await open(token)).toBe(null);
  await admin.query(`update public.users set status = 'active'; alter table public.users enable trigger user`);
  expect(await open(token)).toBe(owner);
  await doAs(app, owner, `update api_keys set revoked_at = now() + interval '1 day' where id = $1`, [api_key_id]);
  expect(await open(token)).toBe(null);
  await doAs(app, owner, 'update api_keys set revoked_at = null where id = $1', [api_key_id]);
  expect(await open(token), 'revoking cannot be taken back').toBe(null);
});

test('nobody changes whose key it is or when it was made', async () => {
  const { api_key_id } = await make();
  for (const change of ['user_id = gen_random_uuid()', `token_hash = repeat('a', 64)`, `created_at = '2020-01-01'`, `expires_at = null, hint = 'x'`]) {
    expect((await runAs(app, 'service_role', `update api_keys set ${change} where id = $1`, { values: [api_key_id] })).state, change).toBe('42501');
  }
});
