import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, doAs, runAs, signUp } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
let admin: pg.Client;
let auth: pg.Client;
let app: pg.Client;
let root: string;
let owner: string;
let other: string;
let workspace: string;
let project: string;
let count = 0;

const person = async (status = 'active') => {
  const id = await signUp(auth, `member-${++count}@example.com`, { proven: true });
  await admin.query('update public.users set status = $2 where id = $1', [id, status]);
  return id;
};
const join = (table: 'workspace' | 'project', user: string, role: string) =>
  admin.query(`insert into public.${table}_users (${table}_id, user_id, role) values ($1, $2, $3)`, [table === 'workspace' ? workspace : project, user, role]);

beforeAll(async () => {
  [admin, auth, app] = await Promise.all([connect(database.adminUrl), connect(database.authUrl), connect(database.appUrl)]);
  root = await person();
});
beforeEach(async () => {
  owner = await person();
  other = await person();
  workspace = (await doAs(app, owner, `select create_workspace('W', 'C') as id`))[0]!.id as string;
  project = (await doAs(app, owner, 'select create_project($1, $2, null) as id', [workspace, 'P']))[0]!.id as string;
});
afterAll(() => Promise.all([admin.end(), auth.end(), app.end()]));

describe.each(['workspace', 'project'] as const)('the last owner of a %s', (scope) => {
  const table = `${scope}_users`;
  const mine = (id: string) => ({ values: [scope === 'workspace' ? workspace : project, id] });

  test('cannot leave', async () => {
    const outcome = await runAs(app, owner, `delete from ${table} where ${scope}_id = $1 and user_id = $2`, mine(owner));
    expect(outcome).toMatchObject({ state: 'P0001', message: `A ${scope} keeps at least one owner.` });
  });

  test('cannot be removed by removing everybody', async () => {
    await join(scope, other, 'owner');
    expect((await runAs(app, owner, `delete from ${table} where ${scope}_id = $1`, { values: [mine(owner).values[0]] })).state).toBe('P0001');
  });

  test('cannot be demoted by the server either', async () => {
    const role = scope === 'workspace' ? 'admin' : 'viewer';
    expect((await runAs(app, 'service_role', `update ${table} set role = '${role}' where ${scope}_id = $1 and user_id = $2`, mine(owner))).state).toBe('P0001');
  });

  test('may leave once there is another owner', async () => {
    await join(scope, other, 'owner');
    expect(await runAs(app, owner, `delete from ${table} where ${scope}_id = $1 and user_id = $2`, mine(owner))).toMatchObject({ state: null, count: 1 });
  });

  test('is not lost when two owners leave at the same moment', async () => {
    await join(scope, other, 'owner');
    const second = await connect(database.appUrl);
    const leave = (client: pg.Client, id: string) => runAs(client, id, `delete from ${table} where ${scope}_id = $1 and user_id = $2`, { ...mine(id), keep: true });
    const outcomes = await Promise.all([leave(app, owner), leave(second, other)]);
    await second.end();
    expect(outcomes.map((outcome) => outcome.state).sort()).toEqual(['P0001', null]);
    const { rows } = await admin.query(`select count(*)::int as owners from public.${table} where ${scope}_id = $1 and role = 'owner'`, [mine(owner).values[0]]);
    expect(rows).toEqual([{ owners: 1 }]);
  });

  test('goes when the whole is deleted', async () => {
    const outcome = await runAs(app, 'service_role', `delete from ${scope}s where id = $1`, { values: [mine(owner).values[0]] });
    expect(outcome).toMatchObject({ state: null, count: 1 });
  });
});

describe('roles', () => {
  test('nobody changes the own role', async () => {
    expect((await runAs(app, owner, `update project_users set role = 'manager' where user_id = $1`, { values: [owner] })).count).toBe(0);
  });

  test('a manager can make nobody a manager', async () => {
    const manager = await person();
    await join('project', manager, 'manager');
    await join('project', other, 'viewer');
    expect((await runAs(app, manager, `update project_users set role = 'manager' where user_id = $1`, { values: [other] })).state).toBe('42501');
    expect((await runAs(app, manager, `update project_users set role = 'contributor' where user_id = $1`, { values: [other] })).count).toBe(1);
  });

  test('nobody joins a personal project, not even by the server', async () => {
    const personal = (await admin.query('select id from public.projects where personal_owner_id = $1', [owner])).rows[0].id;
    for (const caller of [owner, 'service_role'] as const) {
      expect((await runAs(app, caller, `insert into project_users (project_id, user_id, role) values ($1, $2, 'viewer')`, { values: [personal, other] })).state).toBe('42501');
    }
  });

  test('a personal project cannot lie outside the global workspace', async () => {
    const fresh = await person();
    await admin.query('update public.projects set personal_owner_id = null where personal_owner_id = $1', [fresh]);
    await expect(admin.query('insert into public.projects (workspace_id, name, personal_owner_id) values ($1, $2, $3)', [workspace, 'x', fresh])).rejects.toMatchObject({ code: '23503' });
  });

  test('whoever adds a member is recorded as the inviter, whatever they say', async () => {
    await doAs(app, owner, `insert into project_users (project_id, user_id, role) values ($1, $2, 'viewer')`, [project, other]);
    const { rows } = await admin.query('select invited_by from public.project_users where project_id = $1 and user_id = $2', [project, other]);
    expect(rows).toEqual([{ invited_by: owner }]);
  });

  test('adding a waiting person does not activate the account', async () => {
    const waiting = await person('waitlist');
    await doAs(app, owner, `insert into project_users (project_id, user_id, role) values ($1, $2, 'viewer')`, [project, waiting]);
    expect((await admin.query('select status from public.users where id = $1', [waiting])).rows).toEqual([{ status: 'waitlist' }]);
  });
});

