import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sealed } from '#tests/permissions/matrix/connections.ts';
import { openTenants } from './tenants.ts';

const t = await openTenants();
const count = async (sql: string) => Number((await t.raw(`select count(*) from ${sql}`, 'ours'))[0]!.count);
const connection = (auth = 'bearer') => `insert into public.api_connections (project_id, name, api_type, endpoint_url, auth_type, http_method) values (:project, 'x', 'rest', 'https://x.example.com/v1', '${auth}', 'GET') returning id`;

describe('secrets', () => {
  test('D43: equal values are not encrypted alike, a changed one is not read, and no client decrypts', async () => {
    const key = `set_config('app.encryption_key', repeat('k', 32), true)`;
    const { rows: [two] } = await t.as('service_role', `select ${key}, public.encrypt_sensitive_data('{"a": "line\\nbreak"}') as one, public.encrypt_sensitive_data('{"a": "line\\nbreak"}') as other`);
    expect(two!.one).not.toBe(two!.other);
    expect((await t.as('service_role', `select ${key}, public.decrypt_sensitive_data('${String(two!.one)}') as read`)).rows[0]!.read).toEqual({ a: 'line\nbreak' });
    const bytes = Buffer.from(String(two!.one), 'base64');
    bytes[bytes.length - 5]! ^= 1;
    expect((await t.as('service_role', `select ${key}, public.decrypt_sensitive_data('${bytes.toString('base64')}')`)).state).not.toBe(null);
    for (const short of [`''`, `repeat('k', 31)`]) expect((await t.as('service_role', `select set_config('app.encryption_key', ${short}, true), public.encrypt_sensitive_data('{}')`)).state).not.toBe(null);
    for (const role of ['anon', 'project owner'] as const) expect((await t.as(role, `select public.decrypt_sensitive_data('x')`)).state).toBe('42501');
  });

  test('D44: a stored secret is not sent to an address it was not entered for', async () => {
    for (const change of [`endpoint_url = 'https://elsewhere.example.com/v1'`, `endpoint_url = 'https://x.example.com:8443/v1'`, `auth_type = 'basic'`]) {
      const { rows: [made] } = await t.as('project owner', connection(), { keep: true });
      const id = String(made!.id);
      await t.as('project owner', `select public.set_connection_secret('${id}', 'auth_token', gen_random_uuid(), ${sealed})`, { keep: true });
      expect(await count(`public.connection_secrets where api_connection_id = '${id}'`)).toBe(1);
      await t.as('project manager', `update public.api_connections set ${change} where id = '${id}'`, { keep: true });
      expect(await count(`public.connection_secrets where api_connection_id = '${id}'`), change).toBe(0);
    }
  });
});

describe('storage', () => {
  test('D3, D54: an object of a strange name breaks no list, and is shown to nobody', async () => {
    await t.raw(`insert into storage.objects (bucket_id, name) values ('project-files', 'tmp/x.txt'), ('workspace-files', 'x'), ('artifact-files', '../x')`);
    for (const role of ['project owner', 'workspace owner', 'outsider', 'super user'] as const) expect(await t.as(role, 'select * from storage.objects'), role).toMatchObject({ state: null, count: 0 });
  });

  test('D57: what is deleted leaves its files to the sweep', async () => {
    const [artifact] = await t.raw(`insert into public.artifacts (project_id, title, artifact_type) values (:project, 'Gone', 'app') returning id`, 'ours');
    await t.as('project owner', `delete from public.artifacts where id = '${String(artifact!.id)}'`, { keep: true });
    expect(await count(`private.file_removals where bucket_id = 'artifact-files' and owner_id = '${String(artifact!.id)}'`)).toBe(1);
  });
});

