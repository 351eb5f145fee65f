import { sql } from 'kysely';
import type { RunStatus } from '#contract/agents.ts';
import type { RequestAnswer, RequestForm } from '#contract/requests.ts';
import type { Tx } from '#server/platform/database/index.ts';
import type { RunRef } from './state.ts';

/** Stores what a run asks; a repeat stores nothing. Gives back when it was asked. */
export async function insertRequest(tx: Tx, run: RunRef, request: { id: string; stepIndex: number | null; form: RequestForm }): Promise<Date> {
  const { kind, ...payload } = request.form;
  await tx.insertInto('run_requests').values({
    id: request.id, run_id: run.runId, chat_id: run.chatId, project_id: run.projectId, kind, payload: JSON.stringify({ ...payload, stepIndex: request.stepIndex }),
  }).onConflict((c) => c.column('id').doNothing()).execute();
  return (await tx.selectFrom('run_requests').select('created_at').where('id', '=', request.id).executeTakeFirstOrThrow()).created_at;
}

/** A run waits exactly while one of its requests is open. */
export async function updateRunStatus(tx: Tx, runId: string): Promise<void> {
  await sql`update agent_runs r set status = case
      when exists (select 1 from run_requests q where q.run_id = r.id and q.answer is null) then 'waiting' else 'running' end
    where id = ${runId}::uuid and status in ('running', 'waiting')`.execute(tx);
}

export type RequestState = {
  runId: string; chatId: string; projectId: string; status: RunStatus; form: RequestForm;
  answer: RequestAnswer | null; answeredBy: string | null; answeredAt: Date | null; answeredByName: string | null;
};

/** A request with its run's status; null for whoever may not see it. */
export async function findRequestState(tx: Tx, id: string): Promise<RequestState | null> {
  const row = await tx.selectFrom('run_requests as q').innerJoin('agent_runs as r', 'r.id', 'q.run_id').leftJoin('member_profiles as p', 'p.id', 'q.answered_by')
    .select(['q.run_id', 'q.chat_id', 'q.project_id', 'q.kind', 'q.payload', 'q.answer', 'q.answered_by', 'q.answered_at', 'r.status', 'p.display_name'])
    .where('q.id', '=', id).executeTakeFirst();
  if (!row) return null;
  return {
    runId: row.run_id, chatId: row.chat_id, projectId: row.project_id, status: row.status as RunStatus,
    form: { ...(row.payload as object), kind: row.kind } as RequestForm,
    answer: row.answer as RequestAnswer | null, answeredBy: row.answered_by, answeredAt: row.answered_at, answeredByName: row.display_name,
  };
}

/** Stores an answer under the caller's rights; false when the role does not allow it. The database refuses a second one. */
export async function updateAnswer(tx: Tx, id: string, answer: RequestAnswer): Promise<boolean> {
  const row = await tx.updateTable('run_requests').set({ answer: JSON.stringify(answer) }).where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}
