import { sql } from 'kysely';
import type { ChatMember } from '#contract/people.ts';
import type { Tx } from '#server/platform/database/index.ts';
import type { Attendance } from './presence.ts';

export type MemberPlace = { at: string; id: string };

/** Members of the chat's project in the order in which they joined it, with how far they have read the chat. */
export async function listChatMembers(
  tx: Tx, chat: { id: string; projectId: string }, limit: number, after?: MemberPlace,
): Promise<(ChatMember & { place: MemberPlace })[]> {
  const rows = await tx.selectFrom('project_users as m')
    .innerJoin('member_profiles as n', 'n.id', 'm.user_id')
    .leftJoin('chat_participants as p', (join) => join.on('p.chat_id', '=', chat.id).onRef('p.user_id', '=', 'm.user_id').on('p.is_active', '=', true))
    .select(['m.user_id', 'm.role', 'n.display_name', 'p.joined_at', 'p.last_read_at', sql<string>`m.created_at::text`.as('at')])
    .where('m.project_id', '=', chat.projectId)
    .$if(after !== undefined, (q) => q.where(sql<boolean>`(m.created_at, m.user_id) > (${after!.at}::timestamptz, ${after!.id}::uuid)`))
    .orderBy('m.created_at').orderBy('m.user_id').limit(limit).execute();
  return rows.map((row) => ({
    userId: row.user_id, displayName: row.display_name!, role: row.role as ChatMember['role'],
    joinedAt: row.joined_at?.toISOString() ?? null, lastReadAt: row.last_read_at?.toISOString() ?? null, place: { at: row.at, id: row.user_id },
  }));
}

/** Who of the people present belongs to the project, with the names of today; whoever left it is not told of any more. */
export async function namePresent(tx: Tx, projectId: string, present: Attendance[]): Promise<{ userId: string; displayName: string; isTyping: boolean }[]> {
  if (present.length === 0) return [];
  const rows = await tx.selectFrom('project_users as m').innerJoin('member_profiles as n', 'n.id', 'm.user_id')
    .select(['m.user_id', 'm.rank', 'n.display_name']).where('m.project_id', '=', projectId)
    .where('m.user_id', 'in', present.map(({ userId }) => userId)).orderBy('n.display_name').orderBy('m.user_id').execute();
  const typing = new Set(present.filter(({ isTyping }) => isTyping).map(({ userId }) => userId));
  return rows.map((row) => ({ userId: row.user_id, displayName: row.display_name!, isTyping: row.rank! >= 2 && typing.has(row.user_id) }));
}

/** The caller's read mark; null for who was never here. */
export async function findReadMark(tx: Tx, chatId: string, userId: string): Promise<Date | null> {
  const row = await tx.selectFrom('chat_participants').select('last_read_at')
    .where('chat_id', '=', chatId).where('user_id', '=', userId).executeTakeFirst();
  return row?.last_read_at ?? null;
}

/** Whoever writes takes part. What was said before stays unread until it is seen; who is new begins at the own message. */
export async function joinChat(tx: Tx, userId: string, messageId: string): Promise<void> {
  await sql`
    insert into chat_participants (chat_id, project_id, user_id, last_read_at)
    select m.chat_id, m.project_id, ${userId}, m.created_at from chat_messages m where m.id = ${messageId}
    on conflict (chat_id, user_id) do update set is_active = true where not chat_participants.is_active`.execute(tx);
}

/**
 * Moves the caller's read mark up to a message of the chat, never back; the first mark makes them take part. False when
 * there is no such message here.
 */
export async function markRead(tx: Tx, chat: { id: string; projectId: string }, userId: string, messageId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into chat_participants (chat_id, project_id, user_id, last_read_at)
    select m.chat_id, m.project_id, ${userId}, m.created_at from chat_messages m where m.id = ${messageId} and m.chat_id = ${chat.id}
    on conflict (chat_id, user_id) do update set last_read_at = excluded.last_read_at, is_active = true`.execute(tx);
  if (numAffectedRows !== 1n) return false;
  await sql`
    update message_mentions n set seen_at = now() from chat_messages m
    where n.chat_id = ${chat.id} and n.user_id = ${userId} and n.seen_at is null and m.id = n.message_id
      and m.created_at <= (select p.last_read_at from chat_participants p where p.chat_id = ${chat.id} and p.user_id = ${userId})`.execute(tx);
  return true;
}
