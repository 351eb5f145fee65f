import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginMessage } from '#server/platform/database/session.ts';
import { connect, signUp } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

// Buffers are deterministic where time is not: what the wall costs is what it reads.
const database = await testDatabase({ open: false });
let admin: pg.Client;
let app: pg.Client;
const people: Record<string, string> = {};
let project: string;
let chat: string;

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  [admin, app] = await Promise.all([connect(database.adminUrl), connect(database.appUrl)]);
  for (const name of ['light', 'heavy', 'power']) people[name] = await signUp(auth, `${name}@example.com`);
  await auth.end();
  await admin.query(`update public.users set status = 'active'`);
  const { rows: [made] } = await admin.query(`
    with w as (insert into public.workspaces (name, company_name) values ('W', 'C') returning id),
    p as (insert into public.projects (workspace_id, name) select w.id, 'P ' || n from w, generate_series(1, 2000) n returning id)
    select array_agg(id) as ids from p`);
  const ids = made.ids as string[];
  project = ids[0]!;
  for (const [name, memberships] of [['light', 4], ['heavy', 200], ['power', 2000]] as const) {
    await admin.query(`insert into public.project_users (project_id, user_id, role) select unnest($1::uuid[]), $2, 'contributor'`, [ids.slice(0, memberships), people[name]]);
  }
  const chats = await admin.query(`insert into public.chat_sessions (project_id, title) select unnest($1::uuid[]), 'Chat' returning id, project_id`, [ids.slice(0, 100)]);
  chat = chats.rows.find((row) => row.project_id === project).id;
  await admin.query(`insert into public.chat_messages (chat_id, project_id, content, message_type, created_at)
    select c.id, c.project_id, '{"parts": []}', 'user', now() - n * interval '1 second' from public.chat_sessions c, generate_series(1, 200) n`);
  await admin.query('vacuum analyze');
});
afterAll(() => Promise.all([admin.end(), app.end()]));

const latest = () => `select id, content, created_at from public.chat_messages where chat_id = '${chat}' order by created_at desc limit 50`;

/** Shared buffers of a statement, planning left out, once caches are warm. */
async function buffers(client: pg.ClientBase, sql: string): Promise<number> {
  let fewest = Infinity;
  // The first runs also read the catalogue, and statistics until PostgreSQL settles for a generic plan.
  for (let i = 0; i < 12; i++) {
    const { rows } = await client.query({ text: `explain (analyze, buffers, costs off, timing off, summary off, format json) ${sql}`, rowMode: 'array' });
    const plan = rows[0]![0][0].Plan as Record<string, number>;
    fewest = Math.min(fewest, plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!);
  }
  return fewest;
}

async function scoped(name: string, sql: string): Promise<number> {
  await app.query(beginMessage({ role: 'authenticated', actor: { userId: people[name]! }, projectId: project }));
  try {
    return await buffers(app, sql);
  } finally {
    await app.query('rollback');
  }
}

/** The same query without row-level security, with the membership written by hand: who asks, alive and active. */
function byHand(sql: string, name: string): string {
  return sql.replace(' order by', ` and exists (
    select from public.project_users pu
    join public.users u on u.id = pu.user_id and u.status = 'active' and u.deleted_at is null
    join public.projects p on p.id = pu.project_id and p.is_active and p.deleted_at is null
    join public.workspaces w on w.id = p.workspace_id and w.is_active and w.deleted_at is null
    where pu.project_id = '${project}' and pu.user_id = '${people[name]}' and pu.rank >= 1) order by`);
}

test('the latest messages of a chat read at most what the hand-written query reads', async () => {
  const hand = await buffers(admin, byHand(latest(), 'light'));
  expect(await scoped('light', latest())).toBeLessThanOrEqual(hand);
});

test('a scoped query reads the same for 4, 200 and 2,000 memberships', async () => {
  const read = [await scoped('light', latest()), await scoped('heavy', latest()), await scoped('power', latest())];
  expect(new Set(read).size, read.join(', ')).toBe(1);
});

test('a scoped query never hashes all memberships and uses the index of the chat', async () => {
  await app.query(beginMessage({ role: 'authenticated', actor: { userId: people.power! }, projectId: project }));
  const { rows } = await app.query(`explain (costs off) ${latest()}`);
  await app.query('rollback');
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('chat_messages_chat_id_created_at_idx');
});
