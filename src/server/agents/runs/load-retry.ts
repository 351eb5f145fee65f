import { sql } from 'kysely';
import type { Step } from '#contract/agents.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { AppError } from '#server/platform/errors.ts';
import type { PlanWorkInput } from '../tools/plan-work.ts';
import type { RunRef } from './state.ts';

/** What a run goes on from: the plan and the steps of an earlier one, and where in them it begins. */
export type Retry = { runId: string; from: number; plan: Omit<PlanWorkInput, 'steps'>; steps: Step[] };

/** The earlier run of one that does a step again; null for a run that begins anew. */
export async function loadRetry(tx: Tx, run: RunRef): Promise<Retry | null> {
  const { rows } = await sql<{ id: string; from: number; plan: Retry['plan'] | null; steps: Step[] }>`
    select o.id, r.retries_step as "from", o.plan, o.steps from agent_runs r join agent_runs o on o.id = r.retries_run
    where r.id = ${run.runId}::uuid`.execute(tx);
  const row = rows[0];
  if (!row) return null;
  if (!row.plan || !row.steps[row.from]) {
    throw new AppError('conflict', 'There is no such step to do again.', { hint: 'Send the request again as a new message.' });
  }
  return { runId: row.id, from: row.from, plan: row.plan, steps: row.steps };
}
