import { sql } from 'kysely';
import type { AgentType } from '#contract/agents.ts';
import type { Tokens } from '#server/billing/index.ts';
import { asSystem, type Tx } from '#server/platform/database/index.ts';
import type { RunRef } from './state.ts';

/** A call of a model or a tool, before it is made. Its id is that of its workflow step. */
export type Call = { id: string; kind: 'model' | 'tool'; name: string; agent: AgentType; stepIndex: number | null; callId?: string };

/** Notes that a call begins; gives its number of attempts, and the answer when an earlier one got through to its end. */
export async function beginCall(run: RunRef, call: Call): Promise<{ attempt: number; answer: unknown }> {
  return asSystem('run ledger', async (tx) => {
    const { rows } = await sql<{ attempt: number; answer: unknown }>`
      insert into run_calls as c (id, run_id, chat_id, project_id, kind, name, agent_type, step_index, call_id)
      values (${call.id}::uuid, ${run.runId}::uuid, ${run.chatId}::uuid, ${run.projectId}::uuid, ${call.kind}, ${call.name.slice(0, 200)},
        ${call.agent}, ${call.stepIndex}, ${call.callId?.slice(0, 200) ?? null})
      on conflict (id) do update set attempts = case when c.ok and c.answer is not null then c.attempts else c.attempts + 1 end
      returning attempts as attempt, case when ok then answer end as answer`.execute(tx);
    return rows[0]!;
  });
}

export type ModelOutcome = {
  model: string; tokens: Tokens; isEstimated: boolean; cost: number | null; charged: boolean; durationMs: number;
} & ({ answer: unknown } | { problem: string });

/** Locks a call that is about to be settled; null when a later attempt has taken it over or the run is gone. */
export async function lockCall(tx: Tx, id: string, attempt: number): Promise<{ runStatus: string } | null> {
  const { rows } = await sql<{ status: string }>`select r.status from run_calls c join agent_runs r on r.id = c.run_id
    where c.id = ${id}::uuid and c.attempts = ${attempt} for no key update of c`.execute(tx);
  return rows[0] ? { runStatus: rows[0].status } : null;
}

export async function endModelCall(tx: Tx, id: string, o: ModelOutcome): Promise<void> {
  const ok = 'answer' in o;
  await tx.updateTable('run_calls').set({
    ok, name: o.model.slice(0, 200), problem: ok ? null : o.problem.slice(0, 2000), input_tokens: o.tokens.input, cached_tokens: o.tokens.cached,
    output_tokens: o.tokens.output, reasoning_tokens: o.tokens.reasoning, is_estimated: o.isEstimated, cost_microdollars: o.cost, charged: o.charged,
    duration_ms: o.durationMs, ...(ok ? { answer: JSON.stringify(o.answer) } : {}),
  }).where('id', '=', id).execute();
}

/** Notes a call of a tool that is over; again it counts as another attempt. */
export async function recordToolCall(run: RunRef, call: Call, o: { ok: boolean; problem: string | null; durationMs: number }): Promise<void> {
  await beginCall(run, call);
  await asSystem('run ledger', (tx) => tx.updateTable('run_calls')
    .set({ ok: o.ok, problem: o.problem?.slice(0, 2000) ?? null, duration_ms: o.durationMs }).where('id', '=', call.id).execute());
}

/** What a run took so far. Cost is null as soon as the price of one call is not known. */
export async function usageOfRun(tx: Tx, runId: string): Promise<{ tokens: number; costMicrodollars: number | null }> {
  const { rows } = await sql<{ tokens: string; cost: string | null }>`select coalesce(sum(input_tokens + output_tokens), 0) as tokens,
    case when bool_and(cost_microdollars is not null) filter (where input_tokens + output_tokens > 0) then sum(cost_microdollars) end as cost
    from run_calls where run_id = ${runId}::uuid and kind = 'model'`.execute(tx);
  const { tokens, cost } = rows[0]!;
  return { tokens: Number(tokens), costMicrodollars: cost === null ? null : Number(cost) };
}
