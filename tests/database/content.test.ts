import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, doAs, runAs, signUp } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
let admin: pg.Client;
let app: pg.Client;
let owner: string;
let project: string;
let elsewhere: string;
let chat: string;
let artifact: string;

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  [admin, app] = await Promise.all([connect(database.adminUrl), connect(database.appUrl)]);
  owner = await signUp(auth, 'owner@example.com');
  await auth.end();
  const workspace = (await doAs(app, owner, `select create_workspace('W', 'C') as id`))[0]!.id;
  const create = async (name: string) => (await doAs(app, owner, 'select create_project($1, $2, null) as id', [workspace, name]))[0]!.id as string;
  [project, elsewhere] = [await create('One'), await create('Two')];
  chat = await id(`insert into chat_sessions (project_id, title) values ($1, 'Chat') returning id`, [project]);
  artifact = await id(`insert into artifacts (project_id, title, artifact_type) values ($1, 'App', 'app') returning id`, [project]);
  await doAs(app, owner, `insert into app_collections (artifact_id, project_id, name, title, schema) values ($1, $2, 'items', 'Items', '{}')`, [artifact, project]);
});
afterAll(() => Promise.all([admin.end(), app.end()]));

async function id(sql: string, values: unknown[]): Promise<string> {
  return (await doAs(app, owner, sql, values))[0]!.id as string;
}
const state = async (sql: string, values: unknown[] = [], caller: 'service_role' | null = null) => (await runAs(app, caller ?? owner, sql, { values })).state;

describe('rows stay where they are', () => {
  test('a chat, its messages and an app cannot be moved to another project, not even by the server', async () => {
    for (const table of ['chat_sessions', 'artifacts', 'app_collections']) {
      expect(await state(`update ${table} set project_id = $1`, [elsewhere])).toBe('42501');
      expect(await state(`update ${table} set project_id = $1`, [elsewhere], 'service_role')).toBe('42501');
    }
  });

  test('what belongs to a chat or app of another project is refused', async () => {
    expect(await state(`insert into artifacts (project_id, chat_id, title, artifact_type) values ($1, $2, 'x', 'app')`, [elsewhere, chat])).toBe('23503');
    expect(await state(`insert into chat_messages (chat_id, project_id, content, message_type) values ($1, $2, '{}', 'user')`, [chat, elsewhere])).toBe('23503');
    expect(await state(`insert into app_records (artifact_id, project_id, collection, data) values ($1, $2, 'items', '{}')`, [artifact, elsewhere])).toBe('23503');
  });

  test('an author cannot be named or changed by a person', async () => {
    expect(await state(`insert into chat_sessions (project_id, title, created_by) values ($1, 'x', $2)`, [project, randomUUID()])).toBe('42501');
    expect(await state('update artifacts set created_by = null')).toBe('42501');
  });
});

describe('messages', () => {
  const values = () => [chat, project];
  test('an agent is named exactly on messages of type ai', async () => {
    expect(await state(`insert into chat_messages (chat_id, project_id, content, message_type, agent_type) values ($1, $2, '{}', 'user', 'coder')`, values(), 'service_role')).toBe('23514');
    expect(await state(`insert into chat_messages (chat_id, project_id, content, message_type) values ($1, $2, '{}', 'ai')`, values(), 'service_role')).toBe('23514');
    expect(await state(`insert into chat_messages (chat_id, project_id, content, message_type, agent_type) values ($1, $2, '{}', 'ai', 'coder')`, values(), 'service_role')).toBe(null);
  });

  test('a run has the id of its message, and goes with it', async () => {
    const message = randomUUID();
    await doAs(app, owner, `insert into chat_messages (id, chat_id, project_id, content, message_type, run_id) values ($3, $1, $2, '{}', 'user', null)`, [...values(), message]);
    expect(await state('insert into agent_runs (id, message_id, chat_id, project_id) values (gen_random_uuid(), $3, $1, $2)', [...values(), message])).toBe('23514');
    await doAs(app, owner, 'insert into agent_runs (id, message_id, chat_id, project_id) values ($3, $3, $1, $2)', [...values(), message]);
    await doAs(app, owner, 'delete from chat_messages where id = $1', [message]);
    expect((await admin.query('select from public.agent_runs where id = $1', [message])).rowCount).toBe(0);
  });

  test('a message moves its chat to the top', async () => {
    await admin.query(`set session_replication_role = replica; update public.chat_sessions set updated_at = '2020-01-01'; reset session_replication_role`);
    await doAs(app, owner, `insert into chat_messages (chat_id, project_id, content, message_type) values ($1, $2, '{}', 'user')`, values());
    expect((await admin.query(`select updated_at > '2026-01-01' as moved from public.chat_sessions where id = $1`, [chat])).rows).toEqual([{ moved: true }]);
  });

  test('taking part for somebody else takes part for oneself; reading goes forward only and not into the future', async () => {
    const place = await id('insert into chat_participants (chat_id, project_id, user_id) values ($1, $2, $3) returning id', [chat, project, randomUUID()]);
    const read = async (at: string) => (await doAs(app, owner, 'update chat_participants set last_read_at = $2 where id = $1 returning user_id, last_read_at <= now() and last_read_at > now() - interval \'1 hour\' as sane', [place, at]))[0];
    expect(await read('2999-01-01')).toEqual({ user_id: owner, sane: true });
    expect(await read('2000-01-01')).toEqual({ user_id: owner, sane: true });
  });

  test('deleting a chat keeps the app it produced', async () => {
    const gone = await id(`insert into chat_sessions (project_id, title) values ($1, 'Gone') returning id`, [project]);
    const kept = await id(`insert into artifacts (project_id, chat_id, title, artifact_type) values ($1, $2, 'Kept', 'app') returning id`, [project, gone]);
    await doAs(app, owner, 'delete from chat_sessions where id = $1', [gone]);
    expect((await admin.query('select chat_id from public.artifacts where id = $1', [kept])).rows).toEqual([{ chat_id: null }]);
  });
});

