import type { Finding } from './finding.ts';
import { hashEntry, unpackLeaves } from './leaves.ts';
import type { Leaf } from './leaves.ts';
import type { Entry } from './queries.ts';
import type { LogName } from './signing.ts';

/** The seals of one month of a log: leaves in the order of the chain, each with the number of its seal. */
export type SealedMonth = { log: LogName; month: string; ranges: { seal: number; leaves: Buffer }[] };

/** By when all entries up to a position were written; sorted by position. */
export type Moments = { position: bigint; atUs: bigint }[];

// Clocks are set back at times. An entry dated earlier than this before its place was not written then.
const toleranceUs = 5n * 60n * 1_000_000n;

/** Compares the entries of a month, in order of position, with the leaves of its seals. */
export async function* checkEntries(sealed: SealedMonth, entries: AsyncIterable<Entry>, moments: Moments): AsyncGenerator<Finding> {
  const { log } = sealed;
  const expected = leavesOf(sealed);
  let next = expected.next();
  const removed = ({ seal, leaf }: { seal: number; leaf: Leaf }): Finding =>
    ({ what: 'entry removed', log, position: leaf.position, seal, words: `Entry ${leaf.position} of ${log} was removed after seal ${seal}.` });
  for await (const entry of entries) {
    const { position, id: entryId } = entry;
    for (; !next.done && next.value.leaf.position < position; next = expected.next()) yield removed(next.value);
    if (next.done || next.value.leaf.position > position) {
      yield { what: 'entry inserted', log, position, entryId, words: `Entry ${position} of ${log} (${entryId}) was inserted after its range was sealed.` };
      continue;
    }
    const { seal, leaf } = next.value;
    next = expected.next();
    if (!hashEntry(entry.canonical).equals(leaf.hash)) {
      yield { what: 'entry changed', log, position, entryId, seal, words: `Entry ${position} of ${log} (${entryId}) was changed after seal ${seal}.` };
    } else if (isBackdated(entry, moments)) yield backdated(log, entry);
  }
  for (; !next.done; next = expected.next()) yield removed(next.value);
}

/** Whether the entry is dated before a moment by which all entries below its position were written. */
export function isBackdated(entry: Entry, moments: Moments): boolean {
  // The last moment below the entry, by halving: there is one an hour, for years.
  let low = 0;
  for (let high = moments.length; low < high;) {
    const middle = (low + high) >> 1;
    if (moments[middle]!.position < entry.position) low = middle + 1;
    else high = middle;
  }
  const before = moments[low - 1];
  return before !== undefined && entry.atUs < before.atUs - toleranceUs;
}

export function backdated(log: LogName, { position, id }: Entry): Finding {
  return { what: 'entry backdated', log, position, entryId: id, words: `Entry ${position} of ${log} (${id}) is dated before entries that were sealed when it was not there.` };
}

function* leavesOf(sealed: SealedMonth): Generator<{ seal: number; leaf: Leaf }> {
  for (const { seal, leaves } of sealed.ranges) for (const leaf of unpackLeaves(leaves)) yield { seal, leaf };
}
