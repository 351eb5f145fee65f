import { asSystem } from '#server/platform/database/index.ts';
import { insertAccess } from '../access.ts';
import { dropExpiredLogs, lockChain, makeLogPartitions } from './queries.ts';
import { keepReceipt } from './receipts.ts';
import { addSeal } from './seal.ts';
import type { SignedSeal } from './signing.ts';

/** Makes the missing months of the logs, this one and three ahead. Returns how many were made. */
export async function makePartitions(): Promise<number> {
  return await asSystem('log partitions', makeLogPartitions);
}

/**
 * Removes the months of the logs that ended seven years ago and are sealed. The seals stay; a seal of the purge joins
 * the chain in the same transaction, and an entry the access log. Returns the months removed, e.g. `audit_logs 2019-01`.
 */
export async function dropExpired({ home }: { home: string }): Promise<string[]> {
  const { months, newest } = await asSystem('log partitions', async (tx) => {
    await lockChain(tx);
    let last: SignedSeal | null = null;
    const removed: string[] = [];
    for (const { log, month, entries, fromPosition, toPosition } of await dropExpiredLogs(tx)) {
      last = await addSeal(tx, { createdAt: new Date(), kind: 'purge', log, month, fromPosition, toPosition, entries, leaves: Buffer.alloc(0) });
      await insertAccess(tx, null, { event: 'purge', objectKind: log, purpose: `retention: ${month}, ${entries} entries` });
      removed.push(`${log} ${month}`);
    }
    return { months: removed, newest: last };
  });
  if (newest) keepReceipt(home, newest);
  return months;
}