describe('files', () => {
  const file = (path: string, storage = `${artifact}/${'a'.repeat(64)}`, size = 1) => state(
    `insert into artifact_files (artifact_id, project_id, file_name, file_type, file_size, file_path, storage_path) values ($1, $2, 'f', 't', $3, $4, $5)`,
    [artifact, project, size, path, storage]);

  test.each(['../../etc/passwd', '/etc/passwd', 'a/../b', 'a//b', './a', 'a/', 'a\\b', 'a\nb', '', '..', 'src/.'])('the path %j is refused', async (path) => {
    expect(await file(path)).toBe('23514');
  });

  test.each(['app.tsx', 'src/ui/board.tsx', '.env.example', 'a..b', '…/x'])('the path %j is taken', async (path) => {
    expect(await file(path)).toBe(null);
  });

  test('bytes under another app, and sizes below zero, are refused', async () => {
    expect(await file('a.ts', `${randomUUID()}/x`)).toBe('23514');
    expect(await file('a.ts', `${artifact}/../x`)).toBe('23514');
    expect(await file('a.ts', undefined, -5)).toBe('23514');
  });

  test('an app has one main file and each path once', async () => {
    const insert = `insert into artifact_files (artifact_id, project_id, file_name, file_type, file_size, file_path, storage_path, is_main_file) values ($1::uuid, $2, 'f', 't', 1, $3, $1::uuid || '/x', true)`;
    await doAs(app, owner, insert, [artifact, project, 'main.tsx']);
    expect(await state(insert, [artifact, project, 'second.tsx'])).toBe('23505');
    expect(await state(insert.replace('true', 'false'), [artifact, project, 'main.tsx'])).toBe('23505');
  });
});

