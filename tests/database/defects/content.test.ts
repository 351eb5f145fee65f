import { describe, expect, test } from 'vitest';
import { openTenants } from './tenants.ts';

const t = await openTenants();
const connection = (url: string) => `insert into public.api_connections (project_id, name, api_type, endpoint_url, auth_type, http_method) values (:project, 'x', 'rest', '${url}', 'none', 'GET')`;
const file = (path: string, storage: string, size = 1) => `insert into public.artifact_files (artifact_id, project_id, file_name, file_type, file_size, file_path, storage_path) values (:artifact, :project, 'f', 't', ${size}, '${path}', ${storage})`;

describe('integrations', () => {
  test('D41: a connection has no column for a secret, and takes none in disguise', async () => {
    const columns = (await t.raw(`select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public' and table_name ~ '_connections$'`)).map(({ name }) => String(name));
    expect(columns.filter((name) => /(auth_token|credentials|client_secret|access_token|refresh_token|password)$/.test(name))).toEqual([]);
    for (const headers of ['{"Authorization": "Bearer x"}', '{"X-Api-Key": "x"}', '{"Cookie": "x"}', '{"Host": "x"}', '{"X-A": 1}', '{"X-A": "b\\r\\nX-B: c"}', '[]']) {
      expect((await t.as('project owner', connection('https://x.example.com').replace('http_method)', 'http_method, custom_headers)').replace(/\)$/, `, '${headers}')`))).state, headers).toBe('23514');
    }
    const oauth = (config: string) => `insert into public.oauth2_connections (project_id, provider, provider_config, client_id, redirect_uri, scopes) values (:project, 'p', '${config}', 'c', 'https://x.example.com', '{}')`;
    for (const config of ['{"client_secret": "x"}', '{"deep": [{"api_key": "x"}]}', '{"password": "x"}']) expect((await t.as('project owner', oauth(config))).state, config).toBe('23514');
    expect((await t.as('project owner', oauth('{"token_endpoint": "https://x.example.com/token", "token_endpoint_auth_method": "client_secret_post"}'))).state).toBe(null);
  });

  test('D42, D46: nobody but the server reads or writes a token, and a connection has one', async () => {
    for (const role of ['project owner', 'project viewer', 'workspace owner', 'super user'] as const) {
      for (const sql of ['select * from public.oauth2_tokens', 'delete from public.oauth2_tokens', `update public.oauth2_tokens set access_token = 'x'`]) expect((await t.as(role, sql)).state, role).toBe('42501');
    }
    expect(await t.raw(`select pg_get_constraintdef(oid) as unique from pg_constraint where conrelid = 'public.oauth2_tokens'::regclass and contype = 'u'`)).toEqual([{ unique: 'UNIQUE (connection_id)' }]);
  });

  test('D45: an address that is not https, names a user, or carries a secret is not stored', async () => {
    for (const url of ['http://169.254.169.254/latest/meta-data', 'ftp://x.example.com', 'https://user:pw@x.example.com', 'https://', 'javascript:alert(1)', 'https://x.example.com/?api_key=1', 'https://x.example.com/ x']) {
      expect((await t.as('project manager', connection(url))).state, url).toBe('23514');
    }
    expect((await t.as('project manager', connection('https://x.example.com/v1?limit=5'))).state).toBe(null);
  });

  test('D46: an authorization is finished once, by the one who began it, within ten minutes', async () => {
    const begin = async () => t.as('project owner', `with c as (insert into public.oauth2_connections (project_id, provider, provider_config, client_id, redirect_uri, scopes)
      values (:project, 'p', '{}', 'c', 'https://x.example.com', '{}') returning id) select id from c`, { keep: true });
    const { rows: [made] } = await begin();
    const state = 'a'.repeat(64);
    await t.as('project owner', `select public.begin_oauth2_flow('${String(made!.id)}', '${state}', 'sealed')`, { keep: true });
    const finish = (role: 'project owner' | 'project manager') => t.as(role, `select * from public.finish_oauth2_flow('${state}')`, { keep: true });
    expect((await finish('project manager')).state).toBe('P0002');
    expect((await finish('project owner')).rows).toEqual([{ connection_id: made!.id, sealed_verifier: 'sealed' }]);
    expect((await finish('project owner')).state).toBe('P0002');
    await t.as('project owner', `select public.begin_oauth2_flow('${String(made!.id)}', '${state}', 'sealed')`, { keep: true });
    await t.raw(`update private.oauth2_states set expires_at = now()`);
    expect((await finish('project owner')).state).toBe('P0002');
  });
});

