import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, doAs, runAs, signUp } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
let admin: pg.Client;
let app: pg.Client;
let owner: string;
let project: string;
let api: string;
let oauth: string;
const active = randomUUID();

const sealedUnder = (key: string, size = 22) => `n1.${key}.${'A'.repeat(43)}.${'A'.repeat(80)}.${'A'.repeat(16)}.${'A'.repeat(size)}`;
const addKey = (id: string, state = 'active') => admin.query(
  `insert into private.secret_keys (id, state, wrapped, retired_at) values ($1, $2, $3, case when $2 <> 'active' then now() end)`, [id, state, randomBytes(60)]);
const state = async (sql: string, values: unknown[] = [], caller = owner) => (await runAs(app, caller, sql, { values })).state;
const set = (connection: string, name: string, sealed = sealedUnder(active)) =>
  doAs(app, owner, 'select set_connection_secret($1, $2, $3, $4)', [connection, name, randomUUID(), sealed]);
const setState = (connection: string, name: string, sealed = sealedUnder(active)) =>
  state('select set_connection_secret($1, $2, $3, $4)', [connection, name, randomUUID(), sealed]);
const stored = async (connection: string) => (await admin.query<{ name: string }>(
  'select name from public.connection_secrets where $1 in (api_connection_id, oauth2_connection_id) order by name', [connection])).rows.map((row) => row.name);
const tokens = async () => (await admin.query('select from public.oauth2_tokens where connection_id = $1', [oauth])).rowCount;
const status = async (connection: string) => (await doAs(app, owner, 'select * from connection_status($1)', [connection]))[0]!;

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  [admin, app] = await Promise.all([connect(database.adminUrl), connect(database.appUrl)]);
  owner = await signUp(auth, 'owner@example.com');
  await auth.end();
  const workspace = (await doAs(app, owner, `select create_workspace('W', 'C') as id`))[0]!.id;
  project = (await doAs(app, owner, `select create_project($1, 'P', null) as id`, [workspace]))[0]!.id as string;
  await addKey(active);
});
afterAll(() => Promise.all([admin.end(), app.end()]));
beforeEach(async () => {
  await admin.query('delete from public.api_connections; delete from public.oauth2_connections');
  api = (await doAs(app, owner, `insert into api_connections (project_id, name, api_type, endpoint_url, auth_type, http_method)
    values ($1, 'A', 'rest', 'https://api.example.com/v1', 'bearer', 'GET') returning id`, [project]))[0]!.id as string;
  oauth = (await doAs(app, owner, `insert into oauth2_connections (project_id, provider, provider_config, client_id, redirect_uri, scopes)
    values ($1, 'example', '{"authorizeUrl": "https://id.example.com/a"}', 'client', 'https://studio.example.com/cb', '{}') returning id`, [project]))[0]!.id as string;
  await admin.query(`insert into public.oauth2_tokens (connection_id, access_token, refresh_token, token_type, expires_at, scope) values ($1, $2, $2, 'Bearer', '2030-01-01', 'read')`, [oauth, sealedUnder(active)]);
});

