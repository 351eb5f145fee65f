import { keyIdOf, open } from './envelope.ts';
import type { Place, RingKey } from './envelope.ts';
import { activeKey, forgetKeys, keyOf } from './key-ring.ts';

/**
 * Runs `work`, which seals and stores in a transaction of its own, with the active key; and once more when the database
 * refuses what it stored because a rotation has just made another key the active one.
 */
export async function withActiveKey<T>(work: (key: RingKey) => Promise<T>): Promise<T> {
  try {
    return await work(await activeKey());
  } catch (error) {
    if ((error as { constraint?: unknown } | null)?.constraint !== 'sealed_under_active_key') throw error;
    forgetKeys();
    return work(await activeKey());
  }
}

type Found = { place: Place; sealed: string };

/** Opens what `read` finds, null when that is nothing; reads again when a rotation has re-wrapped it in between. */
export async function openSealed(read: () => Promise<Found | null>): Promise<string | null> {
  const first = await read();
  if (!first) return null;
  try {
    return await openFound(first);
  } catch (error) {
    const second = await read();
    if (!second || second.sealed === first.sealed) throw error;
    return openFound(second);
  }
}

async function openFound({ place, sealed }: Found): Promise<string> {
  return open(await keyOf(keyIdOf(sealed)), place, sealed);
}

