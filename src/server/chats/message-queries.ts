import { sql } from 'kysely';
import { message, type Message, type MessagePart } from '#contract/chats.ts';
import type { Tx } from '#server/platform/database/index.ts';
import type { Place } from './queries.ts';

export type MessageRow = Message & { place: Place };

/** Messages of a chat, newest first; `before` is the place of the oldest one known. */
export async function listMessages(tx: Tx, chatId: string, limit: number, before?: Place): Promise<MessageRow[]> {
  const rows = await messages(tx).where('m.chat_id', '=', chatId)
    .$if(before !== undefined, (q) => q.where(sql<boolean>`(m.created_at, m.id) < (${before!.at}::timestamptz, ${before!.id}::uuid)`))
    .orderBy('m.created_at', 'desc').orderBy('m.id', 'desc').limit(limit).execute();
  return rows.map(messageOf);
}

export async function findMessage(tx: Tx, id: string): Promise<Message | null> {
  const row = await messages(tx).where('m.id', '=', id).executeTakeFirst();
  if (!row) return null;
  const { place: _place, ...message } = messageOf(row);
  return message;
}

/** Stores a person's message and the run that answers it under one id. */
export async function insertMessageWithRun(tx: Tx, m: { id: string; chatId: string; projectId: string; parts: MessagePart[]; retries?: { runId: string; stepIndex: number } }): Promise<void> {
  await tx.insertInto('chat_messages').values({
    id: m.id, chat_id: m.chatId, project_id: m.projectId, message_type: 'user', run_id: m.id,
    content: JSON.stringify({ parts: m.parts }),
  }).execute();
  await tx.insertInto('agent_runs').values({
    id: m.id, chat_id: m.chatId, project_id: m.projectId, message_id: m.id,
    ...(m.retries ? { retries_run: m.retries.runId, retries_step: m.retries.stepIndex } : {}),
  }).execute();
}

function messages(tx: Tx) {
  return tx.selectFrom('chat_messages as m').leftJoin('member_profiles as p', 'p.id', 'm.created_by').leftJoin('agent_runs as r', 'r.id', 'm.id').select([
    'm.id', 'm.chat_id', 'm.message_type', 'm.agent_type', 'm.content', 'm.run_id', 'm.step_index', 'm.created_at', 'm.created_by',
    'p.display_name', sql<string>`m.created_at::text`.as('at'), sql<unknown>`m.metadata->'during'`.as('during'), 'r.retries_run', 'r.retries_step',
  ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof messages>['execute']>>[number];

function messageOf(row: Row): MessageRow {
  return {
    id: row.id, chatId: row.chat_id, messageType: row.message_type as Message['messageType'], agentType: row.agent_type as Message['agentType'],
    content: row.content as Message['content'], runId: row.run_id, stepIndex: row.step_index, createdAt: row.created_at.toISOString(),
    createdBy: row.created_by, authorName: row.display_name,
    ...duringOf(row), ...(row.retries_run === null ? {} : { retries: { runId: row.retries_run, stepIndex: row.retries_step ?? 0 } }), place: { at: row.at, id: row.id },
  };
}

/** Metadata is written by people, too: what is not in the form of the contract is left out. */
function duringOf(row: Row): Pick<Message, 'during'> {
  const during = message.shape.during.safeParse(row.during ?? undefined);
  return during.success && during.data ? { during: during.data } : {};
}
