import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doAs, runAs } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { makeTenant } from './tenant.ts';
import type { Tenant } from './tenant.ts';

const database = await testDatabase({ open: false });
let t: Tenant;
beforeAll(async () => { t = await makeTenant(database); });
afterAll(() => t.end());

const canary = 'canary-7f3a';
const as = (sql: string, values?: unknown[]) => doAs(t.app, t.member, sql, values);
const server = (sql: string, values?: unknown[]) => doAs(t.app, 'service_role', sql, values);

describe('what an entry holds', () => {
  test('of a membership: who got which role, and what it was before', async () => {
    const other = await t.person();
    const [row] = await as(`insert into project_users (project_id, user_id, role) values ($1, $2, 'viewer') returning id`, [t.project, other]);
    await as(`update project_users set role = 'manager' where id = $1`, [row!.id]);
    await as('delete from project_users where id = $1', [row!.id]);
    const image = (role: string) => ({ project_id: t.project, user_id: other, role, invited_by: t.member });
    expect((await t.entries('record_id = $1', [row!.id])).map(({ action, old_data, new_data, changed_columns }) => ({ action, old_data, new_data, changed_columns }))).toEqual([
      { action: 'INSERT', old_data: null, new_data: image('viewer'), changed_columns: null },
      { action: 'UPDATE', old_data: image('viewer'), new_data: null, changed_columns: ['role'] },
      { action: 'DELETE', old_data: image('manager'), new_data: null, changed_columns: null },
    ]);
  });

  test('of content: the names of what changed, never a word of it', async () => {
    const chat = (await as(`insert into chat_sessions (project_id, title, description) values ($1, $2, $2) returning id`, [t.project, canary]))[0]!.id;
    const message = (await as(`insert into chat_messages (chat_id, project_id, content, message_type) values ($1, $2, jsonb_build_object('text', $3::text), 'user') returning id`, [chat, t.project, canary]))[0]!.id;
    await as(`update chat_messages set content = jsonb_build_object('text', $2::text || '!') where id = $1`, [message, canary]);
    await as('insert into project_requirements (project_id, title, content) values ($1, $2, jsonb_build_object($2::text, 1))', [t.project, canary]);
    const artifact = (await as(`insert into artifacts (project_id, title, artifact_type) values ($1, $2, 'app') returning id`, [t.project, canary]))[0]!.id;
    await as(`insert into app_collections (artifact_id, project_id, name, title, schema) values ($1, $2, 'items', $3, jsonb_build_object('title', $3::text))`, [artifact, t.project, canary]);
    const record = (await as(`insert into app_records (artifact_id, project_id, collection, data) values ($1, $2, 'items', jsonb_build_object('a', $3::text)) returning id`, [artifact, t.project, canary]))[0]!.id;
    await as(`update app_records set data = jsonb_build_object('b', $2::text) where id = $1`, [record, canary]);
    expect((await t.entries(`record_id in ($1, $2) and action = 'UPDATE'`, [message, record])).map((entry) => [entry.table_name, entry.changed_columns, entry.old_data])).toEqual([['chat_messages', ['content'], null], ['app_records', ['data'], null]]);
    expect(await t.entries('audit_logs::text like $1', [`%${canary}%`])).toEqual([]);
  });

  test('of an account and an invitation: the address shortened, nothing else of the person', async () => {
    const address = `${canary}@example.com`;
    const id = await t.person();
    await t.auth.query('update users set email = $2, phone = $3, raw_user_meta_data = $4 where id = $1', [id, address, `+49${canary}`, { name: canary }]);
    await t.auth.query('update users set email = $2 where id = $1', [id, `next-${address}`]);
    const entries = await t.entries(`record_id = $1 and action = 'UPDATE'`, [id]);
    expect(entries.at(-1)).toMatchObject({ old_data: { email: 'c…@example.com', status: 'active', is_super_user: false, deleted_at: null }, changed_columns: ['email'], workspace_id: null });
    expect(entries.at(-2)!.changed_columns).toEqual(expect.arrayContaining(['email', 'phone', 'raw_user_meta_data']));
    await as('select public.invite_to_workspace($1, $2, $3)', [t.workspace, address, 'admin']);
    expect((await t.entries(`table_name = 'invitations'`)).at(-1)).toMatchObject({ workspace_id: t.workspace, new_data: { email: 'c…@example.com', role: 'admin', invited_by: t.member } });
    expect(await t.entries('audit_logs::text like $1', [`%${canary}%`])).toEqual([]);
  });

  test('of a connection: its name and the host, nothing that may hold a key', async () => {
    const [row] = await server(`insert into api_connections (project_id, name, api_type, endpoint_url, auth_type, custom_headers, http_method, request_body_template)
      values ($1, 'Hook', 'rest', 'https://hooks.example.com:8443/' || $2::text || '?x=' || $2::text, 'none', jsonb_build_object('X-Note', $2::text), 'POST', jsonb_build_object('a', $2::text)) returning id`, [t.project, canary]);
    await server('insert into api_keys (user_id, name, hint, token_hash) values ($1, $2, $3, $4)', [t.member, 'Key', 'canary-7f3a', 'ab'.repeat(32)]);
    const [entry] = await t.entries('record_id = $1', [row!.id]);
    expect(entry).toMatchObject({ new_data: { name: 'Hook', endpoint_url: 'hooks.example.com:8443' } });
    expect(await t.entries('audit_logs::text like any ($1)', [[`%${canary}%`, `%${'ab'.repeat(32)}%`]])).toEqual([]);
  });

  test('is no secret: hashes and proofs are not among the recorded columns', async () => {
    await as('select public.claim_workspace_domain($1, $2)', [t.workspace, 'corp.test']);
    const secrets = (await t.admin.query(`select token_hash as secret from public.invitations union all select proof_token from public.workspace_domains`)).rows.map((row) => row.secret as string);
    expect(secrets.length).toBeGreaterThan(1);
    for (const secret of secrets) expect(await t.entries('audit_logs::text like $1', [`%${secret}%`])).toEqual([]);
  });
});