describe('a secret', () => {
  test('is shown by name and time only, to those who read the connection', async () => {
    await set(api, 'auth_token');
    await set(api, 'header:X-Tenant');
    expect(await status(api)).toEqual({
      kind: 'api', secrets: [{ name: 'auth_token', set_at: expect.any(String) }, { name: 'header:X-Tenant', set_at: expect.any(String) }],
      connected: false, expires_at: null, scope: null, last_refreshed_at: null, last_error: null,
    });
    expect(await status(oauth)).toMatchObject({ kind: 'oauth2', secrets: [], connected: true, scope: 'read', expires_at: new Date('2030-01-01') });
  });

  test('takes the place of the one before, with a row of its own', async () => {
    await set(api, 'auth_token');
    const before = (await admin.query('select id, created_by, key_id from public.connection_secrets')).rows[0];
    await set(api, 'auth_token');
    const { rows } = await admin.query('select id, created_by, key_id from public.connection_secrets');
    expect(rows).toEqual([{ id: expect.not.stringMatching(before.id), created_by: owner, key_id: active }]);
  });

  test('is removed by name; removing what is not there does nothing', async () => {
    await set(api, 'auth_token');
    await set(api, 'credentials');
    await doAs(app, owner, `select clear_connection_secret($1, 'auth_token')`, [api]);
    await doAs(app, owner, `select clear_connection_secret($1, 'auth_token')`, [api]);
    expect(await stored(api)).toEqual(['credentials']);
  });

  test('is refused where the connection authenticates with nothing', async () => {
    await doAs(app, owner, `update api_connections set auth_type = 'none' where id = $1`, [api]);
    expect(await setState(api, 'auth_token')).toBe('P0001');
  });

  test.each(['', 'token', 'client_secret', 'param:audience', 'header:', 'header:two words', 'header:Host', 'header:transfer-encoding', 'header:Proxy-Authorization', 'header:a\nb', `header:${'x'.repeat(101)}`])('of an API connection is not called %j', async (name) => {
    expect(await setState(api, name)).toBe('23514');
  });

  test('of an OAuth connection is its client secret, a provider value or a parameter', async () => {
    for (const name of ['client_secret', 'provider:tenantKey', 'param:api_key']) expect(await setState(oauth, name)).toBe(null);
    for (const name of ['auth_token', 'header:X', 'param:']) expect(await setState(oauth, name)).toBe('23514');
  });

  test.each(['hunter2', '', 'n1.x.y', sealedUnder(active).replace('n1', 'n2'), `${sealedUnder(active)}.A`, `${sealedUnder(active)}=`, sealedUnder(active, 65_500)])('in clear text or another form is refused (%.20s)', async (value) => {
    expect(await setState(api, 'auth_token', value)).toBe('23514');
    const token = `update public.oauth2_tokens set access_token = $1`;
    expect(await state(token, [value], 'service_role')).toBe('23514');
    expect(await state(token.replace('access', 'refresh'), [value], 'service_role')).toBe('23514');
  });

  test('stays with its connection and its name, also for the server', async () => {
    await set(api, 'auth_token');
    for (const change of [`name = 'credentials'`, 'id = gen_random_uuid()', `api_connection_id = null, oauth2_connection_id = '${oauth}'`]) {
      expect(await state(`update public.connection_secrets set ${change}`, [], 'service_role'), change).toBe('42501');
    }
  });

  test('belongs to exactly one connection', async () => {
    const insert = `insert into public.connection_secrets (api_connection_id, oauth2_connection_id, name, sealed) values ($1, $2, 'auth_token', $3)`;
    expect(await state(insert, [null, null, sealedUnder(active)], 'service_role')).toBe('23514');
    expect(await state(insert, [api, oauth, sealedUnder(active)], 'service_role')).toBe('23514');
  });

  test('is set on the own connection by who made one with the id of somebody else\'s', async () => {
    const auth = await connect(database.authUrl);
    const stranger = await signUp(auth, `stranger-${randomUUID()}@example.com`);
    await auth.end();
    await admin.query(`update public.users set status = 'active' where id = $1`, [stranger]);
    const personal = (await admin.query('select id from public.projects where personal_owner_id = $1', [stranger])).rows[0].id;
    await set(api, 'auth_token');
    await doAs(app, stranger, `insert into oauth2_connections (id, project_id, provider, provider_config, client_id, redirect_uri, scopes)
      values ($1, $2, 'x', '{}', 'x', 'https://x.example.com/', '{}')`, [api, personal]);
    expect(await state(`select clear_connection_secret($1, 'auth_token')`, [api], stranger)).toBe(null);
    await doAs(app, stranger, 'select set_connection_secret($1, $2, $3, $4)', [api, 'client_secret', randomUUID(), sealedUnder(active)]);
    expect((await admin.query('select name, oauth2_connection_id is not null as theirs from public.connection_secrets order by name')).rows).toEqual([
      { name: 'auth_token', theirs: false }, { name: 'client_secret', theirs: true },
    ]);
    expect((await doAs(app, stranger, 'select kind from connection_status($1)', [api]))[0]).toEqual({ kind: 'oauth2' });
    expect((await status(api)).kind).toBe('api');
  });
});

