import { sql } from 'kysely';
import type { Message } from '#contract/chats.ts';
import type { Mention } from '#contract/people.ts';
import type { Tx } from '#server/platform/database/index.ts';
import type { Place } from './queries.ts';

const excerptLength = 200;

/** Mentions of the caller in all their projects, newest first. */
export async function listMentions(tx: Tx, userId: string, limit: number, before?: Place): Promise<(Mention & { place: Place })[]> {
  const rows = await tx.selectFrom('message_mentions as n')
    .innerJoin('chat_messages as m', 'm.id', 'n.message_id')
    .innerJoin('chat_sessions as c', 'c.id', 'n.chat_id').innerJoin('projects as p', 'p.id', 'n.project_id')
    .leftJoin('member_profiles as a', 'a.id', 'm.created_by')
    .select(['n.id', 'n.message_id', 'n.chat_id', 'n.project_id', 'c.title', 'p.name', 'a.display_name', 'm.content', 'n.created_at', 'n.seen_at',
      sql<string>`n.created_at::text`.as('at')])
    .where('n.user_id', '=', userId).where('c.is_active', '=', true)
    .$if(before !== undefined, (q) => q.where(sql<boolean>`(n.created_at, n.id) < (${before!.at}::timestamptz, ${before!.id}::uuid)`))
    .orderBy('n.created_at', 'desc').orderBy('n.id', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    id: row.id, messageId: row.message_id, chatId: row.chat_id, projectId: row.project_id, chatTitle: row.title, projectName: row.name,
    authorName: row.display_name, excerpt: excerptOf(row.content as Message['content']),
    createdAt: row.created_at.toISOString(), seenAt: row.seen_at?.toISOString() ?? null, place: { at: row.at, id: row.id },
  }));
}

/** Mentions of the caller that were not seen yet, in all their projects. */
export async function countUnseenMentions(tx: Tx, userId: string): Promise<number> {
  const { rows } = await sql<{ unseen: number }>`
    select count(*)::int as unseen from message_mentions n join chat_sessions c on c.id = n.chat_id and c.is_active
    where n.user_id = ${userId} and n.seen_at is null`.execute(tx);
  return rows[0]!.unseen;
}

/** Marks mentions of the caller as seen: the one named, else all. */
export async function markMentionsSeen(tx: Tx, userId: string, id?: string): Promise<void> {
  await tx.updateTable('message_mentions').set({ seen_at: sql<Date>`now()` })
    .where('user_id', '=', userId).where('seen_at', 'is', null)
    .$if(id !== undefined, (q) => q.where('id', '=', id!)).execute();
}

/** Which of these people are members of the project. */
export async function listMembersAmong(tx: Tx, projectId: string, userIds: string[]): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const rows = await tx.selectFrom('project_users').select('user_id').where('project_id', '=', projectId).where('user_id', 'in', userIds).execute();
  return new Set(rows.map((row) => row.user_id));
}

function excerptOf({ parts }: Message['content']): string {
  const text = parts.filter((part) => part.type === 'text').map((part) => part.text).join(' ').replace(/\s+/g, ' ').trim();
  return text.length <= excerptLength ? text : `${text.slice(0, excerptLength - 1)}…`;
}