describe('billing', () => {
  const use = (tokens: number) => t.raw(`insert into public.token_usage (workspace_id, project_id, chat_id, tokens_used, usage_type) values (:workspace, :project, :chat, ${tokens}, 'chat')`, 'ours');

  test('D58: deleting a chat does not make recorded usage smaller', async () => {
    const [chat] = await t.raw(`insert into public.chat_sessions (project_id, title) values (:project, 'x') returning id`, 'ours');
    await t.raw(`insert into public.token_usage (workspace_id, project_id, chat_id, tokens_used, usage_type) values (:workspace, :project, '${String(chat!.id)}', 10, 'chat')`, 'ours');
    expect((await t.as('project contributor', `delete from public.chat_sessions where id = '${String(chat!.id)}'`, { keep: true })).count).toBe(1);
    expect(await count(`public.token_usage where chat_id = '${String(chat!.id)}'`)).toBe(1);
    for (const sql of ['delete from public.token_usage', 'update public.token_usage set tokens_used = 1']) await expect(t.raw(sql), sql).rejects.toMatchObject({ code: '42501' });
  });

  test('D59: nothing is booked twice, below zero or for a second subscription', async () => {
    const buy = (amount: number, price: number, intent = 'pi_d59') => t.raw(`insert into public.token_purchases (workspace_id, stripe_payment_intent_id, token_amount, price_paid, currency) values (:workspace, '${intent}', ${amount}, ${price}, 'eur')`, 'ours');
    await buy(5, 1);
    await expect(buy(5, 1)).rejects.toMatchObject({ code: '23505' });
    await expect(buy(-500, 1, 'pi_a')).rejects.toMatchObject({ code: '23514' });
    await expect(buy(500, -10, 'pi_b')).rejects.toMatchObject({ code: '23514' });
    await expect(use(-100)).rejects.toMatchObject({ code: '23514' });
    await expect(t.raw(`insert into public.workspace_subscriptions (workspace_id, plan_type, base_token_limit, status) values (:workspace, 'free', -1, 'active')`, 'ours')).rejects.toMatchObject({ code: '23514' });
    await expect(t.raw(`insert into public.workspace_subscriptions (workspace_id, plan_type, base_token_limit, status) values (:workspace, 'free', 1, 'active')`, 'ours')).rejects.toMatchObject({ code: '23505' });
  });

  test('D60, D61: no call begins without tokens left, and one person does not use up what is there for all', async () => {
    const reserve = (amount: number) => t.as('service_role', `select public.reserve_tokens(:workspace, null, null, null, :bystander, ${amount})`, { at: 'ours' });
    expect((await reserve(1_000_000_000)).state).toBe('PT402');
    expect((await reserve(10)).state).toBe(null);
    expect((await t.as('service_role', 'select public.reserve_tokens(:global, null, null, null, :newcomer, 100001)')).state).toBe('PT402');
  });

  test('D62: the free plan has no invented ids of a payment service', async () => {
    expect(await t.raw(`select distinct stripe_customer_id, stripe_subscription_id from public.workspace_subscriptions where plan_type = 'free'`)).toEqual([{ stripe_customer_id: null, stripe_subscription_id: null }]);
  });

  test('D63: a day has one row of statistics', async () => {
    await t.raw('select public.write_daily_stats(); select public.write_daily_stats()');
    expect(await t.raw('select 1 from public.workspace_stats group by workspace_id, stats_date having count(*) > 1')).toEqual([]);
    expect(await count('public.project_stats where project_id = :project')).toBe(1);
  });
});