describe('no entry is left by', () => {
  test('a read marker, but by leaving a chat', async () => {
    const chat = (await as(`insert into chat_sessions (project_id, title) values ($1, 'Chat') returning id`, [t.project]))[0]!.id;
    const [row] = await as(`insert into chat_participants (chat_id, project_id, user_id, last_read_at) values ($1, $2, $3, now() - interval '1 day') returning id`, [chat, t.project, t.member]);
    await as('update chat_participants set last_read_at = now() where id = $1', [row!.id]);
    expect((await t.entries('record_id = $1', [row!.id])).map((entry) => entry.action)).toEqual(['INSERT']);
    await as('update chat_participants set last_read_at = now(), is_active = false where id = $1', [row!.id]);
    expect((await t.entries('record_id = $1', [row!.id])).at(-1)).toMatchObject({ action: 'UPDATE', changed_columns: ['is_active'], old_data: { is_active: true } });
  });

  test('an update that changes nothing, or no row', async () => {
    const before = (await t.entries('true')).length;
    await as('update projects set name = name where id = $1', [t.project]);
    await as(`update projects set name = 'x' where id = $1`, [t.member]);
    expect(await t.entries('true')).toHaveLength(before);
  });

  test('what is rolled back', async () => {
    const before = (await t.entries('true')).length;
    await runAs(t.app, t.member, `update projects set name = 'Never' where id = $1`, { values: [t.project] });
    expect(await t.entries('true')).toHaveLength(before);
  });
});

test('a statement on a thousand rows leaves a thousand entries, each of its own row', async () => {
  const count = 1000;
  await server(`insert into project_context (project_id, context_type, title, content) select $1, 'search', 'T' || n, '{}' from generate_series(1, ${count}) n`, [t.project]);
  await server(`update project_context set title = title || '!' where project_id = $1`, [t.project]);
  await server('delete from project_context where project_id = $1', [t.project]);
  const entries = await t.entries(`table_name = 'project_context'`);
  for (const action of ['INSERT', 'UPDATE', 'DELETE']) {
    const own = entries.filter((entry) => entry.action === action);
    expect([action, own.length, new Set(own.map((entry) => entry.record_id)).size]).toEqual([action, count, count]);
    expect(own.every((entry) => entry.workspace_id === t.workspace && entry.project_id === t.project)).toBe(true);
  }
});

test('an insert that turns into an update leaves the entry of the update', async () => {
  const other = await t.person();
  for (const role of ['viewer', 'manager']) {
    await server(`insert into project_users (project_id, user_id, role) values ($1, $2, $3) on conflict (project_id, user_id) do update set role = excluded.role`, [t.project, other, role]);
  }
  const entries = await t.entries(`table_name = 'project_users' and coalesce(old_data, new_data) ->> 'user_id' = $1 and project_id = $2`, [other, t.project]);
  expect(entries.map((entry) => [entry.action, entry.changed_columns])).toEqual([['INSERT', null], ['UPDATE', ['role']]]);
});
