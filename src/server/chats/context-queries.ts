import { sql } from 'kysely';
import type { ContextSection, ModelContext, ModelContextSummary } from '#contract/contexts.ts';
import type { Tx } from '#server/platform/database/index.ts';

type Row = {
  id: string; run_id: string; step_index: number | null; agent: string; model: string; created_at: Date; tokens: number; model_window: number | null;
};
const columns = sql`id, run_id, step_index, agent, model, created_at, model_window, seq,
  (select coalesce(sum((section ->> 'tokens')::int), 0)::int from jsonb_array_elements(sections) as section) as tokens`;

/** Calls of models of a run, in their order. */
export async function listContexts(tx: Tx, runId: string, limit: number, after = -1): Promise<(ModelContextSummary & { seq: number })[]> {
  const { rows } = await sql<Row & { seq: number }>`
    select ${columns} from model_contexts where run_id = ${runId}::uuid and seq > ${after} order by seq limit ${limit}`.execute(tx);
  return rows.map((row) => ({ ...summaryOf(row), seq: row.seq }));
}

/** One call with its texts; null when it is not there for the caller. */
export async function findContext(tx: Tx, id: string): Promise<ModelContext | null> {
  const { rows: [row] } = await sql<Row & { sections: ContextSection[]; left_out: ModelContext['leftOut'] }>`
    select ${columns}, sections, left_out from model_contexts where id = ${id}::uuid`.execute(tx);
  if (!row) return null;
  const { rows: parts } = await sql<{ hash: string; content: string }>`
    select hash, content from model_context_parts
    where run_id = ${row.run_id}::uuid and hash in (select section ->> 'hash' from jsonb_array_elements(${JSON.stringify(row.sections)}::jsonb) as section)`.execute(tx);
  const texts = new Map(parts.map(({ hash, content }) => [hash, content]));
  return { ...summaryOf(row), sections: row.sections.map((section) => ({ ...section, text: texts.get(section.hash) ?? '' })), leftOut: row.left_out };
}

function summaryOf(row: Row): ModelContextSummary {
  return {
    id: row.id, runId: row.run_id, stepIndex: row.step_index, agent: row.agent as ModelContextSummary['agent'], model: row.model,
    createdAt: row.created_at.toISOString(), tokens: row.tokens, window: row.model_window,
  };
}
