import { asSystem } from '#server/platform/database/index.ts';
import { createChainCheck } from './check-chain.ts';
import { backdated, checkEntries, isBackdated } from './check-entries.ts';
import type { Moments, SealedMonth } from './check-entries.ts';
import type { Finding } from './finding.ts';
import { listEntries, listSeals, listWrittenMonths } from './queries.ts';
import type { Entry } from './queries.ts';
import { readReceipts } from './receipts.ts';
import type { Receipt } from './receipts.ts';
import { logNames, ownPublicKey } from './signing.ts';
import type { LogName, SignedSeal } from './signing.ts';

/** What was found. `findings` are the first of `findingCount`, seals before entries, entries by log, month and position. */
export type Verdict = {
  isIntact: boolean; seals: number; sealedEntries: number; unsealedEntries: number; purgedMonths: string[]; newest: Receipt | null;
  findings: Finding[]; findingCount: number; hasReceipts: boolean;
};

const maxFindings = 100;
const sealsAtOnce = 50;
const entriesAtOnce = 5_000;
// Positions begin at 1; what somebody puts in need not.
const lowest = -9_223_372_036_854_775_808n;
const highest = 9_223_372_036_854_775_807n;

/**
 * Recomputes every seal from the entries and says what was changed, removed or inserted since. Trusted are the
 * instance's own key and those of the receipts in `home`, beside `receipts` kept elsewhere. Changes nothing.
 */
export async function verifyAuditLogs({ home, receipts = [] }: { home: string; receipts?: Receipt[] }): Promise<Verdict> {
  const kept = [...readReceipts(home), ...receipts];
  const trusted = new Set([ownPublicKey().toString('hex'), ...kept.map((receipt) => receipt.publicKey).filter((key) => key !== '')]);
  const verdict: Verdict = { isIntact: true, seals: 0, sealedEntries: 0, unsealedEntries: 0, purgedMonths: [], newest: null, findings: [], findingCount: 0, hasReceipts: kept.length > 0 };
  const note = (finding: Finding) => {
    verdict.isIntact = false;
    if (++verdict.findingCount <= maxFindings) verdict.findings.push(finding);
  };

  const months = new Map<string, SealedMonth>();
  const moments: Record<LogName, Moments> = { audit_logs: [], access_logs: [] };
  const purged = new Set<string>();
  const chain = createChainCheck(trusted, kept);
  for await (const seal of allSeals()) {
    verdict.seals++;
    verdict.newest = { seal: seal.id, hash: seal.hash.toString('hex'), publicKey: seal.publicKey.toString('hex'), at: seal.createdAt.toISOString() };
    chain.next(seal).forEach(note);
    const key = `${seal.log} ${seal.month}`;
    if (seal.kind === 'purge') {
      purged.add(key);
      if (!isExpired(seal)) note({ what: 'purged early', seal: seal.id, log: seal.log, words: `${key} was purged on ${seal.createdAt.toISOString()}, before its seven years were over.` });
      continue;
    }
    verdict.sealedEntries += seal.entries;
    const month = months.get(key) ?? { log: seal.log, month: seal.month, ranges: [] };
    month.ranges.push({ seal: seal.id, leaves: seal.leaves });
    months.set(key, month);
    moments[seal.log].push({ position: seal.toPosition, atUs: BigInt(seal.createdAt.getTime()) * 1000n });
  }
  chain.end().forEach(note);

  for (const log of logNames) {
    moments[log].sort((a, b) => (a.position < b.position ? -1 : 1));
    const horizon = moments[log].at(-1)?.position ?? 0n;
    const present = await asSystem('audit seals', (tx) => listWrittenMonths(tx, log));
    const sealed = [...months.values()].filter((month) => month.log === log).map((month) => month.month);
    for (const month of [...new Set([...present, ...sealed])].sort()) {
      const key = `${log} ${month}`;
      // What was purged is gone by right; what lies there all the same was put in.
      const expected = (!purged.has(key) && months.get(key)) || { log, month, ranges: [] };
      for await (const finding of checkEntries(expected, entriesOf(log, month, lowest, horizon), moments[log])) note(finding);
      for await (const entry of entriesOf(log, month, horizon, highest)) {
        verdict.unsealedEntries++;
        if (isBackdated(entry, moments[log])) note(backdated(log, entry));
      }
    }
  }
  verdict.purgedMonths = [...purged].sort();
  return verdict;
}

async function* allSeals(): AsyncGenerator<SignedSeal> {
  for (let after = 0; ;) {
    const seals = await asSystem('audit seals', (tx) => listSeals(tx, after, sealsAtOnce));
    yield* seals;
    if (seals.length < sealsAtOnce) return;
    after = seals.at(-1)!.id;
  }
}

async function* entriesOf(log: LogName, month: string, after: bigint, upTo: bigint): AsyncGenerator<Entry> {
  for (let from = after; ;) {
    const entries = await asSystem('audit seals', (tx) => listEntries(tx, log, month, from, upTo, entriesAtOnce));
    yield* entries;
    if (entries.length < entriesAtOnce) return;
    from = entries.at(-1)!.position;
  }
}

function isExpired(seal: SignedSeal): boolean {
  const [year, month] = seal.month.split('-').map(Number) as [number, number];
  return seal.createdAt.getTime() >= Date.UTC(year + 7, month);
}