describe('secrets and tokens are forgotten', () => {
  const change = (table: string, to: string) => doAs(app, owner, `update ${table} set ${to}`);

  test.each([
    `endpoint_url = 'https://evil.example.com/v1'`, `endpoint_url = 'https://api.example.com.evil.example.com/v1'`, `endpoint_url = 'https://api.example.com:8443/v1'`,
    `endpoint_url = 'https://api.example.com\\evil.example.com/'`, `auth_type = 'basic'`, `auth_type = 'none'`,
  ])('when an API connection gets %s', async (to) => {
    await set(api, 'auth_token');
    await set(api, 'header:X-Key');
    await change('api_connections', to);
    expect(await stored(api)).toEqual([]);
  });

  test.each([`endpoint_url = 'https://api.example.com/v2/items?all=1'`, `endpoint_url = 'HTTPS://API.example.com/v1'`, `name = 'B', http_method = 'POST'`, `custom_headers = '{"X-A": "b"}'`])('but not when an API connection gets %s', async (to) => {
    await set(api, 'auth_token');
    await change('api_connections', to);
    expect(await stored(api)).toEqual(['auth_token']);
  });

  test.each([
    `redirect_uri = 'https://evil.example.com/cb'`, `client_id = 'other'`, `provider_config = '{"authorizeUrl": "https://evil.example.com/a"}'`, `provider = 'other'`,
  ])('when an OAuth connection gets %s', async (to) => {
    await set(oauth, 'client_secret');
    const hash = randomBytes(32).toString('hex');
    await doAs(app, owner, 'select begin_oauth2_flow($1, $2, $3)', [oauth, hash, sealedUnder(active)]);
    await change('oauth2_connections', to);
    expect(await stored(oauth)).toEqual([]);
    expect(await tokens()).toBe(0);
    // Whoever is on the way to the former provider comes back with a code that is not meant for the new one.
    expect(await state('select * from finish_oauth2_flow($1)', [hash])).toBe('P0002');
  });

  test('but not when an OAuth connection gets other scopes', async () => {
    await set(oauth, 'client_secret');
    await change('oauth2_connections', `scopes = '{read,write}'`);
    expect([await stored(oauth), await tokens()]).toEqual([['client_secret'], 1]);
  });

  test('by whom the endpoint is changed makes no difference', async () => {
    await set(api, 'auth_token');
    await doAs(app, 'service_role', `update public.api_connections set endpoint_url = 'https://evil.example.com/'`);
    expect(await stored(api)).toEqual([]);
  });

  test('with the connection', async () => {
    await set(api, 'auth_token');
    await doAs(app, owner, 'delete from api_connections');
    expect((await admin.query('select from public.connection_secrets')).rowCount).toBe(0);
  });

  test('with the account, of connections of its personal project', async () => {
    const auth = await connect(database.authUrl);
    const person = await signUp(auth, `${randomUUID()}@example.com`);
    await admin.query(`update public.users set status = 'active' where id = $1`, [person]);
    const own = (await doAs(app, person, `insert into api_connections (project_id, name, api_type, endpoint_url, auth_type, http_method)
      select id, 'A', 'rest', 'https://api.example.com/v1', 'bearer', 'GET' from projects where personal_owner_id = $1 returning id`, [person]))[0]!.id as string;
    await doAs(app, person, 'select set_connection_secret($1, $2, $3, $4)', [own, 'auth_token', randomUUID(), sealedUnder(active)]);
    await set(api, 'auth_token');
    await auth.query('delete from users where id = $1', [person]);
    await auth.end();
    expect([await stored(own), await stored(api)]).toEqual([[], ['auth_token']]);
  });

  test('when it is disconnected, the client secret stays', async () => {
    await set(oauth, 'client_secret');
    await doAs(app, owner, 'select disconnect_oauth2_connection($1)', [oauth]);
    expect([await stored(oauth), await tokens()]).toEqual([['client_secret'], 0]);
    expect((await status(oauth)).connected).toBe(false);
  });
});

test('a configuration is searched for secrets however deep they lie, and as fast as it is small', async () => {
  const nested = (inside: string, open: string, close: string) => `{"a":${open.repeat(2000)}${inside}${close.repeat(2000)}}`;
  const change = (config: string) => state('update oauth2_connections set provider_config = $1, additional_params = $1 where id = $2', [config, oauth]);
  expect(await change(nested('{"client_secret":1}', '[', ']'))).toBe('23514');
  expect(await change(nested('{"client_secret":1}', '{"a":', '}'))).toBe('23514');
  // As many as end within the time for a statement only if each of them takes no second.
  expect(await state(`insert into oauth2_connections (project_id, provider, provider_config, client_id, redirect_uri, scopes, additional_params)
    select project_id, 'x', $1, 'x', redirect_uri, '{}', $1 from oauth2_connections, generate_series(1, 20)`, [nested('1', '{"a":', '}')])).toBe(null);
  expect(await change('{"a": [1, [{"b": [{"x\\"y_password": 1}]}]]}')).toBe('23514');
  expect(await change('{"a": ["secret", "\\"password\\": 1"], "token_endpoint": "https://id.example.com/token"}')).toBe(null);
});