describe('the scope of a request', () => {
  test('a removed member loses access with the next statement, inside a running transaction', async () => {
    await join('project', other, 'viewer');
    await doAs(app, owner, `insert into chat_sessions (project_id, title) values ($1, 'Chat')`, [project]);
    for (const projectId of [undefined, project]) {
      const { beginMessage } = await import('#server/platform/database/session.ts');
      await app.query(beginMessage({ role: 'authenticated', actor: { userId: other }, ...(projectId ? { projectId } : {}) }));
      const look = async () => (await app.query('select from chat_sessions')).rowCount;
      expect(await look()).toBe(1);
      await admin.query('delete from public.project_users where project_id = $1 and user_id = $2', [project, other]);
      expect(await look()).toBe(0);
      await app.query('rollback');
      await join('project', other, 'viewer');
    }
  });

  test('a banned member loses access with the next statement', async () => {
    const { beginMessage } = await import('#server/platform/database/session.ts');
    await app.query(beginMessage({ role: 'authenticated', actor: { userId: owner } }));
    expect((await app.query('select from projects where id = $1', [project])).rowCount).toBe(1);
    await doAs(await connectOnce(), root, `select set_user_status($1, 'banned')`, [owner]);
    expect((await app.query('select from projects where id = $1', [project])).rowCount).toBe(0);
    await app.query('rollback');
  });

  test('a forged scope shows nothing', async () => {
    const stranger = await person();
    for (const sql of ['select from projects where id = $1', 'select from project_users where project_id = $1', 'select from chat_sessions where project_id = $1']) {
      expect((await runAs(app, stranger, sql, { values: [project], projectId: project })).count).toBe(0);
    }
  });
});

const once: pg.Client[] = [];
async function connectOnce(): Promise<pg.Client> {
  const client = await connect(database.appUrl);
  once.push(client);
  return client;
}
afterAll(() => Promise.all(once.map((client) => client.end())));

describe('super users', () => {
  test('the last one cannot be made ordinary, deactivated or deleted', async () => {
    await admin.query('update public.users set is_super_user = true where id = $1', [root]);
    await expect(admin.query('update public.users set is_super_user = false where id = $1', [root])).rejects.toThrow('last super user');
    await expect(admin.query(`update public.users set status = 'inactive' where id = $1`, [root])).rejects.toThrow('last super user');
    await expect(auth.query('delete from users where id = $1', [root])).rejects.toThrow('last super user');
  });

  test('of two who ban each other at the same moment one stays', async () => {
    const rival = await person();
    await admin.query('update public.users set is_super_user = true where id = $1', [rival]);
    const second = await connectOnce();
    const ban = (client: pg.Client, from: string, to: string) => runAs(client, from, `select set_user_status($1, 'banned')`, { values: [to], keep: true });
    await Promise.all([ban(app, root, rival), ban(second, rival, root)]);
    const { rows } = await admin.query(`select id from public.users where is_super_user and status = 'active'`);
    expect(rows).toHaveLength(1);
    await admin.query(`update public.users set status = 'active' where id in ($1, $2)`, [root, rival]);
    await admin.query('update public.users set is_super_user = false where id = $1', [rival]);
  });

  test('banning ends the sessions of the person', async () => {
    await auth.query(`insert into sessions (user_id, token, expires_at) values ($1, 'token', now() + interval '1 day')`, [other]);
    await doAs(app, root, `select set_user_status($1, 'banned')`, [other]);
    expect((await auth.query('select from sessions where user_id = $1', [other])).rowCount).toBe(0);
  });

  test('a person who is no super user reads no other account and changes no status', async () => {
    expect((await runAs(app, owner, 'select from users')).count).toBe(1);
    expect((await runAs(app, owner, `select set_user_status($1, 'active')`, { values: [other] })).state).toBe('42501');
  });
});