describe('versions', () => {
  const publish = (number?: number) => runAs(app, owner,
    `insert into artifact_versions (artifact_id, project_id, files, content_hash${number === undefined ? '' : ', number'}) values ($1, $2, '[]', repeat('a', 64)${number === undefined ? '' : `, ${number}`}) returning number`,
    { values: [artifact, project], keep: true });

  test('are numbered without gaps, also by two writers at once', async () => {
    const second = await connect(database.appUrl);
    const sql = `insert into artifact_versions (artifact_id, project_id, files, content_hash) values ($1, $2, '[]', repeat('a', 64))`;
    await Promise.all([app, second].map((client) => runAs(client, owner, sql, { values: [artifact, project], keep: true })));
    await second.end();
    const { rows } = await admin.query('select array_agg(number order by number) as numbers, (select current_version from public.artifacts where id = $1) as current from public.artifact_versions where artifact_id = $1', [artifact]);
    expect(rows).toEqual([{ numbers: [1, 2], current: 2 }]);
  });

  test('a number that is not the next one is a conflict', async () => {
    expect((await publish(2)).state).toBe('40001');
    expect((await publish(9)).state).toBe('40001');
    expect((await publish(3)).rows).toEqual([{ number: 3 }]);
  });

  test('cannot be changed by anybody', async () => {
    await expect(admin.query(`update public.artifact_versions set summary = 'x'`)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('records', () => {
  const add = () => doAs(app, owner, `insert into app_records (artifact_id, project_id, collection, data) values ($1, $2, 'items', '{"a": 1}') returning id, revision, change::int, created_by, updated_by`, [artifact, project]);

  test('count their revisions and the changes of their collection', async () => {
    const [first] = await add();
    const [second] = await add();
    expect(second!.change).toBe((first!.change as number) + 1);
    expect(first).toMatchObject({ revision: 1, created_by: owner, updated_by: owner });
    const [changed] = await doAs(app, owner, `update app_records set data = '{"a": 2}' where id = $1 returning revision, change::int`, [first!.id]);
    expect(changed).toEqual({ revision: 2, change: (second!.change as number) + 1 });
  });

  test('a deleted record stays for undo, with the time of the database', async () => {
    const [record] = await add();
    const [gone] = await doAs(app, owner, `update app_records set deleted_at = '1999-01-01' where id = $1 returning deleted_at`, [record!.id]);
    expect((gone!.deleted_at as Date).getFullYear()).toBeGreaterThan(2000);
    expect(await doAs(app, owner, 'update app_records set deleted_at = null where id = $1 returning deleted_at, revision', [record!.id])).toEqual([{ deleted_at: null, revision: 3 }]);
  });

  test('concurrent writers get different changes', async () => {
    const clients = await Promise.all([1, 2, 3, 4].map(() => connect(database.appUrl)));
    const insert = `insert into app_records (artifact_id, project_id, collection, data) values ($1, $2, 'items', '{}')`;
    await Promise.all(clients.map((client) => runAs(client, owner, insert, { values: [artifact, project], keep: true })));
    await Promise.all(clients.map((client) => client.end()));
    const { rows } = await admin.query('select count(*)::int = count(distinct change)::int as distinct from public.app_records where artifact_id = $1', [artifact]);
    expect(rows).toEqual([{ distinct: true }]);
  });

  test('a change, a version and an event are announced by id only', async () => {
    const listener = await connect(database.appUrl);
    const heard: string[] = [];
    listener.on('notification', ({ channel, payload }) => heard.push(`${channel} ${payload}`));
    await listener.query('listen artifact_events; listen chat_events');
    await add();
    await doAs(app, owner, `insert into artifact_versions (artifact_id, project_id, files, content_hash) values ($1, $2, '[]', repeat('a', 64))`, [artifact, project]);
    const message = await id(`insert into chat_messages (chat_id, project_id, content, message_type) values ($1, $2, '{}', 'user') returning id`, [chat, project]);
    await doAs(app, owner, 'insert into agent_runs (id, message_id, chat_id, project_id) values ($3, $3, $1, $2)', [chat, project, message]);
    await doAs(app, 'service_role', `insert into run_events (run_id, seq, chat_id, project_id, type, payload) values ($3, 1, $1, $2, 'a', '{}'), ($3, 2, $1, $2, 'b', '{}')`, [chat, project, message]);
    await listener.query('select 1');
    await expect.poll(() => heard).toEqual([`artifact_events ${artifact}:items`, `artifact_events ${artifact}#4`, `chat_events ${chat}`]);
    await listener.end();
  });
});

describe('context documents', () => {
  const insert = `insert into project_requirements (project_id, title, content, version, status) values ($1, 'R', '{}', $2, $3) returning id`;

  test('have each version of a title once', async () => {
    await doAs(app, owner, insert, [project, 1, 'draft']);
    expect(await state(insert, [project, 1, 'draft'])).toBe('23505');
    expect(await state(insert, [project, 0, 'draft'])).toBe('23514');
  });

  test('an approved version can only be archived', async () => {
    const approved = await id(insert, [project, 2, 'approved']);
    expect(await state(`update project_requirements set title = 'x' where id = $1`, [approved])).toBe('P0001');
    expect(await state(`update project_requirements set status = 'draft' where id = $1`, [approved])).toBe('P0001');
    expect(await state(`update project_requirements set status = 'archived' where id = $1`, [approved])).toBe(null);
  });
});

test.each([
  ['projects', `settings = '[]'`], ['projects', `settings = '"x"'`], ['users', `profile = '[1]'`], ['projects', `name = '   '`],
  ['users', `profile = jsonb_build_object('a', repeat('x', 20000))`], ['artifacts', 'progress = 900'], ['artifacts', `status = 'banana'`],
])('%s refuses %s', async (table, change) => {
  expect(await state(`update ${table} set ${change}`)).toBe('23514');
});
