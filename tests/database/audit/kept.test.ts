import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toAppError } from '#server/platform/errors.ts';
import { doAs, runAs } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { makeTenant } from './tenant.ts';
import type { Tenant } from './tenant.ts';

const database = await testDatabase({ open: false });
let t: Tenant;
beforeAll(async () => { t = await makeTenant(database); });
afterAll(() => t.end());

const partition = `audit.audit_logs_${new Date().toISOString().slice(0, 7).replace('-', '_')}`;
const partitions = async (log = 'audit_logs') => (await t.admin.query<{ name: string }>(`select c.relname::text as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::regclass order by 1`, [`public.${log}`])).rows.map((row) => row.name);

describe('nobody changes the trail', () => {
  const changes = [
    `update public.audit_logs set changed_by = null`, 'delete from public.audit_logs', 'truncate public.audit_logs',
    `update ${partition} set changed_by = null`, `delete from ${partition}`, `truncate ${partition}`,
  ];
  for (const sql of changes) {
    test(`neither people nor the server, the owner or a superuser by: ${sql}`, async () => {
      for (const caller of ['anon', t.member, t.root, 'service_role']) expect((await runAs(t.app, caller, sql)).state, caller).toBe('42501');
      for (const client of [t.owner, t.admin]) await expect(client.query(sql)).rejects.toMatchObject({ code: '42501', message: expect.stringContaining('is append-only') });
    });
  }
});

test('the trail survives the tenant, and says what went with it', async () => {
  const chat = (await doAs(t.app, t.member, `insert into chat_sessions (project_id, title) values ($1, 'Chat') returning id`, [t.project]))[0]!.id as string;
  const message = (await doAs(t.app, t.member, `insert into chat_messages (chat_id, project_id, content, message_type) values ($1, $2, '{}', 'user') returning id`, [chat, t.project]))[0]!.id as string;
  await doAs(t.app, t.member, 'insert into chat_participants (chat_id, project_id, user_id) values ($1, $2, $3)', [chat, t.project, t.member]);
  await doAs(t.app, t.member, 'select public.invite_to_project($1, $2, $3)', [t.project, 'somebody@example.com', 'viewer']);
  const connection = (await doAs(t.app, 'service_role', `insert into oauth2_connections (project_id, provider, provider_config, client_id, redirect_uri, scopes) values ($1, 'other', '{}', 'id', 'https://example.com/back', '{}') returning id`, [t.project]))[0]!.id as string;
  const key = (await t.admin.query<{ id: string }>(`insert into private.secret_keys (id, wrapped) values (gen_random_uuid()::text, decode(repeat('00', 60), 'hex')) returning id`)).rows[0]!.id;
  const sealed = ['n1', key, 'A'.repeat(43), 'A'.repeat(80), 'A'.repeat(16), 'A'.repeat(22)].join('.');
  const token = (await doAs(t.app, 'service_role', `insert into oauth2_tokens (connection_id, access_token, token_type) values ($1, $2, 'bearer') returning id`, [connection, sealed]))[0]!.id as string;
  const before = await t.entries('workspace_id = $1', [t.workspace]);
  await doAs(t.app, 'service_role', 'delete from workspaces where id = $1', [t.workspace]);
  const after = await t.entries('workspace_id = $1', [t.workspace]);
  expect(after.slice(0, before.length)).toEqual(before);
  const gone = after.slice(before.length);
  expect(gone.every((entry) => entry.action === 'DELETE' && entry.actor_kind === 'system')).toBe(true);
  const tables = ['workspaces', 'workspace_users', 'projects', 'project_users', 'chat_sessions', 'chat_messages', 'chat_participants', 'invitations', 'oauth2_connections', 'oauth2_tokens', 'workspace_subscriptions'];
  expect([...new Set(gone.map((entry) => entry.table_name))].sort()).toEqual(tables.sort());
  expect(gone.find((entry) => entry.record_id === message)).toMatchObject({ project_id: t.project, workspace_id: t.workspace, old_data: null });
  // Its tenant is three rows away, and all of them went before it.
  expect(gone.find((entry) => entry.record_id === token)).toMatchObject({ project_id: t.project, workspace_id: t.workspace, old_data: { connection_id: connection } });
  // Nothing that went is without its tenant.
  expect((await t.entries('tx = (select l.tx from public.audit_logs l where l.record_id = $1 order by l.position desc limit 1)', [t.workspace])).filter((entry) => entry.workspace_id === null)).toEqual([]);
});

