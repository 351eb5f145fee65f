import { sql } from 'kysely';
import { asSystem } from '#server/platform/database/index.ts';

/** Takes a job for a period; false when somebody else runs it, or did. */
export async function beginJob(job: string, period: string, owner: string): Promise<boolean> {
  return asSystem('scheduled jobs', async (tx) => {
    const { rows } = await sql<{ taken: boolean }>`select public.begin_job(${job}, ${period}, ${owner}) as taken`.execute(tx);
    return rows[0]!.taken;
  });
}

/** Notes how a job ended; `outcome` must be JSON. */
export async function endJob(job: string, period: string, owner: string, outcome: unknown, failure: string | null): Promise<void> {
  await asSystem('scheduled jobs', (tx) =>
    sql`select public.end_job(${job}, ${period}, ${owner}, ${outcome === null ? null : JSON.stringify(outcome)}::jsonb, ${failure})`.execute(tx));
}
