import { sql } from 'kysely';
import { asSystem } from '#server/platform/database/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { cannotOpen, ringKey } from './envelope.ts';
import type { RingKey } from './envelope.ts';
import { newEntry, unwrapEntry } from './ring-entry.ts';
import type { RingEntry } from './ring-entry.ts';

/** Keys by id; null for one that no master key of this process opens. */
type Ring = { activeId: string | undefined; keys: Map<string, RingKey | null> };

let known: Promise<Ring> | null = null;

/** The key new values are sealed under; the first one is made when needed. Call it outside of a transaction. */
export async function activeKey(): Promise<RingKey> {
  const { activeId, keys } = await ringNow();
  if (activeId !== undefined) return openable(activeId, keys.get(activeId) ?? null);
  const entry = newEntry();
  // Of two servers that do this at once one wins, and both read its key.
  await asSystem('secret keys', (tx) => sql`insert into private.secret_keys (id, wrapped) values (${entry.id}, ${entry.wrapped}) on conflict do nothing`.execute(tx));
  forgetKeys();
  return activeKey();
}

/**
 * The key of this id; a server that does not know it reads the ring again, since another one may have made it. Call it
 * outside of a transaction. Throws conflict when the key is gone.
 */
export async function keyOf(id: string): Promise<RingKey> {
  let ring = await ringNow();
  if (!ring.keys.has(id)) {
    forgetKeys();
    ring = await ringNow();
  }
  const key = ring.keys.get(id);
  if (key === undefined) throw cannotOpen();
  return openable(id, key);
}

/** Makes the next use read the ring again. */
export function forgetKeys(): void {
  known = null;
}

/** All keys that are not destroyed, in the form the ring keeps them. */
export async function readKeys(): Promise<Map<string, RingKey | null>> {
  forgetKeys();
  return (await ringNow()).keys;
}

async function ringNow(): Promise<Ring> {
  known ??= readRing();
  const reading = known;
  try {
    return await reading;
  } catch (error) {
    if (known === reading) forgetKeys();
    throw error;
  }
}

async function readRing(): Promise<Ring> {
  const { rows } = await asSystem('secret keys', (tx) =>
    sql<RingEntry & { state: string }>`select id, state, wrapped from private.secret_keys where state <> 'destroyed'`.execute(tx));
  return {
    activeId: rows.find((row) => row.state === 'active')?.id,
    keys: new Map(rows.map((row) => {
      const opened = unwrapEntry(row);
      return [row.id, opened && ringKey(row.id, opened.secret)];
    })),
  };
}

function openable(id: string, key: RingKey | null): RingKey {
  if (key) return key;
  throw new AppError('internal', `Key ${id} of this instance is wrapped by another master key.`, {
    hint: 'Whoever runs this server has to put the former master key back, or to name it in NINEFOLD_PREVIOUS_MASTER_KEY.',
  });
}