test('an account leaves its entries behind, and one that says that it went', async () => {
  const leaving = await t.person();
  const workspace = (await doAs(t.app, leaving, `select create_workspace('Own', 'C') as id`))[0]!.id as string;
  const before = await t.entries('changed_by = $1', [leaving]);
  expect(before.length).toBeGreaterThan(0);
  await t.auth.query('delete from users where id = $1', [leaving]);
  expect(await t.entries('changed_by = $1', [leaving])).toEqual(before);
  expect((await t.entries('record_id = $1', [leaving])).at(-1)).toMatchObject({ table_name: 'users', action: 'DELETE', actor_kind: 'system', reason: 'login supabase_auth_admin', old_data: { status: 'active', email: expect.stringMatching(/^p…@/) } });
  expect((await t.entries('record_id = $1', [workspace])).at(-1)).toMatchObject({ action: 'UPDATE', changed_columns: expect.arrayContaining(['is_active', 'deleted_at']) });
});

describe('partitions', () => {
  test('are there for this month and three ahead, and making them again makes none', async () => {
    const month = (ahead: number) => new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + ahead)).toISOString().slice(0, 7).replace('-', '_');
    expect(await partitions()).toEqual([0, 1, 2, 3].map((ahead) => `audit_logs_${month(ahead)}`));
    expect(await doAs(t.app, 'service_role', 'select public.make_log_partitions() as made')).toEqual([{ made: 0 }]);
    for (const caller of ['anon', t.member]) expect((await runAs(t.app, caller, 'select public.make_log_partitions()')).state).toBe('42501');
  });

  test('are closed to everybody, and as append-only as the log', async () => {
    for (const caller of ['anon', t.member, 'service_role']) expect((await runAs(t.app, caller, `select from ${partition}`)).state).toBe('42501');
    const { rows } = await t.admin.query(`select c.relname, c.relrowsecurity, count(g.tgname)::int as triggers from pg_class c left join pg_trigger g on g.tgrelid = c.oid and g.tgname in ('refuse_change', 'refuse_truncate')
      where c.relnamespace = 'audit'::regnamespace and c.relkind = 'r' group by 1, 2`);
    for (const row of rows) expect(row).toMatchObject({ relrowsecurity: true, triggers: 2 });
  });

  test('when one is missing, no change goes unrecorded: it is refused, in words', async () => {
    const [current] = await partitions();
    await t.admin.query(`alter table public.audit_logs detach partition audit.${current}; alter table audit.${current} rename to aside`);
    const outcome = await runAs(t.app, t.member, `update users set profile = '{"display_name": "x"}' where id = $1`, { values: [t.member] });
    expect(outcome).toMatchObject({ state: '53400', message: expect.stringMatching(/^The log audit_logs has no partition for \d{4}-\d\d, so nothing can be changed\.$/) });
    expect(toAppError({ code: outcome.state, message: outcome.message, where: 'function at RAISE' })).toMatchObject({ code: 'unavailable', detail: outcome.message });
    expect(await doAs(t.app, 'service_role', 'select public.make_log_partitions() as made')).toEqual([{ made: 1 }]);
    expect((await runAs(t.app, t.member, `update users set profile = '{"display_name": "x"}' where id = $1`, { values: [t.member] })).state).toBeNull();
  });
});
