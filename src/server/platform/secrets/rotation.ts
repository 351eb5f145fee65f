import { sql } from 'kysely';
import { asSystem } from '#server/platform/database/index.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { rewrap } from './envelope.ts';
import type { RingKey } from './envelope.ts';
import { forgetKeys, readKeys } from './key-ring.ts';
import { newEntry, unwrapEntry, wrapEntry } from './ring-entry.ts';
import type { RingEntry } from './ring-entry.ts';

/** A column of schema public that holds sealed values; its table's key is the column `id`, a uuid. */
export type SealedColumn = { table: string; column: string };

export type Rotation = {
  /** The key that is active now; null when there was none and so nothing to rotate. */
  activeKey: string | null;
  rewrapped: number;
  destroyed: string[];
  /** Keys that are still needed, since values under them cannot be opened. */
  kept: string[];
  /** Entries of the ring that were under the previous master key and are under the current one now. */
  entriesMoved: number;
};

/**
 * Makes a new key the active one, wraps every data key of `columns` by it and destroys the key before. Readers and
 * writers go on meanwhile. Stopped at any point, the next call finishes what was begun instead of making another key.
 */
export async function rotateKeys(columns: readonly SealedColumn[], o: { batchSize?: number; onBatch?: (rewrapped: number) => void } = {}): Promise<Rotation> {
  const entriesMoved = await asSystem('secret keys', moveEntries);
  const begun = await asSystem('secret keys', begin);
  const keys = await readKeys();
  const result: Rotation = { activeKey: begun.activeId, rewrapped: 0, destroyed: [], kept: [], entriesMoved };
  const to = begun.activeId === null ? null : keys.get(begun.activeId);
  if (!to) return result;
  for (const id of begun.retiredIds) {
    const from = keys.get(id);
    for (const column of from ? columns : []) {
      for await (const count of rewrapColumn(column, from!, to, o.batchSize ?? 200)) {
        result.rewrapped += count;
        o.onBatch?.(result.rewrapped);
      }
    }
    (await destroy(id) ? result.destroyed : result.kept).push(id);
  }
  forgetKeys();
  return result;
}

async function moveEntries(tx: Tx): Promise<number> {
  const { rows } = await sql<RingEntry>`select id, wrapped from private.secret_keys where state <> 'destroyed' order by id for update`.execute(tx);
  let moved = 0;
  for (const entry of rows) {
    const opened = unwrapEntry(entry);
    if (!opened?.byPrevious) continue;
    await sql`update private.secret_keys set wrapped = ${wrapEntry(entry.id, opened.secret)} where id = ${entry.id}`.execute(tx);
    moved++;
  }
  return moved;
}

async function begin(tx: Tx): Promise<{ activeId: string | null; retiredIds: string[] }> {
  // One rotation begins at a time. Row locks alone would not show the second one the key that the first has just made.
  await sql`lock table private.secret_keys in share row exclusive mode`.execute(tx);
  const { rows } = await sql<{ id: string; state: string }>`select id, state from private.secret_keys where state <> 'destroyed' order by created_at`.execute(tx);
  const active = rows.find((row) => row.state === 'active')?.id ?? null;
  const retired = rows.filter((row) => row.state === 'decrypt_only').map((row) => row.id);
  if (active === null || retired.length > 0) return { activeId: active, retiredIds: retired };
  const entry = newEntry();
  // Waits for writers that seal under the active key just now; whoever comes after is refused and reads the ring again.
  await sql`update private.secret_keys set state = 'decrypt_only', retired_at = now() where id = ${active}`.execute(tx);
  await sql`insert into private.secret_keys (id, wrapped) values (${entry.id}, ${entry.wrapped})`.execute(tx);
  return { activeId: entry.id, retiredIds: [active] };
}

/** Re-wraps a column batch by batch and yields how many each had; goes over it again until there is nothing left to do. */
async function* rewrapColumn(at: SealedColumn, from: RingKey, to: RingKey, batchSize: number): AsyncGenerator<number> {
  for (let done = -1; done !== 0;) {
    done = 0;
    for (let after: string | null = null; ;) {
      const batch: Batch = await asSystem('secret keys', (tx) => rewrapBatch(tx, at, from, to, after, batchSize));
      done += batch.rewrapped;
      yield batch.rewrapped;
      if (batch.last === null) break;
      after = batch.last;
    }
  }
}

type Batch = { last: string | null; rewrapped: number };

async function rewrapBatch(tx: Tx, { table, column }: SealedColumn, from: RingKey, to: RingKey, after: string | null, limit: number): Promise<Batch> {
  const [relation, value] = [sql.table(`public.${table}`), sql.ref(column)];
  const { rows } = await sql<{ id: string; sealed: string }>`
    select id, ${value} as sealed from ${relation}
    where split_part(${value}, '.', 2) = ${from.id} and id > ${after ?? '00000000-0000-0000-0000-000000000000'}
    order by id limit ${limit} for update`.execute(tx);
  const changed = rows.flatMap(({ id, sealed }) => {
    try {
      return [{ id, sealed: rewrap(from, to, { table, rowId: id, column }, sealed) }];
    } catch {
      return []; // Changed outside of Ninefold: it stays as it is, and so does its key.
    }
  });
  if (changed.length > 0) {
    await sql`update ${relation} t set ${value} = v.sealed
      from unnest(${changed.map((row) => row.id)}::uuid[], ${changed.map((row) => row.sealed)}::text[]) v (id, sealed) where t.id = v.id`.execute(tx);
  }
  return { last: rows.at(-1)?.id ?? null, rewrapped: changed.length };
}

/** Destroys a retired key; false when a value still needs it. */
async function destroy(id: string): Promise<boolean> {
  try {
    await asSystem('secret keys', (tx) =>
      sql`update private.secret_keys set state = 'destroyed', wrapped = null, destroyed_at = now() where id = ${id} and state = 'decrypt_only'`.execute(tx));
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === '55006') return false;
    throw error;
  }
}
