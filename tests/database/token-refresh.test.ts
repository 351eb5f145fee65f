import { beforeAll, beforeEach, expect, test } from 'vitest';
import { refreshExpiringTokens, rotateSecretKeys, storeTokens } from '#server/connections/index.ts';
import type { TokenRefresher, Tokens } from '#server/connections/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { keyOf, open, openSecrets } from '#server/platform/secrets/index.ts';
import { connected, doAs, signUp } from '#tests/support/accounts.ts';
import { query, testDatabase } from '#tests/support/database.ts';

const database = await testDatabase();
let owner: string;
let project: string;
let connection: string;

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const addConnection = () => connected(database.appUrl, async (app) => (await doAs(app, owner, `insert into oauth2_connections (project_id, provider, provider_config, client_id, redirect_uri, scopes)
  values ($1, 'x', '{}', 'x', 'https://x.example.com/', '{}') returning id`, [project]))[0]!.id as string);
const store = (minutes: number, id = connection) => storeTokens(id, { accessToken: 'old access', refreshToken: 'old refresh', tokenType: 'Bearer', expiresAt: inMinutes(minutes), scope: 'read' });

type Row = { id: string; access_token: string; refresh_token: string; expires_at: Date; scope: string; last_refreshed_at: Date | null; last_error: string | null };
const row = async (id = connection) => (await query<Row>(database.adminUrl, 'select * from public.oauth2_tokens where connection_id = $1', [id]))[0];
async function inClear(column: 'access_token' | 'refresh_token'): Promise<string> {
  const found = (await row())!;
  return open(await keyOf(found[column].split('.')[1]!), { table: 'oauth2_tokens', rowId: found.id, column }, found[column]);
}

const fresh = (n: number | string = ''): Tokens => ({ accessToken: `new access${n}`, refreshToken: `new refresh${n}`, tokenType: 'Bearer', expiresAt: inMinutes(60) });

beforeAll(async () => {
  openSecrets({ home: '/nonexistent', masterKey: 'ab'.repeat(32) });
  owner = await connected(database.authUrl, (auth) => signUp(auth, 'owner@example.com'));
  project = (await query<{ id: string }>(database.adminUrl, 'select id from public.projects where personal_owner_id = $1', [owner]))[0]!.id;
});
beforeEach(async () => {
  await query(database.adminUrl, 'delete from public.oauth2_connections');
  connection = await addConnection();
});

test('a token that expires soon is refreshed with the stored refresh token', async () => {
  await store(5);
  const asked: unknown[] = [];
  const refresher: TokenRefresher = async ({ id, refreshToken }) => { asked.push({ id, refreshToken }); return fresh(); };
  expect(await refreshExpiringTokens(refresher)).toEqual({ refreshed: 1, failed: 0 });
  expect(asked).toEqual([{ id: connection, refreshToken: 'old refresh' }]);
  expect(await row()).toMatchObject({ last_refreshed_at: expect.any(Date), last_error: null, scope: 'read' });
  expect([await inClear('access_token'), await inClear('refresh_token')]).toEqual(['new access', 'new refresh']);
  expect(await refreshExpiringTokens(refresher)).toEqual({ refreshed: 0, failed: 0 });
});

test('a provider that sends no new refresh token leaves the one there is good', async () => {
  await store(5);
  await refreshExpiringTokens(async () => ({ accessToken: 'new access', tokenType: 'Bearer', expiresAt: inMinutes(60) }));
  expect([await inClear('access_token'), await inClear('refresh_token')]).toEqual(['new access', 'old refresh']);
});

test('a token that is good for longer, cannot be refreshed or belongs to a connection that is off is left alone', async () => {
  await store(60);
  const [without, off] = [await addConnection(), await addConnection()];
  await storeTokens(without, { accessToken: 'a', tokenType: 'Bearer', expiresAt: inMinutes(1) });
  await store(1, off);
  await query(database.adminUrl, 'update public.oauth2_connections set is_active = false where id = $1', [off]);
  expect(await refreshExpiringTokens(async () => { throw new Error('asked'); })).toEqual({ refreshed: 0, failed: 0 });
});

test('a token of an archived project waits until the project is back', async () => {
  await store(1);
  await query(database.adminUrl, 'update public.projects set is_active = false, deleted_at = now() where id = $1', [project]);
  expect(await refreshExpiringTokens(async () => fresh())).toEqual({ refreshed: 0, failed: 0 });
  await query(database.adminUrl, 'update public.projects set is_active = true, deleted_at = null where id = $1', [project]);
  expect(await refreshExpiringTokens(async () => fresh())).toEqual({ refreshed: 1, failed: 0 });
});

test('without a refresher nothing happens', async () => {
  await store(1);
  expect(await refreshExpiringTokens(null)).toEqual({ refreshed: 0, failed: 0 });
  expect((await row())!.last_refreshed_at).toBeNull();
});

test('of two servers one asks the provider', async () => {
  await store(5);
  let calls = 0;
  let both: () => void;
  const waiting = new Promise<void>((resolve) => { both = resolve; });
  const refresher: TokenRefresher = async () => { calls++; await waiting; return fresh(calls); };
  const first = refreshExpiringTokens(refresher);
  await expect.poll(() => calls).toBe(1);
  expect(await refreshExpiringTokens(refresher)).toEqual({ refreshed: 0, failed: 0 });
  both!();
  expect(await first).toEqual({ refreshed: 1, failed: 0 });
  expect(calls).toBe(1);
});

test('a refusal is kept as a reason without what the provider said, and cleared by the next success', async () => {
  await store(5);
  expect(await refreshExpiringTokens(async () => { throw new Error('invalid_grant: old refresh'); })).toEqual({ refreshed: 0, failed: 1 });
  expect((await row())!.last_error).toBe('The token could not be refreshed.');
  await refreshExpiringTokens(async () => { throw new AppError('unavailable', 'The provider does not answer.'); });
  expect(await row()).toMatchObject({ last_error: 'The provider does not answer.', last_refreshed_at: null });
  expect(await inClear('refresh_token')).toBe('old refresh');
  await refreshExpiringTokens(async () => fresh());
  expect((await row())!.last_error).toBeNull();
});

test('one connection that fails holds up no other', async () => {
  const other = await addConnection();
  await store(1);
  await store(2, other);
  const refresher: TokenRefresher = async ({ id }) => { if (id === connection) throw new Error('no'); return fresh(); };
  expect(await refreshExpiringTokens(refresher)).toEqual({ refreshed: 1, failed: 1 });
});

test('whoever disconnects while the provider is asked need not wait, and nothing comes back', async () => {
  await store(5);
  await refreshExpiringTokens(async () => {
    await connected(database.appUrl, (app) => doAs(app, owner, 'select disconnect_oauth2_connection($1)', [connection]));
    return fresh();
  });
  expect(await row()).toBeUndefined();
});

test('what was authorised anew while the provider is asked stays', async () => {
  await store(5);
  await refreshExpiringTokens(async () => {
    await storeTokens(connection, fresh(' by hand'));
    return fresh(' by refresh');
  });
  expect(await inClear('access_token')).toBe('new access by hand');
});

test('a rotation while the provider is asked neither waits nor loses what it brings', async () => {
  await store(5);
  await refreshExpiringTokens(async () => {
    expect(await rotateSecretKeys()).toMatchObject({ rewrapped: 2, kept: [] });
    return fresh();
  });
  expect([await inClear('access_token'), await inClear('refresh_token')]).toEqual(['new access', 'new refresh']);
});
