import { describe, expect, test } from 'vitest';
import { runAs } from '#tests/support/accounts.ts';
import { openTenants } from './tenants.ts';

const t = await openTenants();

describe('membership', () => {
  test('D27: no table or bucket answers with an endless recursion', async () => {
    const tables = await t.raw(`select c.oid::regclass::text as name from pg_class c where c.relnamespace in ('public'::regnamespace, 'storage'::regnamespace)
      and c.relkind in ('r', 'p', 'v') and has_table_privilege('authenticated', c.oid, 'select')`);
    expect(tables.length).toBeGreaterThan(15);
    for (const { name } of tables) for (const role of ['outsider', 'project owner', 'super user'] as const) expect((await t.as(role, `select 1 from ${String(name)}`)).state, `${role} ${String(name)}`).toBe(null);
  });

  test('D28: an owner of one tenant sees, adds, changes and removes nobody in another', async () => {
    const { workspace, project } = t.world.places.theirs;
    const at = { at: 'theirs' } as const;
    for (const role of ['workspace owner', 'project owner', 'project viewer', 'super user'] as const) {
      expect((await t.as(role, 'select * from public.workspace_users where workspace_id = :workspace', at)).count, role).toBe(0);
      expect((await t.as(role, 'select * from public.project_users where project_id = :project', at)).count, role).toBe(0);
      expect((await t.as(role, 'delete from public.workspace_users where workspace_id = :workspace', at)).count, role).toBe(0);
      expect((await t.as(role, `update public.project_users set role = 'viewer' where project_id = :project`, at)).count, role).toBe(0);
      for (const [table, column, id] of [['workspace_users', 'workspace_id', workspace], ['project_users', 'project_id', project]] as const) {
        expect((await t.as(role, `insert into public.${table} (${column}, user_id, role) values ('${id}', :caller, 'owner')`)).state, role).toBe('42501');
      }
    }
  });

  test('D29: nobody raises the own role, nobody grants more than theirs, and the last owner stays', async () => {
    for (const role of ['workspace admin', 'workspace owner'] as const) expect((await t.as(role, `update public.workspace_users set role = 'owner' where user_id = :caller`)).count, role).toBe(0);
    for (const role of ['project manager', 'project owner'] as const) expect((await t.as(role, `update public.project_users set role = 'owner' where user_id = :caller`)).count, role).toBe(0);
    expect((await t.as('workspace admin', `delete from public.workspace_users where role = 'owner'`)).count).toBe(0);
    expect((await t.as('project manager', `insert into public.project_users (project_id, user_id, role) values (:project, :newcomer, 'manager')`)).state).toBe('42501');
    expect((await t.as('workspace owner', 'delete from public.workspace_users where workspace_id = :teamWorkspace')).state).toBe('P0001');
    expect((await t.as('project owner', `update public.project_users set user_id = :newcomer where user_id = :caller`)).state).toBe('42501');
  });

  test('D30: personal projects are not made, moved or claimed by hand', async () => {
    expect((await t.as('outsider', `insert into public.projects (workspace_id, name) values ('${t.world.places.ours.workspace}', 'x')`)).state).toBe('42501');
    expect((await t.as('project manager', `update public.projects set settings = jsonb_build_object('is_personal', true, 'owner_id', :caller) where id = :project`, { keep: true })).count).toBe(1);
    await t.raw(`delete from public.project_users where project_id = :project and user_id = '${t.world.people['project manager']}'`, 'ours');
    expect((await t.as('project manager', 'select * from public.projects where id = :project')).count).toBe(0);
    expect((await t.as('project manager', 'delete from public.projects where id = :project')).state).toBe('42501');
    await t.raw(`insert into public.project_users (project_id, user_id, role) values (:project, '${t.world.people['project manager']}', 'manager')`, 'ours');
    expect((await t.as('project owner', 'update public.projects set personal_owner_id = :caller where id = :project')).state).toBe('42501');
    await expect(t.raw('update public.projects set personal_owner_id = :newcomer where id = :project', 'ours')).rejects.toMatchObject({ code: '42501' });
  });

  test('D32, D33: whoever may create a workspace or project can, and sees it; whoever may change a project sees it', async () => {
    const { rows: [made] } = await t.as('outsider', `select public.create_workspace('New', 'C') as id`, { keep: true });
    expect((await t.as('outsider', `select id from public.workspaces where id = '${String(made!.id)}'`)).count).toBe(1);
    expect((await t.as('workspace project_creator', `select public.create_project(:teamWorkspace, 'x')`)).state).toBe(null);
    for (const role of ['workspace owner', 'workspace admin'] as const) {
      expect((await t.as(role, 'select id from public.projects where id = :project')).count, role).toBe(1);
      expect((await t.as(role, `update public.projects set description = 'x' where id = :project`)).count, role).toBe(1);
      expect((await t.as(role, 'select * from public.chat_sessions where project_id = :project')).count, role).toBe(0);
      expect((await t.as(role, `update public.projects set description = 'x' where id = '${t.world.places.personal.project}'`)).count, role).toBe(0);
    }
  });

  test('D34: what is archived is invisible and read-only for everybody, its public apps included, and can be brought back', async () => {
    await t.raw('update public.artifacts set is_public = true where id = :artifact', 'ours');
    expect((await t.as('anon', 'select * from public.shared_artifact(:artifact)', { at: 'ours' })).count).toBe(1);
    for (const [owner, kind] of [['workspace owner', 'workspace'], ['project owner', 'project']] as const) {
      const id = kind === 'workspace' ? ':teamWorkspace' : ':project';
      expect((await t.as(owner, `select public.archive_${kind}(${id})`, { keep: true })).state).toBe(null);
      for (const role of ['project owner', 'project contributor'] as const) {
        expect((await t.as(role, 'select * from public.chat_messages where project_id = :project')).count).toBe(0);
        expect((await t.as(role, `insert into public.chat_sessions (project_id, title) values (:project, 'x')`)).state).toBe('42501');
      }
      expect((await t.as('anon', 'select * from public.shared_artifact(:artifact)', { at: 'ours' })).count, kind).toBe(0);
      expect((await t.as(owner, `select id from public.${kind}s where id = ${id}`)).count, 'its own row').toBe(1);
      expect((await t.as(owner, `select public.restore_${kind}(${id})`, { keep: true })).state).toBe(null);
    }
  });
});

