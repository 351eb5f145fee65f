import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginMessage } from '#server/platform/database/session.ts';
import { connect, sessionOf, signUp } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

// Buffers are deterministic where time is not: what the wall costs is what it reads.
const database = await testDatabase({ open: false });
const memberships = { light: 4, heavy: 200, power: 2_000 } as const;
type Name = keyof typeof memberships;
const names = Object.keys(memberships) as Name[];
let admin: pg.Client;
let app: pg.Client;
const ids: Record<string, string> = {};

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  [admin, app] = await Promise.all([connect(database.adminUrl), connect(database.appUrl)]);
  for (const name of names) ids[name] = await signUp(auth, `${name}@example.com`);
  await auth.end();
  await admin.query(`update public.users set status = 'active'`);
  const made = await admin.query<{ ids: string[] }>(`
    with w as (insert into public.workspaces (name, company_name) values ('W', 'C') returning id),
    p as (insert into public.projects (workspace_id, name) select w.id, 'P ' || n from w, generate_series(1, 2000) n returning id)
    select array_agg(id) as ids from p`);
  const projects = made.rows[0]!.ids;
  ids.project = projects[0]!;
  for (const name of names) {
    await admin.query(`insert into public.project_users (project_id, user_id, role) select unnest($1::uuid[]), $2, 'contributor'`, [projects.slice(0, memberships[name]), ids[name]]);
  }
  const furnished = projects.slice(0, 100);
  // The second chat of each project is written to, the first one is read.
  await admin.query(`insert into public.chat_sessions (project_id, title) select unnest($1::uuid[]), title from unnest('{read,written}'::text[]) title`, [furnished]);
  await admin.query(`insert into public.chat_messages (chat_id, project_id, content, message_type, created_at)
    select c.id, c.project_id, '{"parts": []}', 'user', now() - n * interval '1 second' from public.chat_sessions c, generate_series(1, 200) n where c.title = 'read'`);
  await admin.query(`insert into public.agent_runs (id, message_id, chat_id, project_id)
    select distinct on (m.chat_id) m.id, m.id, m.chat_id, m.project_id from public.chat_messages m`);
  await admin.query(`insert into public.run_events (run_id, seq, chat_id, project_id, type, payload)
    select r.id, n, r.chat_id, r.project_id, 'run.progress', '{}' from public.agent_runs r, generate_series(1, 200) n order by r.id, n`);
  await admin.query(`insert into public.artifacts (project_id, title, artifact_type) select unnest($1::uuid[]), 'App', 'app'`, [furnished]);
  await admin.query(`insert into public.artifact_files (artifact_id, project_id, file_name, file_type, file_size, file_path, storage_path)
    select a.id, a.project_id, 'f.ts', 'text/typescript', 1, 'f' || n || '.ts', a.id || '/' || n from public.artifacts a, generate_series(1, 20) n`);
  await admin.query(`insert into public.app_collections (artifact_id, project_id, name, title, schema) select id, project_id, 'items', 'Items', '{}' from public.artifacts`);
  await admin.query(`insert into public.app_records (artifact_id, project_id, collection, data) select id, project_id, 'items', '{}' from public.artifacts, generate_series(1, 50)`);
  const { rows: [found] } = await admin.query<Record<string, string>>(`select
    (select id from public.chat_sessions where project_id = $1 and title = 'read') as chat, (select id from public.chat_sessions where project_id = $1 and title = 'written') as written,
    (select id from public.artifacts where project_id = $1) as artifact,
    (select m.created_at::text from public.chat_messages m join public.chat_sessions c on c.id = m.chat_id where m.project_id = $1 and c.title = 'read'
      order by m.created_at desc offset 100 limit 1) as since`, [ids.project]);
  Object.assign(ids, found);
  await admin.query('vacuum analyze');
});
afterAll(() => Promise.all([admin.end(), app.end()]));

