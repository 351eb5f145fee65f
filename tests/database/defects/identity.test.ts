import { describe, expect, inject, test } from 'vitest';
import { runAs, signUp } from '#tests/support/accounts.ts';
import { openTenants } from './tenants.ts';

const t = await openTenants();
const statusOf = async (id: string) => (await t.admin.query('select status from public.users where id = $1', [id])).rows[0].status;
const stateOf = async (sql: string, values: unknown[] = []) => t.admin.query(sql, values).then(() => null, (error: { code: string }) => error.code);

describe('installation and functions', () => {
  test('D2: an app does not have two main files, and may have many others', async () => {
    const add = (path: string, main: boolean) => stateOf(`insert into public.artifact_files (artifact_id, project_id, file_name, file_type, file_size, file_path, storage_path, is_main_file)
      values ($1::uuid, $2, 'f', 't', 1, $3, $1::uuid::text || '/x', $4)`, [t.world.places.ours.artifact, t.world.places.ours.project, path, main]);
    expect([await add('a', true), await add('b', false), await add('c', false), await add('d', true)]).toEqual([null, null, null, '23505']);
    await t.raw('delete from public.artifact_files');
  });

  test('D6: nobody who is not signed in empties, reads or writes a table', async () => {
    for (const sql of ['truncate public.chat_participants', 'select * from public.users', 'delete from public.artifacts']) expect((await t.as('anon', sql)).state, sql).toBe('42501');
  });

  test('D7, D31: a new account is not left without its row, its membership and a personal project in which it may work', async () => {
    const id = await signUp(t.auth, 'd7@example.com', { proven: true });
    const { rows } = await t.admin.query(`select u.status, w.role as global_role, p.id as project, m.role from public.users u
      join public.workspace_users w on w.user_id = u.id join public.projects p on p.personal_owner_id = u.id
      join public.project_users m on m.project_id = p.id and m.user_id = u.id where u.id = $1`, [id]);
    expect(rows).toEqual([{ status: 'waitlist', global_role: 'project_creator', project: expect.any(String), role: 'owner' }]);
    for (const sql of [`insert into public.chat_sessions (project_id, title) values (:project, 'x')`, `insert into public.artifacts (project_id, title, artifact_type) values (:project, 'x', 'app')`,
      `insert into public.project_requirements (project_id, title, content) values (:project, 'x', '{}')`]) {
      expect((await t.as('personal-project owner', sql)).state, sql).toBe(null);
    }
  });

  test('D8: a caller cannot put tables of its own in front of ours', async () => {
    // Rights on a database are not copied with it, so the one that the migrations made is asked.
    const { rows: temporary } = await t.admin.query(`select has_database_privilege(r, $1, 'temporary') as may from unnest(array['anon', 'authenticated', 'service_role']) r`, [inject('cluster').template]);
    expect(temporary).toEqual([{ may: false }, { may: false }, { may: false }]);
    for (const role of ['anon', 'project owner', 'service_role'] as const) {
      expect((await t.as(role, 'create table public.mine (id uuid)')).state, role).toBe('42501');
    }
    const { rows } = await t.admin.query(`select oid::regprocedure from pg_proc where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and not coalesce(proconfig, '{}') @> array['search_path=""']`);
    expect(rows).toEqual([]);
  });

  test('D9, D10: nobody makes a second global workspace, and making it again makes none', async () => {
    for (const role of ['anon', 'project owner', 'super user'] as const) expect((await t.as(role, 'select public.create_default_global_workspace()')).state, role).toBe('42501');
    expect((await t.as('service_role', 'select public.create_default_global_workspace() as id', { keep: true })).rows).toEqual([{ id: t.world.global }]);
    expect(await stateOf(`insert into public.workspaces (name, company_name, is_global) values ('x', 'x', true)`)).toBe('23505');
  });

  test('D11: an owner does not make the own workspace the global one, and sign-ups go on joining the real one', async () => {
    expect((await t.as('workspace owner', `update public.workspaces set settings = '{"is_global": true}' where id = :teamWorkspace`, { keep: true })).count).toBe(1);
    expect((await t.as('workspace owner', 'update public.workspaces set is_global = true where id = :teamWorkspace')).state).toBe('42501');
    const id = await signUp(t.auth, 'd11@example.com', { proven: true });
    expect(await t.raw(`select workspace_id from public.workspace_users where user_id = '${id}'`)).toEqual([{ workspace_id: t.world.global }]);
  });

  test('D12: what somebody writes into settings breaks nobody\'s lists and sign-ups', async () => {
    const mess = `'{"is_global": "maybe", "owner_id": "not-a-uuid", "is_personal": "maybe"}'`;
    expect((await t.as('workspace owner', `update public.workspaces set settings = ${mess} where id = :teamWorkspace`, { keep: true })).state).toBe(null);
    expect((await t.as('project manager', `update public.projects set settings = ${mess} where id = :project`, { keep: true })).state).toBe(null);
    for (const role of ['outsider', 'project viewer', 'workspace admin'] as const) expect((await t.as(role, 'select * from public.projects')).state).toBe(null);
    await signUp(t.auth, 'd12@example.com');
    for (const settings of [`'[]'`, `'"text"'`, `jsonb_build_object('x', repeat('x', 20000))`]) {
      expect((await t.as('workspace owner', `update public.workspaces set settings = ${settings} where id = :teamWorkspace`)).state, settings).toBe('23514');
    }
  });
});