test('no person reads keys, secrets or tokens', async () => {
  for (const table of ['private.secret_keys', 'public.connection_secrets', 'public.oauth2_tokens']) {
    for (const caller of [owner, 'anon']) expect(await state(`select from ${table}`, [], caller), table).toBe('42501');
  }
});

// Last, since it ends with another active key.
describe('a key', () => {
  const keyState = (sql: string, values: unknown[] = []) => state(sql, values, 'service_role');
  const retire = `update private.secret_keys set state = 'decrypt_only', retired_at = now() where id = $1`;
  const destroy = `update private.secret_keys set state = 'destroyed', wrapped = null, destroyed_at = now() where id = $1`;

  test('is active alone', async () => {
    await expect(addKey(randomUUID())).rejects.toMatchObject({ code: '23505' });
  });

  test('that is retired, destroyed or unknown takes no new value', async () => {
    const retired = randomUUID();
    await addKey(retired, 'decrypt_only');
    for (const key of [retired, randomUUID()]) {
      expect(await setState(api, 'auth_token', sealedUnder(key))).toBe('55000');
      expect(await keyState(`update public.oauth2_tokens set access_token = $1`, [sealedUnder(key)])).toBe('55000');
    }
    await admin.query(destroy, [retired]);
    expect(await setState(api, 'auth_token', sealedUnder(retired))).toBe('55000');
  });

  test('is neither brought back nor removed, nor destroyed at once', async () => {
    const [retired, destroyed] = [randomUUID(), randomUUID()];
    await addKey(retired, 'decrypt_only');
    await addKey(destroyed, 'decrypt_only');
    await admin.query(destroy, [destroyed]);
    expect(await keyState(`update private.secret_keys set state = 'active', retired_at = null where id = $1`, [retired])).toBe('42501');
    expect(await keyState(`update private.secret_keys set state = 'decrypt_only' where id = $1`, [destroyed])).toBe('42501');
    expect(await keyState(destroy, [active])).toBe('42501');
    await expect(admin.query('delete from private.secret_keys where id = $1', [destroyed])).rejects.toMatchObject({ code: '42501' });
  });

  test('is not destroyed while a secret or a token needs it', async () => {
    const next = randomUUID();
    await set(api, 'auth_token');
    await admin.query('begin');
    try {
      await admin.query(retire, [active]);
      await addKey(next);
      const tryDestroy = async () => {
        await admin.query('savepoint s');
        const outcome = await admin.query(destroy, [active]).then(() => null, (error: { code: string }) => error.code);
        await admin.query('rollback to s');
        return outcome;
      };
      expect(await tryDestroy()).toBe('55006');
      await admin.query('delete from public.connection_secrets');
      expect(await tryDestroy()).toBe('55006');
      await admin.query('update public.oauth2_tokens set access_token = $1', [sealedUnder(next)]);
      expect(await tryDestroy()).toBe('55006');
      await admin.query('update public.oauth2_tokens set refresh_token = null');
      expect(await tryDestroy()).toBe(null);
    } finally {
      await admin.query('rollback');
    }
  });

  test('is retired only after writers that seal under it have ended', async () => {
    const [writer, rotator] = await Promise.all([connect(database.adminUrl), connect(database.adminUrl)]);
    try {
      await writer.query('begin');
      await writer.query(`insert into public.connection_secrets (api_connection_id, name, sealed) values ($1, 'auth_token', $2)`, [api, sealedUnder(active)]);
      await rotator.query('begin');
      let ended = false;
      const retiring = rotator.query(retire, [active]).then(() => { ended = true; });
      await expect.poll(async () => (await admin.query(`select from pg_locks where not granted`)).rowCount).toBeGreaterThan(0);
      expect(ended).toBe(false);
      await writer.query('commit');
      await retiring;
      // Who seals meanwhile waits for the rotation, and is then told that the key is no longer the one.
      const late = writer.query(`update public.oauth2_tokens set access_token = $1`, [`${sealedUnder(active)}B`]).then(() => null, (error: { code: string }) => error.code);
      await addKeyBy(rotator);
      await rotator.query('commit');
      expect(await late).toBe('55000');
    } finally {
      await Promise.all([writer.end(), rotator.end()]);
    }
  });

  const addKeyBy = (client: pg.Client) => client.query('insert into private.secret_keys (id, wrapped) values ($1, $2)', [randomUUID(), randomBytes(60)]);
});