/** The statement with ids for `:chat` and so on; `:guard` becomes nothing, or the membership written by hand. */
const statements: Record<string, { sql: string; rank: number; index?: string; asks?: number }> = {
  'the latest messages of a chat': { sql: `select id, content, created_at from public.chat_messages where chat_id = :chat :guard order by created_at desc limit 50`, rank: 1, index: 'chat_messages_chat_id_created_at_idx' },
  'the chats of a project': { sql: 'select id, title, updated_at from public.chat_sessions where project_id = :project :guard order by updated_at desc limit 50', rank: 1, index: 'chat_sessions_project_id_idx' },
  'how many messages a chat has': { sql: 'select count(*) from public.chat_messages where chat_id = :chat :guard', rank: 1, index: 'chat_messages_chat_id_created_at_idx' },
  'what is new in a chat': { sql: `select count(*) from (select from public.chat_messages where chat_id = :chat and created_at > :since and step_index is null and created_by is distinct from :person :guard limit 100) unread`, rank: 1, index: 'chat_messages_chat_id_created_at_idx' },
  'the files of an artifact': { sql: 'select id, file_path from public.artifact_files where artifact_id = :artifact :guard order by file_path', rank: 1, index: 'artifact_files_artifact_id' },
  'the records of a collection': { sql: `select id, data from public.app_records where artifact_id = :artifact and collection = 'items' :guard order by change limit 50`, rank: 1, index: 'app_records_collection_change_idx' },
  'the events of a chat': { sql: 'select id, payload from public.run_events where chat_id = :chat and id > 0 :guard order by id limit 50', rank: 1, index: 'run_events_chat_id_idx' },
  'a new message': { sql: `insert into public.chat_messages (chat_id, project_id, content, message_type, metadata) select :written, :project, '{"parts": []}', 'user', '{}' where true :guard`, rank: 2 },
  'a new name of a chat': { sql: `update public.chat_sessions set title = 'Renamed' where id = :written :guard`, rank: 2, asks: 4 },
};

const guard = (rank: number) => ` and exists (
    select from public.project_users pu
    join public.users u on u.id = pu.user_id and u.status = 'active' and u.deleted_at is null
    join public.projects p on p.id = pu.project_id and p.is_active and p.deleted_at is null
    join public.workspaces w on w.id = p.workspace_id and w.is_active and w.deleted_at is null
    where pu.project_id = :project and pu.user_id = :person and pu.rank >= ${rank})`;

function fill(sql: string, name: Name, hand = ''): string {
  const values: Record<string, string> = { ...ids, person: ids[name]! };
  return sql.replace(':guard', hand).replace(/(?<!:):([a-z]+)\b/g, (_, word: string) => `'${values[word]!}'`);
}

/** Shared buffers of a statement, planning left out, once caches are warm. */
async function buffers(client: pg.ClientBase, sql: string): Promise<number> {
  let fewest = Infinity;
  // The first runs also read the catalogue, and statistics until PostgreSQL settles for a generic plan.
  for (let i = 0; i < 12; i++) {
    await client.query('savepoint before');
    const { rows } = await client.query({ text: `explain (analyze, buffers, costs off, timing off, summary off, format json) ${sql}`, rowMode: 'array' });
    await client.query('rollback to before');
    const plan = rows[0]![0][0].Plan as Record<string, number>;
    fewest = Math.min(fewest, plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!);
  }
  return fewest;
}

/** What was tried before and taken back has left dead rows, which the next one would read. */
async function clean<T>(work: () => Promise<T>): Promise<T> {
  await admin.query('vacuum public.chat_sessions, public.chat_messages');
  return await work();
}

/** Runs as the person in the project; nothing stays. `byHand` runs for a role that no policy holds back. */
async function within<T>(name: Name | null, work: (client: pg.Client) => Promise<T>): Promise<T> {
  await app.query(beginMessage(name ? sessionOf(ids[name]!, ids.project) : sessionOf('service_role')));
  try {
    return await work(app);
  } finally {
    await app.query('rollback');
  }
}

describe.each(Object.entries(statements))('%s', (_name, { sql, rank, index, asks = 1 }) => {
  const behindTheWall = (name: Name) => clean(() => within(name, (client) => buffers(client, fill(sql, name))));
  const byHand = (name: Name) => clean(() => within(null, (client) => buffers(client, fill(sql, name, guard(rank)))));

  test('reads at most what the hand-written statement reads', async () => {
    for (const name of names) {
      // PostgreSQL asks more than once before it changes a row: whether it may be seen and changed, before and after.
      const again = (asks - 1) * await within(null, (client) => buffers(client, fill('select true where true :guard', name, guard(rank))));
      expect(await behindTheWall(name)).toBeLessThanOrEqual(await byHand(name) + again);
    }
  });

  test('reads the same for 4, 200 and 2,000 memberships', async () => {
    const read = [await behindTheWall('light'), await behindTheWall('heavy'), await behindTheWall('power')];
    expect(new Set(read).size, read.join(', ')).toBe(1);
  });

  if (index !== undefined) test('uses the index that the statement is about', async () => {
    const { rows } = await within('power', (client) => client.query(`explain (costs off) ${fill(sql, 'power')}`));
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(index);
  });
});

test('the list of one\'s workspaces reads the same however many workspaces others have', async () => {
  const readAmong = async (others: number) => {
    await admin.query(`insert into public.workspaces (name, company_name, description) select 'Other', 'C', repeat('x', 1000) from generate_series(1, $1)`, [others]);
    await admin.query('vacuum analyze public.workspaces');
    return within('light', (client) => buffers(client, 'select id, name from public.workspaces'));
  };
  const few = await readAmong(1_000);
  expect(await readAmong(2_000)).toBeLessThanOrEqual(few);
});
