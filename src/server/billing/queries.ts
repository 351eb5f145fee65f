import { sql } from 'kysely';
import { asSystem } from '#server/platform/database/index.ts';

/** Begins the current period of every free plan whose period ended, and ends canceled plans; returns how many. */
export async function rollBillingPeriods(): Promise<{ subscriptions: number }> {
  return asSystem('billing periods', async (tx) => {
    const { rows } = await sql<{ rolled: number }>`select public.roll_billing_periods() as rolled`.execute(tx);
    return { subscriptions: rows[0]!.rolled };
  });
}
