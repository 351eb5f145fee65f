import { sql } from 'kysely';
import type { Run } from '#contract/agents.ts';
import type { Tx } from '#server/platform/database/index.ts';
import type { StreamEvent } from '#server/platform/events/index.ts';
import type { Place } from './queries.ts';

export type RunRow = Run & { projectId: string; place: Place };

/** Runs of a chat, newest first. */
export async function listRuns(tx: Tx, chatId: string, limit: number, before?: Place): Promise<RunRow[]> {
  const rows = await runs(tx).where('chat_id', '=', chatId)
    .$if(before !== undefined, (q) => q.where(sql<boolean>`(created_at, id) < (${before!.at}::timestamptz, ${before!.id}::uuid)`))
    .orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  return rows.map(runOf);
}

export async function findRun(tx: Tx, id: string): Promise<RunRow | null> {
  const row = await runs(tx).where('id', '=', id).executeTakeFirst();
  return row ? runOf(row) : null;
}

/** Notes that a person wants the run to stop; false when the role does not allow it. */
export async function updateCancelRequest(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.updateTable('agent_runs').set({ cancel_requested_at: sql<Date>`coalesce(cancel_requested_at, now())` })
    .where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

/**
 * Where to start a chat's stream: before the first event of the oldest run that
 * is not over, else after the last event of all.
 */
export async function findStreamStart(tx: Tx, chatId: string): Promise<string> {
  const { rows } = await sql<{ start: string }>`
    select coalesce(
      (select min(e.id) - 1 from run_events e join agent_runs r on r.id = e.run_id
        where e.chat_id = ${chatId} and r.chat_id = ${chatId} and r.status in ('queued', 'running', 'waiting')),
      (select max(e.id) from run_events e where e.chat_id = ${chatId}), 0)::text as start`.execute(tx);
  return rows[0]!.start;
}

/** Events of a chat after a cursor, oldest first; null for whoever may not see it. One statement: each reader asks it at each batch. */
export async function listEvents(tx: Tx, chatId: string, after: string, limit: number): Promise<StreamEvent[] | null> {
  const rows = await tx.selectFrom('chat_sessions as c')
    .leftJoinLateral((eb) => eb.selectFrom('run_events').select(['id', 'run_id', 'type', 'payload'])
      .whereRef('chat_id', '=', 'c.id').where('id', '>', after).orderBy('id').limit(limit).as('e'), (join) => join.onTrue())
    .select(['e.id', 'e.run_id', 'e.type', 'e.payload'])
    .where('c.id', '=', chatId).where('c.is_active', '=', true).orderBy('e.id').execute();
  if (rows.length === 0) return null;
  return rows.flatMap(({ id, run_id: runId, type, payload }) => (id === null ? [] : { id: String(id), type: type!, data: { ...(payload as object), type: type!, runId } }));
}

function runs(tx: Tx) {
  return tx.selectFrom('agent_runs').select([
    'id', 'chat_id', 'project_id', 'message_id', 'status', 'progress', 'steps', 'model', 'error', 'created_at', 'started_at', 'finished_at', 'created_by',
    sql<string>`created_at::text`.as('at'),
  ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof runs>['execute']>>[number];

function runOf(row: Row): RunRow {
  return {
    id: row.id, chatId: row.chat_id, messageId: row.message_id, status: row.status as Run['status'], progress: row.progress,
    steps: row.steps as Run['steps'], model: row.model ?? '', createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null, finishedAt: row.finished_at?.toISOString() ?? null, createdBy: row.created_by,
    ...(row.error ? { error: row.error as NonNullable<Run['error']> } : {}), projectId: row.project_id, place: { at: row.at, id: row.id },
  };
}
