import { sql } from 'kysely';
import type { RunError, RunStatus, Step } from '#contract/agents.ts';
import type { Message } from '#contract/chats.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { instanceModels, modelsOfProject } from '../models/index.ts';
import type { PlanWorkInput } from '../tools/plan-work.ts';
import type { RunRef } from './state.ts';

export type RunRow = RunRef & { status: RunStatus; steps: Step[]; cancelRequested: boolean };

/** A run as its row has it; null when chat or project were deleted meanwhile. */
export async function findRun(tx: Tx, runId: string): Promise<RunRow | null> {
  const row = await tx.selectFrom('agent_runs')
    .select(['id', 'chat_id', 'project_id', 'created_by', 'status', 'steps', 'model', 'cancel_requested_at'])
    .where('id', '=', runId).executeTakeFirst();
  if (!row) return null;
  return {
    runId: row.id, chatId: row.chat_id, projectId: row.project_id, askerId: row.created_by ?? '', model: row.model || instanceModels().name,
    status: row.status as RunStatus, steps: row.steps as Step[], cancelRequested: row.cancel_requested_at !== null,
  };
}

/**
 * Marks the chat's oldest queued run as running, when no other run of the chat
 * is at work; null when there is nothing to start. The chat must be locked.
 */
export async function claimNextRun(tx: Tx, chatId: string): Promise<string | null> {
  const chat = await tx.selectFrom('chat_sessions').select('project_id').where('id', '=', chatId).executeTakeFirst();
  if (!chat) return null;
  const { name } = await modelsOfProject(tx, chat.project_id);
  const { rows } = await sql<{ id: string }>`
    update agent_runs set status = 'running', started_at = coalesce(started_at, now()), model = ${name}
    where id = (select id from agent_runs where chat_id = ${chatId}::uuid and status = 'queued' and cancel_requested_at is null
        order by created_at, id limit 1)
      and not exists (select 1 from agent_runs where chat_id = ${chatId}::uuid and status in ('running', 'waiting'))
    returning id`.execute(tx);
  return rows[0]?.id ?? null;
}

/** Runs that are not over and not among `here`, oldest first. */
export async function listOpenElsewhere(tx: Tx, here: string[], limit: number): Promise<{ id: string; chatId: string; status: RunStatus; cancelRequested: boolean }[]> {
  const rows = await tx.selectFrom('agent_runs').select(['id', 'chat_id', 'status', 'cancel_requested_at'])
    .where('status', 'in', ['queued', 'running', 'waiting']).where(sql<boolean>`not id = any(${here}::uuid[])`).orderBy('created_at').orderBy('id').limit(limit).execute();
  return rows.map((row) => ({ id: row.id, chatId: row.chat_id, status: row.status as RunStatus, cancelRequested: row.cancel_requested_at !== null }));
}

/** Those of the runs that are over. */
export async function listOver(tx: Tx, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx.selectFrom('agent_runs').select('id').where('id', 'in', ids).where('finished_at', 'is not', null).execute();
  return rows.map(({ id }) => id);
}

/** Replaces one step in the run's row, whatever became of the others meanwhile. */
export async function updateStep(tx: Tx, runId: string, progress: number, step: Step): Promise<void> {
  await sql`update agent_runs set progress = greatest(progress, ${progress}), steps = jsonb_set(steps, array[${String(step.index)}], ${JSON.stringify(step)}::jsonb)
    where id = ${runId}::uuid`.execute(tx);
}

/** The plan a run works on, with its steps. */
export async function updatePlan(tx: Tx, runId: string, plan: Pick<PlanWorkInput, 'title' | 'kind' | 'message'>, progress: number, steps: Step[]): Promise<void> {
  const { title, kind, message } = plan;
  await tx.updateTable('agent_runs').set({ plan: JSON.stringify({ title, kind, message }), progress, steps: JSON.stringify(steps) }).where('id', '=', runId).execute();
}

