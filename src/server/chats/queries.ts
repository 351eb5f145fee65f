import { sql } from 'kysely';
import { maxUnread } from '#contract/chats.ts';
import type { Approval, Chat, ChatListItem } from '#contract/chats.ts';
import type { Tx } from '#server/platform/database/index.ts';

export type Place = { at: string; id: string };
export type ChatRow = Chat & { place: Place };

/** Chats of a project, the most recently used first, with what is new in them for the caller. */
export async function listChats(tx: Tx, userId: string, projectId: string, limit: number, after?: Place): Promise<(ChatListItem & { place: Place })[]> {
  const rows = await chats(tx)
    .leftJoin('chat_participants as p', (join) => join.onRef('p.chat_id', '=', 'c.id').on('p.user_id', '=', userId).on('p.is_active', '=', true))
    .select((eb) => [
      // Steps are folded away in the work of the crew: only what is said to people counts.
      sql<number>`(select count(*)::int from (
        select from chat_messages m where m.chat_id = c.id and m.created_at > p.last_read_at and m.step_index is null
          and m.created_by is distinct from ${userId} limit ${maxUnread}) unread)`.as('unread'),
      sql<number>`(select count(*)::int from message_mentions n where n.chat_id = c.id and n.user_id = ${userId} and n.seen_at is null)`.as('mentions'),
      eb.fn.coalesce(
        eb.selectFrom('agent_runs as r').select('r.status').whereRef('r.chat_id', '=', 'c.id').where('r.finished_at', 'is', null)
          .orderBy(sql`r.status = 'queued'`).limit(1),
        eb.selectFrom('agent_runs as r').select('r.status').whereRef('r.chat_id', '=', 'c.id').orderBy('r.created_at', 'desc').limit(1),
      ).as('run_status'),
    ])
    .where('c.project_id', '=', projectId)
    .$if(after !== undefined, (q) => q.where(sql<boolean>`(c.updated_at, c.id) < (${after!.at}::timestamptz, ${after!.id}::uuid)`))
    .orderBy('c.updated_at', 'desc').orderBy('c.id', 'desc').limit(limit).execute();
  return rows.map((row) => ({ ...chatOf(row), unread: row.unread, mentions: row.mentions, runStatus: row.run_status as ChatListItem['runStatus'] }));
}

export async function findChat(tx: Tx, id: string): Promise<ChatRow | null> {
  const row = await chats(tx).where('c.id', '=', id).executeTakeFirst();
  return row ? chatOf(row) : null;
}

/** Inserts a chat; under an id that is taken it does nothing. */
export async function insertChat(tx: Tx, chat: { id: string; projectId: string; title: string }): Promise<void> {
  await tx.insertInto('chat_sessions').values({ id: chat.id, project_id: chat.projectId, title: chat.title })
    .onConflict((conflict) => conflict.column('id').doNothing()).execute();
}

/**
 * False when the caller may see the chat but not change it. Also moves it to the
 * top of the list. A provisional title gives way to the name of the chat's app.
 */
export async function updateChatTitle(tx: Tx, id: string, title: string, o: { isProvisional?: boolean } = {}): Promise<boolean> {
  const row = await tx.updateTable('chat_sessions')
    .set({ title, ...(o.isProvisional ? { settings: sql`settings || '{"provisionalTitle": true}'` } : {}) })
    .where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

/** What a person sets: the title they chose stays. False when the caller may see the chat but not change it. */
export async function changeChat(tx: Tx, id: string, o: { title?: string | undefined; approval?: Approval | undefined }): Promise<boolean> {
  const title = o.title === undefined ? {} : { title: o.title };
  const unnamed = o.title === undefined ? sql`settings` : sql`settings - 'provisionalTitle'`;
  const set = JSON.stringify(o.approval === undefined ? {} : { approval: o.approval });
  const row = await tx.updateTable('chat_sessions').set({ ...title, settings: sql`(${unnamed}) || ${set}::jsonb` })
    .where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

/** False when the caller may see the chat but not delete it. */
export async function deleteChat(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.deleteFrom('chat_sessions').where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

/** The caller's rank in a project: viewer 1, contributor 2, manager 3, owner 4; 0 for no member. */
export async function findRank(tx: Tx, projectId: string, userId: string): Promise<number> {
  const row = await tx.selectFrom('project_users').select('rank').where('project_id', '=', projectId).where('user_id', '=', userId).executeTakeFirst();
  return row?.rank ?? 0;
}

function chats(tx: Tx) {
  return tx.selectFrom('chat_sessions as c').select((eb) => [
    'c.id', 'c.project_id', 'c.title', 'c.created_at', 'c.updated_at', 'c.created_by', sql<string>`c.updated_at::text`.as('at'),
    sql<Approval | null>`c.settings->>'approval'`.as('approval'),
    eb.selectFrom('artifacts as a').select('a.id').whereRef('a.chat_id', '=', 'c.id').orderBy('a.created_at', 'desc').limit(1).as('artifact_id'),
  ]).where('c.is_active', '=', true);
}

type Row = Awaited<ReturnType<ReturnType<typeof chats>['execute']>>[number];

function chatOf(row: Row): ChatRow {
  return {
    id: row.id, projectId: row.project_id, title: row.title, createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString(),
    createdBy: row.created_by, artifactId: row.artifact_id, approval: row.approval, place: { at: row.at, id: row.id },
  };
}
