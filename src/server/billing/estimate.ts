import { sql } from 'kysely';
import type { AgentType } from '#contract/agents.ts';
import type { Estimate } from '#contract/billing.ts';
import { asSystem } from '#server/platform/database/index.ts';
import { costOf } from './prices.ts';

/** A rule of thumb for the first runs of an instance: tokens that an agent takes for its part. */
const perAgent: Record<AgentType, number> = {
  orchestrator: 8_000, requirements: 6_000, architect: 8_000, designer: 6_000, coder: 45_000, quality: 14_000, search: 5_000, scanning: 6_000, 'data-validation': 6_000,
};
const crews: Record<Estimate['kind'], AgentType[]> = {
  build: ['orchestrator', 'requirements', 'architect', 'designer', 'coder', 'scanning', 'data-validation', 'quality'],
  change: ['orchestrator', 'coder', 'quality'],
};
const spread = { low: 0.75, high: 1.5 };
/** Most of what a crew takes is read: files and what was said before. */
const shareRead = 0.85;

/** What an answer will roughly take: as the middle half of past runs, of the project or of the instance, else by a rule of thumb. */
export async function estimateRun(projectId: string, kind: Estimate['kind'], model: string): Promise<Omit<Estimate, 'isFree' | 'allowance'>> {
  const { rows } = await asSystem('token allowance', (tx) => sql<{ runs: string; low: string; high: string; low_cost: string | null; high_cost: string | null }>`
    select * from public.usual_usage(${projectId}::uuid, ${kind})`.execute(tx));
  const known = rows[0];
  if (known) {
    const number = (text: string | null) => (text === null ? null : Number(text));
    return { kind, low: Number(known.low), high: Number(known.high), lowCost: number(known.low_cost), highCost: number(known.high_cost), runs: Number(known.runs) };
  }
  const usual = crews[kind].reduce((sum, agent) => sum + perAgent[agent], 0);
  const [low, high] = [Math.round(usual * spread.low), Math.round(usual * spread.high)];
  const price = (tokens: number) => costOf(model, { input: Math.round(tokens * shareRead), cached: 0, output: Math.round(tokens * (1 - shareRead)), reasoning: 0 });
  return { kind, low, high, lowCost: price(low), highCost: price(high), runs: 0 };
}
