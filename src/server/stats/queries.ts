import { sql } from 'kysely';
import { asSystem } from '#server/platform/database/index.ts';

/** Writes yesterday's statistics once more, now that the day is over, and today's as they are; returns the rows written. Days are UTC. */
export async function writeDailyStats(): Promise<{ rows: number }> {
  return asSystem('statistics', async (tx) => {
    const { rows } = await sql<{ written: number }>`
      select public.write_daily_stats((now() at time zone 'utc')::date - 1) + public.write_daily_stats() as written`.execute(tx);
    return { rows: rows[0]!.written };
  });
}