describe('chats', () => {
  test('D47: a viewer writes nothing, and nobody speaks for an agent or changes what others said', async () => {
    const say = (type: string) => `insert into public.chat_messages (chat_id, project_id, content, message_type, agent_type) values (:chat, :project, '{"parts": []}', ${type})`;
    expect((await t.as('project viewer', say(`'user', null`))).state).toBe('42501');
    for (const role of ['project viewer', 'project contributor', 'project owner'] as const) {
      expect((await t.as(role, say(`'ai', 'coder'`))).state, role).toBe('42501');
      expect((await t.as(role, `update public.chat_messages set content = '{}' where chat_id = :chat`)).count, role).toBe(0);
    }
    expect((await t.as('project contributor', 'delete from public.chat_messages where chat_id = :chat')).count).toBe(0);
  });

  test('D48: nobody takes part in a chat of a project they do not belong to, nor for another', async () => {
    expect((await t.as('outsider', `insert into public.chat_participants (chat_id, project_id, user_id) values ('${t.world.places.ours.chat}', '${t.world.places.ours.project}', :caller)`)).state).toBe('42501');
    const { rows } = await t.as('project viewer', `insert into public.chat_participants (chat_id, project_id, user_id) values (:chat, :project, :newcomer) returning user_id`);
    expect(rows).toEqual([{ user_id: t.world.people['project viewer'] }]);
  });

  test('D55: deleting a chat does not fail for the app it produced, which stays', async () => {
    const [made] = await t.raw(`with c as (insert into public.chat_sessions (project_id, title) values (:project, 'x') returning id)
      insert into public.artifacts (project_id, chat_id, title, artifact_type) select :project, c.id, 'x', 'app' from c returning id, chat_id`, 'ours');
    expect((await t.as('project contributor', `delete from public.chat_sessions where id = '${String(made!.chat_id)}'`, { keep: true })).count).toBe(1);
    expect(await t.raw(`select chat_id from public.artifacts where id = '${String(made!.id)}'`)).toEqual([{ chat_id: null }]);
  });
});

describe('apps and files', () => {
  test('D49, D51: what is public is read through its id, without whose it is; it is neither listed nor changed', async () => {
    await t.raw(`update public.artifacts set is_public = true where id = :artifact`, 'ours');
    await t.raw(file('index.ts', `:artifact::text || '/a'`), 'ours');
    for (const role of ['anon', 'outsider', 'workspace owner', 'super user'] as const) {
      const { rows: [shared] } = await t.as(role, 'select * from public.shared_artifact(:artifact)', { at: 'ours' });
      expect(Object.keys(shared!), role).toEqual(['id', 'title', 'description', 'artifact_type', 'status', 'created_at', 'updated_at']);
      expect((await t.as(role, 'select * from public.shared_artifact_files(:artifact)', { at: 'ours' })).count).toBe(1);
      for (const sql of ['select * from public.artifacts where is_public', 'select * from public.artifact_files']) {
        const listed = await t.as(role, sql);
        expect(listed.state === '42501' || listed.count === 0, `${role}: ${sql}`).toBe(true);
      }
      for (const sql of ['update public.artifact_files set storage_path = artifact_id || \'/b\'', 'delete from public.artifact_files', file('x.ts', `:artifact::text || '/x'`)]) {
        const changed = await t.as(role, sql, { at: 'ours' });
        expect(changed.state === '42501' || changed.count === 0, `${role}: ${sql}`).toBe(true);
      }
    }
    expect((await t.as('anon', `select * from public.shared_artifact('${t.world.places.theirs.artifact}')`)).count, 'not public').toBe(0);
    await t.raw('update public.artifacts set is_public = false where id = :artifact', 'ours');
    expect((await t.as('anon', 'select * from public.shared_artifact(:artifact)', { at: 'ours' })).count).toBe(0);
  });

  test('D51: a link works until it expires, is revoked, or the app is private again; its token is stored nowhere', async () => {
    const { rows: [link] } = await t.as('project contributor', 'select * from public.create_share_link(:artifact)', { keep: true });
    const open = async () => (await t.as('anon', `select public.open_share_link('${String(link!.token)}') as artifact`)).rows[0]!.artifact;
    expect(await open(), 'a private app').toBe(null);
    await t.raw('update public.artifacts set is_public = true where id = :artifact', 'ours');
    expect(await open()).toBe(t.world.places.ours.artifact);
    const [stored] = await t.raw('select to_jsonb(l)::text as all from public.share_links l');
    expect(String(stored!.all)).not.toContain(String(link!.token));
    await t.raw(`alter table public.share_links disable trigger user; update public.share_links set created_at = now() - interval '2 days', expires_at = now() - interval '1 day'; alter table public.share_links enable trigger user`);
    expect(await open(), 'expired').toBe(null);
    await t.raw(`alter table public.share_links disable trigger user; update public.share_links set expires_at = null; alter table public.share_links enable trigger user`);
    expect((await t.as('project viewer', 'update public.share_links set revoked_at = now()')).count).toBe(0);
    expect((await t.as('project contributor', `update public.share_links set revoked_at = now() + interval '1 year'`, { keep: true })).count).toBe(1);
    expect(await open(), 'revoked').toBe(null);
    expect((await t.as('project contributor', 'update public.share_links set revoked_at = null', { keep: true })).count).toBe(1);
    expect(await open(), 'revoking cannot be taken back').toBe(null);
    await t.raw('update public.artifacts set is_public = false where id = :artifact', 'ours');
  });

  test('D50, D52: a viewer writes no file; a contributor deletes the own app and not another\'s', async () => {
    expect((await t.as('project viewer', file('v.ts', `:artifact::text || '/v'`))).state).toBe('42501');
    expect((await t.as('project contributor', 'delete from public.artifacts where id = :artifact')).count).toBe(0);
    expect((await t.as('project contributor', `with a as (insert into public.artifacts (project_id, title, artifact_type) values (:project, 'x', 'app') returning id) select id from a`)).count).toBe(1);
  });

  test('D53: a file does not point under another app, out of its own, or have a size below zero', async () => {
    const other = t.world.places.theirs.artifact;
    for (const [path, storage, size] of [['a', `'${other}/x'`, 1], ['../../etc/passwd', `:artifact::text || '/x'`, 1], ['a/../b', `:artifact::text || '/x'`, 1], ['/a', `:artifact::text || '/x'`, 1],
      ['a\\b', `:artifact::text || '/x'`, 1], ['a', `:artifact::text || '/../${other}/x'`, 1], ['a', `:artifact::text || '/x'`, -5], ['a', `:artifact::text || '/x'`, 999_999_999_999]] as const) {
      expect((await t.as('project contributor', file(path, storage, size))).state, `${path} ${storage} ${size}`).toBe('23514');
    }
  });

  test('D56: values outside of their range are not stored', async () => {
    for (const change of ['progress = 900', 'progress = null', `status = 'banana'`, `title = '  '`, `title = repeat('x', 201)`, `metadata = '[]'`, 'metadata = null', 'is_public = null']) {
      expect(['23514', '23502'], change).toContain((await t.as('project owner', `update public.artifacts set ${change} where id = :artifact`)).state);
    }
    await expect(t.raw(`insert into public.chat_messages (chat_id, project_id, content, message_type, agent_type) values (:chat, :project, '{}', 'user', 'coder')`, 'ours')).rejects.toMatchObject({ code: '23514' });
  });
});