describe('deleting an account', () => {
  test('is possible however full the settings of what is archived with it are', async () => {
    const full = [{ x: 'y'.repeat(16384 - '{"x": ""}'.length) }];
    for (const table of ['projects', 'workspaces']) {
      expect(await runAs(app, owner, `update ${table} set settings = $1 where not to_jsonb(${table}) @> '{"is_global": true}'`, { values: full, keep: true }), table).toMatchObject({ state: null });
      expect((await runAs(app, owner, `update ${table} set settings = settings || '{"z": 1}'`)).state, table).toBe('23514');
    }
    await auth.query('delete from users where id = $1', [owner]);
    const { rows } = await admin.query(`select settings ->> 'archived_reason' as reason, length(settings ->> 'x') as kept from public.projects where id = $1 union all select settings ->> 'archived_reason', length(settings ->> 'x') from public.workspaces where id = $2`, [project, workspace]);
    expect(rows).toEqual(Array(2).fill({ reason: 'user_deleted', kept: 16375 }));
  });

  test('is refused while it is the only owner of something with other members', async () => {
    await join('project', other, 'viewer');
    await expect(auth.query('delete from users where id = $1', [owner])).rejects.toThrow('only owner');
  });

  test('archives the personal project and what nobody else belongs to, and keeps what the person wrote', async () => {
    await join('project', other, 'owner');
    await join('workspace', other, 'owner');
    const chat = (await doAs(app, owner, `insert into chat_sessions (project_id, title) values ($1, 'Kept') returning id`, [project]))[0]!.id;
    const alone = (await doAs(app, owner, `select create_workspace('Alone', 'C') as id`))[0]!.id;
    const personal = (await admin.query('select id from public.projects where personal_owner_id = $1', [owner])).rows[0].id;
    await admin.query(`insert into public.artifacts (project_id, title, artifact_type, is_public) values ($1, 'x', 'app', true)`, [personal]);
    await auth.query('delete from users where id = $1', [owner]);
    const { rows } = await admin.query(`select is_active, deleted_at is not null as deleted, personal_owner_id, settings,
      (select bool_or(a.is_public) from public.artifacts a where a.project_id = p.id) as public from public.projects p where id = $1`, [personal]);
    expect(rows).toEqual([{ is_active: false, deleted: true, personal_owner_id: null, settings: { archived_reason: 'user_deleted' }, public: false }]);
    expect((await admin.query('select is_active from public.workspaces where id = $1', [alone])).rows).toEqual([{ is_active: false }]);
    expect((await admin.query('select title, created_by from public.chat_sessions where id = $1', [chat])).rows).toEqual([{ title: 'Kept', created_by: null }]);
  });
});

describe.each(['workspace', 'project'] as const)('deleting an account beside another owner of a %s who goes', (scope) => {
  const refused = 'The account is the only owner of a workspace or project with other members.';
  const remove = (client: pg.Client, id: string) => client.query('delete from users where id = $1', [id]).then(() => '', (error: Error) => error.message);
  const owners = async () => (await admin.query(`select from public.${scope}_users where ${scope}_id = $1 and role = 'owner'`, [scope === 'workspace' ? workspace : project])).rowCount;

  beforeEach(async () => {
    // The workspace's own owner goes as well: in the project case somebody else has to keep it.
    await join('workspace', root, scope === 'workspace' ? 'admin' : 'owner');
    await join(scope, other, 'owner');
    await join(scope, await person(), scope === 'workspace' ? 'admin' : 'viewer');
  });

  test('is refused when the other one has just left', async () => {
    const second = await connect(database.adminUrl);
    await second.query('begin');
    await second.query(`delete from public.${scope}_users where user_id = $1 and ${scope}_id = $2`, [other, scope === 'workspace' ? workspace : project]);
    const removed = remove(auth, owner);
    await waitForLock(admin);
    await second.query('commit');
    await second.end();
    expect(await removed).toBe(refused);
    expect(await owners()).toBe(1);
  });

  test('is refused when the account of the other one has just been deleted', async () => {
    const second = await connect(database.authUrl);
    await second.query('begin');
    expect(await remove(second, other)).toBe('');
    const removed = remove(auth, owner);
    await waitForLock(admin);
    await second.query('commit');
    await second.end();
    expect(await removed).toBe(refused);
    expect(await owners()).toBe(1);
  });
});

test('leaving a project ends participation in its chats', async () => {
  await join('project', other, 'viewer');
  const chat = (await doAs(app, owner, `insert into chat_sessions (project_id, title) values ($1, 'Chat') returning id`, [project]))[0]!.id;
  await doAs(app, other, 'insert into chat_participants (chat_id, project_id, user_id) values ($1, $2, $3)', [chat, project, other]);
  await doAs(app, other, 'delete from project_users where project_id = $1 and user_id = $2', [project, other]);
  expect((await admin.query('select from public.chat_participants where chat_id = $1', [chat])).rowCount).toBe(0);
});

/** Until some statement waits for a lock. */
async function waitForLock(client: pg.Client): Promise<void> {
  const waiting = () => client.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
  while ((await waiting()).rowCount === 0) await new Promise((next) => setTimeout(next, 10));
}