describe('rows and their parents', () => {
  test('D35: a row does not move to another parent, by a person or by the server', async () => {
    await t.raw(`insert into public.project_users (project_id, user_id, role) values ('${t.world.places.theirs.project}', '${t.world.people['project owner']}', 'owner')`);
    const moves = [
      `update public.projects set workspace_id = '${t.world.places.theirs.workspace}' where id = :project`,
      `update public.chat_sessions set project_id = '${t.world.places.theirs.project}' where project_id = :project`,
      `update public.chat_messages set chat_id = '${t.world.places.theirs.chat}' where project_id = :project`,
      `update public.artifacts set project_id = '${t.world.places.theirs.project}' where project_id = :project`,
      `update public.chat_sessions set created_at = '2020-01-01' where project_id = :project`,
    ];
    for (const move of moves) for (const role of ['project owner', 'service_role'] as const) expect((await t.as(role, move, role === 'service_role' ? { at: 'ours' } : {})).state, `${role}: ${move}`).toBe('42501');
    await t.raw(`delete from public.project_users where project_id = '${t.world.places.theirs.project}' and user_id = '${t.world.people['project owner']}'`);
  });

  test('D36: nothing exists without what it belongs to', async () => {
    for (const sql of ['public.workspace_stats (workspace_id) values (null)', `public.workspace_users (workspace_id, user_id, role) values (null, :newcomer, 'owner')`,
      `public.projects (workspace_id, name) values (null, 'x')`, `public.oauth2_tokens (connection_id, access_token, token_type) values (null, 'x', 'x')`]) {
      await expect(t.raw(`insert into ${sql}`, 'ours'), sql).rejects.toMatchObject({ code: '23502' });
    }
  });

  test('D37: an app is not linked to a chat of another project, nor usage or statistics to a project of another workspace', async () => {
    const { chat } = t.world.places.theirs;
    await expect(t.raw(`insert into public.artifacts (project_id, chat_id, title, artifact_type) values (:project, '${chat}', 'x', 'app')`, 'ours')).rejects.toMatchObject({ code: '23503' });
    for (const table of ['token_usage (tokens_used, usage_type, workspace_id, project_id) values (1, \'chat\'', 'project_stats (stats_date, total_users, workspace_id, project_id) values (\'2020-01-01\', 1']) {
      await expect(t.raw(`insert into public.${table}, '${t.world.places.theirs.workspace}', :project)`, 'ours'), table).rejects.toMatchObject({ code: '23503' });
    }
  });

  test('D38: in the global workspace a person sees itself and the own usage, nobody else', async () => {
    await t.raw(`insert into public.token_usage (workspace_id, tokens_used, usage_type, created_by) values (:global, 5, 'chat', :newcomer), (:global, 6, 'chat', '${t.world.people.outsider}')`);
    expect((await t.as('outsider', 'select user_id from public.workspace_users where workspace_id = :global')).rows).toEqual([{ user_id: t.world.people.outsider }]);
    expect((await t.as('outsider', 'select tokens_used from public.token_usage')).rows).toEqual([{ tokens_used: '6' }]);
    await t.raw('insert into public.workspace_stats (workspace_id) values (:global)');
    expect((await t.as('outsider', 'select * from public.workspace_stats')).count).toBe(0);
    await expect(t.raw(`insert into public.api_connections (workspace_id, name, api_type, endpoint_url, auth_type, http_method) values (:global, 'x', 'rest', 'https://x.example.com', 'none', 'GET')`)).rejects.toMatchObject({ code: '23503' });
  });

  test('D39: nobody writes under another name', async () => {
    const other = t.world.people['project viewer']!;
    expect((await t.as('project contributor', `insert into public.chat_messages (chat_id, project_id, content, message_type, created_by) values (:chat, :project, '{"parts": []}', 'user', '${other}')`)).state).toBe('42501');
    expect((await t.as('project contributor', `update public.artifacts set created_by = '${other}' where id = :artifact`)).state).toBe('42501');
    expect((await t.as('project owner', `insert into public.project_users (project_id, user_id, role, invited_by) values (:project, :newcomer, 'viewer', '${other}')`)).state).toBe('42501');
    const { rows } = await runAs(t.app, t.world.people['project contributor']!, 'insert into public.artifacts (project_id, title, artifact_type) values ($1, $2, $3) returning created_by', { values: [t.world.places.ours.project, 'x', 'app'] });
    expect(rows).toEqual([{ created_by: t.world.people['project contributor'] }]);
  });

  test('D40: a super user administers the global workspace and reads no tenant', async () => {
    expect((await t.as('super user', `update public.workspaces set description = 'x' where is_global`)).count).toBe(1);
    expect((await t.as('super user', 'select * from public.workspace_subscriptions')).rows).toEqual([expect.objectContaining({ workspace_id: t.world.global })]);
    for (const table of ['projects', 'chat_messages', 'artifacts', 'app_records', 'project_requirements', 'api_connections']) {
      expect((await t.as('super user', `select * from public.${table} x where x.project_id::text <> coalesce((select p.id::text from public.projects p where p.personal_owner_id = :caller), '')`.replace('x.project_id', table === 'projects' ? 'x.id' : 'x.project_id'))).count, table).toBe(0);
    }
  });
});
