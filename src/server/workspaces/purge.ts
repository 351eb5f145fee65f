import { sql } from 'kysely';
import { asSystem } from '#server/platform/database/index.ts';
import type { Tx } from '#server/platform/database/index.ts';

/** Deletes for good what was archived more than 30 days ago, a few in each transaction; returns how many. */
export async function purgeArchived(): Promise<{ deleted: number }> {
  const atOnce = 5;
  let deleted = 0;
  for (;;) {
    const gone = await asSystem('retention', async (tx) => {
      // A tenant may be large, and nobody waits for this.
      await sql`select set_config('statement_timeout', '0', true)`.execute(tx);
      return count(tx, sql`select public.purge_archived(${atOnce}) as count`);
    });
    deleted += gone;
    if (gone < atOnce) return { deleted };
  }
}

/** Deletes what has no meaning any more: forgotten reservations, unfinished authorizations, old records of jobs, and what models saw a month ago. */
export async function purgeExpired(): Promise<{ deleted: number }> {
  return { deleted: await asSystem('retention', (tx) => count(tx, sql`select public.purge_expired() + public.purge_model_contexts() as count`)) };
}

async function count(tx: Tx, query: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await query.execute(tx);
  return (rows[0] as { count: number }).count;
}