/** Ends a run once; false when it was over already. */
export async function updateEnd(tx: Tx, runId: string, o: { status: RunStatus; steps: Step[]; progress?: number; error?: RunError }): Promise<boolean> {
  const row = await tx.updateTable('agent_runs').set({
    status: o.status, steps: JSON.stringify(o.steps), finished_at: sql<Date>`now()`,
    ...(o.progress === undefined ? {} : { progress: o.progress }),
    ...(o.error ? { error: JSON.stringify(o.error) } : {}),
  }).where('id', '=', runId).where('status', 'in', ['queued', 'running', 'waiting']).returning('id').executeTakeFirst();
  return row !== undefined;
}

/** The message that started a run, as readers get it. */
export async function findRequest(tx: Tx, runId: string): Promise<Message | null> {
  const { rows } = await sql<{ id: string; chat_id: string; content: Message['content']; created_at: Date; created_by: string | null; name: string | null; retries_run: string | null; retries_step: number | null }>`
    select m.id, m.chat_id, m.content, m.created_at, m.created_by, r.retries_run, r.retries_step,
      coalesce(nullif(btrim(u.profile->>'display_name'), ''), 'Unnamed person') as name
    from agent_runs r join chat_messages m on m.id = r.message_id left join users u on u.id = m.created_by
    where r.id = ${runId}::uuid`.execute(tx);
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id, chatId: row.chat_id, messageType: 'user', agentType: null, content: row.content, runId, stepIndex: null,
    createdAt: row.created_at.toISOString(), createdBy: row.created_by, authorName: row.created_by === null ? null : row.name,
    ...(row.retries_run === null ? {} : { retries: { runId: row.retries_run, stepIndex: row.retries_step ?? 0 } }),
  };
}

/** Stores what an agent said; a repeat stores nothing and gives back what is there. */
export async function insertAgentMessage(tx: Tx, run: RunRef, message: Pick<Message, 'id' | 'agentType' | 'content' | 'stepIndex'>): Promise<Message> {
  await tx.insertInto('chat_messages').values({
    id: message.id, chat_id: run.chatId, project_id: run.projectId, run_id: run.runId, message_type: 'ai',
    agent_type: message.agentType, step_index: message.stepIndex, content: JSON.stringify(message.content),
  }).onConflict((c) => c.column('id').doNothing()).execute();
  const row = await tx.selectFrom('chat_messages').select(['created_at']).where('id', '=', message.id).executeTakeFirstOrThrow();
  return {
    ...message, chatId: run.chatId, messageType: 'ai', runId: run.runId,
    createdAt: row.created_at.toISOString(), createdBy: null, authorName: null,
  };
}

/** Stores what a person said in answer to a run; a repeat stores nothing and gives back what is there. */
export async function insertSaid(tx: Tx, run: RunRef, said: { id: string; text: string; authorId: string | null }): Promise<Message> {
  const during = { runId: run.runId, as: 'answer' as const };
  await tx.insertInto('chat_messages').values({
    id: said.id, chat_id: run.chatId, project_id: run.projectId, message_type: 'user', created_by: said.authorId,
    content: JSON.stringify({ parts: [{ type: 'text', text: said.text }] }), metadata: JSON.stringify({ during }),
  }).onConflict((c) => c.column('id').doNothing()).execute();
  return findSaid(tx, said.id, during);
}

/** What a person said in the middle of a run, as readers get it. */
export async function findSaid(tx: Tx, id: string, during: NonNullable<Message['during']>): Promise<Message> {
  const { rows } = await sql<{ chat_id: string; content: Message['content']; created_at: Date; created_by: string | null; name: string | null }>`
    select m.chat_id, m.content, m.created_at, m.created_by, case when u.id is not null then coalesce(nullif(btrim(u.profile->>'display_name'), ''), 'Unnamed person') end as name
    from chat_messages m left join users u on u.id = m.created_by where m.id = ${id}::uuid`.execute(tx);
  const row = rows[0];
  if (!row) throw new Error(`message ${id} is gone`);
  return {
    id, chatId: row.chat_id, messageType: 'user', agentType: null, content: row.content, runId: null, stepIndex: null, during,
    createdAt: row.created_at.toISOString(), createdBy: row.created_by, authorName: row.name,
  };
}