describe('domains and status', () => {
  const verified = (domain: string, workspace = t.world.places.ours.workspace) =>
    t.admin.query('insert into public.workspace_domains (workspace_id, domain, verified_at) values ($1, $2, now())', [workspace, domain]);
  const joined = async (id: string) => (await t.admin.query('select 1 from public.workspace_users where user_id = $1 and workspace_id = $2', [id, t.world.places.ours.workspace])).rowCount === 1;

  test('D13, D14: a proven address of a verified domain joins whatever its case; an unproven or disguised one does not', async () => {
    await verified('corp.test');
    const plain = await signUp(t.auth, 'a@CORP.test', { proven: true });
    const unproven = await signUp(t.auth, 'b@corp.test');
    expect([await joined(plain), await statusOf(plain), await joined(unproven), await statusOf(unproven)]).toEqual([true, 'active', false, 'waitlist']);
    await expect(signUp(t.auth, '"@corp.test"@evil.test', { proven: true })).rejects.toMatchObject({ code: '23514' });
    const { rows } = await t.admin.query(`select from auth.users where email like '%evil.test'`);
    expect(rows).toEqual([]);
  });

  test('D15: public mail providers and wildcards are not claimed, and a domain has one verified owner, who is alive', async () => {
    for (const domain of ['gmail.com', '*', '*.corp.test', 'corp', 'CORP .test']) {
      expect((await t.as('workspace owner', `select public.claim_workspace_domain(:teamWorkspace, '${domain}')`)).state, domain).toBe('23514');
    }
    await verified('one.test');
    await expect(verified('one.test', t.world.places.theirs.workspace)).rejects.toMatchObject({ code: '23505' });
    await verified('dead.test', t.world.places.theirs.workspace);
    await t.raw('update public.workspaces set is_active = false, deleted_at = now() where id = :workspace', 'theirs');
    const id = await signUp(t.auth, 'x@dead.test', { proven: true });
    await t.raw('update public.workspaces set is_active = true, deleted_at = null where id = :workspace', 'theirs');
    expect(await statusOf(id)).toBe('waitlist');
  });

  test('D16: the global workspace has no domains', async () => {
    expect(await t.raw('select company_email_domains from public.workspaces where is_global')).toEqual([{ company_email_domains: null }]);
    await expect(verified('global.test', t.world.global)).rejects.toMatchObject({ code: '23514' });
  });

  test('D17: neither the global membership nor being added by somebody takes a person off the waiting list', async () => {
    const id = await signUp(t.auth, 'd17@example.com', { proven: true });
    expect(await statusOf(id)).toBe('waitlist');
    const { rows: [added] } = await t.as('project owner', `insert into public.project_users (project_id, user_id, role) values (:project, '${id}', 'viewer') returning id`, { keep: true });
    expect([typeof added?.id, await statusOf(id)]).toEqual(['string', 'waitlist']);
  });

  test('D18: a person who is not active reads and writes nothing but the own row', async () => {
    for (const value of ['banned', 'waitlist', 'inactive', 'archived', 'invited']) {
      await t.raw(`update public.users set status = '${value}' where id = '${t.world.people['project contributor']}'`);
      expect((await t.as('project contributor', 'select * from public.chat_messages')).count, value).toBe(0);
      expect((await t.as('project contributor', `insert into public.chat_sessions (project_id, title) values (:project, 'x')`)).state, value).toBe('42501');
      expect((await t.as('project contributor', 'select * from public.users')).count, value).toBe(1);
      expect((await t.as('project contributor', `update public.users set profile = '{}'`)).count, value).toBe(0);
    }
    await t.raw(`update public.users set status = 'active' where id = '${t.world.people['project contributor']}'`);
  });
});