describe('the record', () => {
  const entries = (where: string) => t.raw(`select * from public.audit_logs where ${where} order by position`, 'ours');

  test('D64, D65: a change of an audited table does not fail for its record, which says where, who and from where', async () => {
    expect((await t.as('workspace owner', `update public.workspaces set description = 'D64' where id = :teamWorkspace`, { keep: true })).count).toBe(1);
    const [entry] = (await entries(`table_name = 'workspaces' and action = 'UPDATE' and workspace_id = :workspace`)).slice(-1);
    expect(entry).toMatchObject({ workspace_id: t.world.places.ours.workspace, changed_by: t.world.people['workspace owner'], actor_kind: 'user', changed_columns: ['description'] });
    expect((await t.as('workspace owner', `select 1 from public.audit_logs where workspace_id = :teamWorkspace limit 1`)).count).toBe(1);
    for (const role of ['project owner', 'workspace owner', 'anon'] as const) {
      expect((await t.as(role, `insert into public.audit_logs (table_name, record_id, action) values ('x', gen_random_uuid(), 'INSERT')`)).state, role).toBe('42501');
    }
  });

  test('D66, D69: the record does not go with the tenant, and nobody changes it', async () => {
    const [gone] = await t.raw(`insert into public.workspaces (name, company_name) values ('Gone', 'x') returning id`);
    await t.raw(`delete from public.workspaces where id = '${String(gone!.id)}'`);
    expect((await entries(`workspace_id = '${String(gone!.id)}' and table_name = 'workspaces'`)).map(({ action }) => action)).toEqual(['INSERT', 'DELETE']);
    for (const sql of ['delete from public.audit_logs', `update public.audit_logs set action = 'DELETE'`, 'truncate public.audit_logs']) {
      await expect(t.raw(sql), sql).rejects.toMatchObject({ code: '42501' });
      expect((await t.as('service_role', sql)).state, sql).toBe('42501');
    }
  });

  test('D67: neither secrets nor what people wrote nor whole addresses get into the record', async () => {
    const word = `word${randomUUID().slice(0, 8)}`;
    await t.raw(`insert into public.chat_messages (chat_id, project_id, content, message_type) values (:chat, :project, '{"parts": [{"type": "text", "text": "${word}"}]}', 'user')`, 'ours');
    await t.raw(`update public.artifacts set title = '${word}' where id = :artifact`, 'ours');
    await t.raw(`insert into public.invitations (email, project_id, role, token_hash) values ('${word}@example.com', :project, 'viewer', '${word}')`, 'ours');
    expect(await entries(`audit_logs::text like '%${word}%'`)).toEqual([]);
    expect((await entries(`table_name = 'artifacts' and action = 'UPDATE'`)).at(-1)).toMatchObject({ changed_columns: ['title'], old_data: null });
  });

  test('D68: no table changes without a record but those that are one, and counts', async () => {
    expect((await t.raw(`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and not exists (select from pg_trigger g where g.tgrelid = c.oid and g.tgname = 'audit_insert') order by 1`)).map(({ name }) => name))
      .toEqual(['access_logs', 'audit_logs', 'audit_seals', 'chat_summaries', 'document_traces', 'model_context_parts', 'model_contexts', 'project_stats', 'run_calls', 'run_events', 'token_usage', 'workspace_stats']);
  });

  test('D70: what the server does for somebody is not recorded as nobody\'s, and a person cannot pass for another', async () => {
    const other = t.world.people['project viewer']!;
    await t.as('project owner', `with forged as (select set_config('app.actor_id', '${other}', true), set_config('app.actor_kind', 'system', true))
      update public.projects set description = 'D70' from forged where id = :project`, { keep: true });
    expect((await entries(`table_name = 'projects' and action = 'UPDATE'`)).at(-1)).toMatchObject({ changed_by: t.world.people['project owner'], actor_kind: 'user' });
  });
});

describe('hygiene', () => {
  test('D72, D73: every foreign key has an index, and no policy is for all commands or for everybody', async () => {
    expect(await t.raw(`select conname from pg_constraint k where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0
      and not exists (select from pg_index i where i.indrelid = k.conrelid and i.indkey[0] = any (k.conkey))`)).toEqual([]);
    expect(await t.raw(`select policyname from pg_policies where schemaname in ('public', 'storage') and (cmd = 'ALL' or roles && '{public,anon}')`)).toEqual([]);
  });
});