describe('hygiene', () => {
  test('D71: the time of a change is set by the database, and no client sets it', async () => {
    const tables = await t.raw(`select c.oid::regclass::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'updated_at'`);
    expect(tables.length).toBeGreaterThan(14);
    expect(await t.raw(`select table_name, column_name from information_schema.column_privileges where table_schema = 'public' and grantee in ('anon', 'authenticated') and column_name in ('updated_at', 'created_at') and privilege_type <> 'SELECT'`)).toEqual([]);
    await t.as('project owner', `update public.projects set description = 'later' where id = :project`, { keep: true });
    expect(await t.raw(`select updated_at > now() - interval '1 minute' as now from public.projects where id = :project`, 'ours')).toEqual([{ now: true }]);
  });

  test('D74: no table has the same check twice', async () => {
    expect(await t.raw(`select conrelid::regclass, pg_get_constraintdef(oid) from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace group by 1, 2 having count(*) > 1`)).toEqual([]);
  });

  test('D75: a version of a document exists once, and an approved one is only archived', async () => {
    const write = (version: number, status = 'draft') => t.raw(`insert into public.project_requirements (project_id, title, content, version, status) values (:project, 'D75', '{}', ${version}, '${status}') returning id`, 'ours');
    const [approved] = await write(1, 'approved');
    await expect(write(1)).rejects.toMatchObject({ code: '23505' });
    await expect(write(0)).rejects.toMatchObject({ code: '23514' });
    const change = (sql: string) => t.as('project manager', `update public.project_requirements set ${sql} where id = '${String(approved!.id)}'`, { keep: true });
    expect((await change(`content = '{"a": 1}'`)).state).toBe('P0001');
    expect((await change(`status = 'draft'`)).state).toBe('P0001');
    expect((await change(`status = 'archived'`)).state).toBe(null);
  });

  test('D76: a connection that carried claims before does not fail without them', async () => {
    await t.admin.query(`begin; select set_config('request.jwt.claims', '{"sub": "x"}', true); commit`);
    expect((await t.admin.query(`select current_setting('request.jwt.claims', true) as claims, auth.uid() as uid`)).rows).toEqual([{ claims: '', uid: null }]);
    expect((await t.as('anon', 'select auth.uid() as uid')).rows).toEqual([{ uid: null }]);
  });
});
