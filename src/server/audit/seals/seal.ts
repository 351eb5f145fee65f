import { setTimeout as wait } from 'node:timers/promises';
import { asSystem } from '#server/platform/database/index.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { log } from '#server/platform/log.ts';
import { hashEntry, packLeaves } from './leaves.ts';
import { findLastSeal, insertSeal, isSettled, listEntries, listMonths, listSealedTo, lockChain, readHorizon } from './queries.ts';
import type { Horizon } from './queries.ts';
import { keepReceipt } from './receipts.ts';
import { logNames, signSeal } from './signing.ts';
import type { LogName, Seal, SignedSeal } from './signing.ts';

/** Most entries of one seal: 160 kB of hashes. */
const entriesPerSeal = 4096;
const askEveryMs = 100;

/**
 * Seals all entries of both logs that are there now, and notes the newest seal in `home`. A log with which a
 * transaction still runs after `patienceMs` (30 s) is left for the next time. Returns how many entries were sealed.
 */
export async function sealAuditLogs({ home, patienceMs = 30_000 }: { home: string; patienceMs?: number }): Promise<number> {
  let sealed = 0;
  let newest: SignedSeal | null = null;
  for (const name of logNames) {
    const horizon = await settledHorizon(name, patienceMs);
    if (horizon === null) continue;
    // All at once, so that whoever verifies sees everything below the horizon sealed, or nothing.
    const seals = await asSystem('audit seals', (tx) => sealUpTo(tx, name, horizon));
    sealed += seals.reduce((sum, seal) => sum + seal.entries, 0);
    newest = seals.at(-1) ?? newest;
  }
  if (newest) {
    keepReceipt(home, newest);
    // The log is often shipped to another machine: a second receipt, out of reach of this one's owner.
    log.info({ seal: newest.id, hash: newest.hash.toString('hex'), entries: sealed }, 'audit logs sealed');
  }
  return sealed;
}

/** Signs and stores the next link of the chain. */
export async function addSeal(tx: Tx, seal: Omit<Seal, 'id' | 'previous'>): Promise<SignedSeal> {
  const last = await findLastSeal(tx);
  const signed = signSeal({ ...seal, id: (last?.id ?? 0) + 1, previous: last?.hash ?? null });
  await insertSeal(tx, signed);
  return signed;
}

async function settledHorizon(name: LogName, patienceMs: number): Promise<Horizon | null> {
  const horizon = await asSystem('audit seals', (tx) => readHorizon(tx, name));
  for (let waitedMs = 0; ; waitedMs += askEveryMs) {
    if (await asSystem('audit seals', (tx) => isSettled(tx, horizon))) return horizon;
    if (waitedMs >= patienceMs) {
      log.warn({ log: name, waitedMs }, 'not sealed: a transaction has been running too long');
      return null;
    }
    await wait(askEveryMs);
  }
}

async function sealUpTo(tx: Tx, name: LogName, horizon: Horizon): Promise<SignedSeal[]> {
  await lockChain(tx);
  const sealedTo = await listSealedTo(tx, name);
  const seals: SignedSeal[] = [];
  for (const month of await listMonths(tx, name)) {
    let from = sealedTo.get(month) ?? 0n;
    for (let isFull = true; isFull && from < horizon.position;) {
      const entries = await listEntries(tx, name, month, from, horizon.position, entriesPerSeal);
      if (entries.length === 0) break;
      isFull = entries.length === entriesPerSeal;
      const to = isFull ? entries.at(-1)!.position : horizon.position;
      const leaves = packLeaves(entries.map(({ position, canonical }) => ({ position, hash: hashEntry(canonical) })));
      seals.push(await addSeal(tx, { createdAt: horizon.at, kind: 'range', log: name, month, fromPosition: from, toPosition: to, entries: entries.length, leaves }));
      from = to;
    }
  }
  return seals;
}
