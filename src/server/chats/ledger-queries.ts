import { sql } from 'kysely';
import type { AgentType } from '#contract/agents.ts';
import type { Ledger, LedgerCall } from '#contract/billing.ts';
import type { Tx } from '#server/platform/database/index.ts';

/** All calls of a run, in the order in which they began. */
export async function listCalls(tx: Tx, runId: string): Promise<LedgerCall[]> {
  const rows = await tx.selectFrom('run_calls').selectAll().where('run_id', '=', runId).orderBy('started_at').orderBy('id').execute();
  return rows.map((row) => ({
    kind: row.kind as LedgerCall['kind'], name: row.name, agent: row.agent_type as AgentType, stepIndex: row.step_index, ok: row.ok, problem: row.problem,
    attempts: row.attempts, startedAt: row.started_at.toISOString(), durationMs: row.duration_ms,
    input: Number(row.input_tokens), cached: Number(row.cached_tokens), output: Number(row.output_tokens), reasoning: Number(row.reasoning_tokens),
    isEstimated: row.is_estimated, costMicrodollars: row.cost_microdollars === null ? null : Number(row.cost_microdollars), charged: row.charged,
  }));
}

/** The files that each version of a run added, changed or deleted against the version before it. */
export async function listFilesTouched(tx: Tx, runId: string): Promise<Ledger['files']> {
  const { rows } = await sql<Ledger['files'][number]>`
    select v.number as version, touched.path, touched.change
    from artifact_versions v left join artifact_versions b on b.artifact_id = v.artifact_id and b.number = v.number - 1
    cross join lateral (
      select coalesce(n.path, o.path) as path, case when o.path is null then 'added' when n.path is null then 'deleted' else 'changed' end as change
      from jsonb_to_recordset(v.files) as n (path text, hash text)
      full join jsonb_to_recordset(coalesce(b.files, '[]')) as o (path text, hash text) on o.path = n.path
      where n.hash is distinct from o.hash
    ) touched
    where v.run_id = ${runId}::uuid order by v.number, touched.path`.execute(tx);
  return rows;
}