describe('accounts', () => {
  test('D19: an account with only a phone is provisioned, an anonymous one is not', async () => {
    const id = await signUp(t.auth, null, { phone: '+41790000019' });
    expect(await t.raw(`select name from public.projects where personal_owner_id = '${id}'`)).toEqual([{ name: 'Personal project' }]);
    expect(await t.raw(`select id from public.users where id = '${t.world.unprovisioned}'`)).toEqual([]);
  });

  test('D20, D21: a change of the account is mirrored, in lower case, without a second row that differs in case', async () => {
    const id = await signUp(t.auth, 'D20@Example.com', { name: 'Dora' });
    await t.auth.query('update users set email = $1, last_sign_in_at = now() where id = $2', ['New.D20@Example.com', id]);
    expect(await t.raw(`select email, last_sign_in_at is not null as seen, profile from public.users where id = '${id}'`)).toEqual([{ email: 'new.d20@example.com', seen: true, profile: { display_name: 'Dora' } }]);
    await expect(signUp(t.auth, 'NEW.d20@EXAMPLE.com')).rejects.toMatchObject({ code: '23505' });
    expect(await t.raw(`select name from public.projects where name ilike '%d20%'`)).toEqual([]);
  });

  test('D22: an invited address gets the role its inviter may still grant, and nobody else gets it', async () => {
    const { rows: [invitation] } = await t.as('project owner', `select * from public.invite_to_project(:project, 'D22@example.com', 'contributor')`, { keep: true });
    const id = await signUp(t.auth, 'd22@example.com', { proven: true });
    expect(await statusOf(id)).toBe('invited');
    expect((await t.as('outsider', `select public.accept_invitation('${invitation!.token}')`)).state).toBe('P0002');
    await t.raw(`update public.users set status = 'banned' where id = '${t.world.people['project owner']}'`);
    const accept = () => runAs(t.app, id, 'select public.accept_invitation($1)', { values: [invitation!.token], keep: true });
    expect((await accept()).state).toBe('P0001');
    await t.raw(`update public.users set status = 'active' where id = '${t.world.people['project owner']}'`);
    expect((await accept()).state).toBe(null);
    expect(await statusOf(id)).toBe('active');
  });

  test('D23: a person changes the own profile and nothing else, a super user the status of others, nobody makes a super user', async () => {
    expect((await t.as('project viewer', `update public.users set profile = '{"display_name": "V"}'`)).count).toBe(1);
    for (const change of ['is_super_user = true', `status = 'active'`, `email = 'x@x.x'`]) expect((await t.as('project viewer', `update public.users set ${change}`)).state, change).toBe('42501');
    expect((await t.as('super user', `select public.set_user_status(:newcomer, 'inactive')`)).state).toBe(null);
    expect((await t.as('super user', `select public.set_user_status(:caller, 'inactive')`)).state).toBe('42501');
    expect((await t.as('super user', `update public.users set is_super_user = true where id = :newcomer`)).state).toBe('42501');
  });

  test('D24: members see each other\'s names, managers also addresses, and a stranger is not looked up by address', async () => {
    const look = async (role: 'project viewer' | 'project manager' | 'outsider') => (await t.as(role, 'select display_name, email from public.member_profiles where id = :fellow')).rows;
    expect(await look('project viewer')).toEqual([{ display_name: expect.any(String), email: null }]);
    expect(await look('project manager')).toEqual([{ display_name: expect.any(String), email: expect.stringContaining('@') }]);
    expect(await look('outsider')).toEqual([]);
    expect((await t.as('project owner', `select * from public.member_profiles where email = (select 'person-3@example.com')`)).count).toBe(0);
  });

  test('D25, D26: an account that wrote something can be deleted, what it wrote stays, and nothing is left without an owner or public', async () => {
    const id = await signUp(t.auth, 'd25@example.com', { proven: true });
    const [{ id: personal }] = await t.raw(`select id from public.projects where personal_owner_id = '${id}'`) as [{ id: string }];
    await t.raw(`insert into public.project_users (project_id, user_id, role) values (:project, '${id}', 'contributor')`, 'ours');
    await t.raw(`insert into public.chat_sessions (project_id, title, created_by, updated_by) values (:project, 'By d25', '${id}', '${id}')`, 'ours');
    await t.raw(`insert into public.artifacts (project_id, title, artifact_type, is_public, created_by) values ('${personal}', 'Public', 'app', true, '${id}')`);
    await t.raw(`insert into public.api_connections (project_id, name, api_type, endpoint_url, auth_type, http_method, created_by) values ('${personal}', 'c', 'rest', 'https://x.example.com', 'none', 'GET', '${id}')`);
    await t.auth.query('delete from users where id = $1', [id]);
    expect(await t.raw(`select created_by from public.chat_sessions where title = 'By d25'`)).toEqual([{ created_by: null }]);
    expect(await t.raw(`select p.is_active, p.settings ->> 'archived_reason' as reason, a.is_public, c.is_active as connected from public.projects p
      join public.artifacts a on a.project_id = p.id join public.api_connections c on c.project_id = p.id where p.id = '${personal}'`))
      .toEqual([{ is_active: false, reason: 'user_deleted', is_public: false, connected: false }]);
    const sole = t.world.people.outsider!;
    await expect(t.auth.query('delete from users where id = $1', [sole])).rejects.toMatchObject({ code: 'P0001' });
  });
});
