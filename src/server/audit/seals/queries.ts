import { sql } from 'kysely';
import type { Tx } from '#server/platform/database/index.ts';
import type { LogName, SignedSeal } from './signing.ts';

/** An entry to be sealed or verified; `canonical` is all of it as text, equal on every version of PostgreSQL. */
export type Entry = { position: bigint; id: string; atUs: bigint; canonical: string };

/** A moment by which every entry up to `position` is known, once the transactions below `xmax` are over. */
export type Horizon = { position: bigint; at: Date; xmax: string };

const microseconds = sql`(extract(epoch from created_at) * 1000000)::bigint`;
const origin = sql`ip_address::text, user_agent`;
// The order is part of what is signed: a new column goes into a new form, not in between.
const canonical: Record<LogName, ReturnType<typeof sql>> = {
  audit_logs: sql`jsonb_build_array(position, tx::text, id, ${microseconds}, workspace_id, project_id, table_name, record_id, action, old_data, new_data,
    changed_columns, changed_by, actor_kind, agent, reason, ${origin})`,
  access_logs: sql`jsonb_build_array(position, tx::text, id, ${microseconds}, workspace_id, project_id, event, object_kind, object_id, purpose, subject,
    occurrences, actor_id, actor_kind, agent, ${origin}, request_id)`,
};

/** Entries of a month after a position and up to another, by position. */
export async function listEntries(tx: Tx, log: LogName, month: string, after: bigint, upTo: bigint, limit: number): Promise<Entry[]> {
  const { rows } = await sql<{ position: string; id: string; at_us: string; canonical: string }>`
    select position, id, ${microseconds} as at_us, ${canonical[log]}::text as canonical from ${sql.table(log)}
    where created_at >= ${`${month}-01 00:00:00+00`}::timestamptz and created_at < ${`${nextMonth(month)}-01 00:00:00+00`}::timestamptz
      and position > ${after} and position <= ${upTo}
    order by position limit ${limit}`.execute(tx);
  return rows.map((row) => ({ position: BigInt(row.position), id: row.id, atUs: BigInt(row.at_us), canonical: row.canonical }));
}

/** Months of which the log has a partition, e.g. 2026-01. */
export async function listMonths(tx: Tx, log: LogName): Promise<string[]> {
  const { rows } = await sql<{ month: string }>`
    select replace(right(c.relname, 7), '_', '-') as month from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${`public.${log}`}::regclass order by 1`.execute(tx);
  return rows.map((row) => row.month);
}

/** Months from which the log has entries, whatever its partitions are called. Reads all of it. */
export async function listWrittenMonths(tx: Tx, log: LogName): Promise<string[]> {
  const { rows } = await sql<{ month: string }>`select distinct to_char(created_at at time zone 'utc', 'YYYY-MM') as month from ${sql.table(log)}`.execute(tx);
  return rows.map((row) => row.month);
}

export async function readHorizon(tx: Tx, log: LogName): Promise<Horizon> {
  const { rows: [row] } = await sql<{ position: string; at: Date; xmax: string }>`
    select coalesce(max(position), 0) as position, clock_timestamp() as at, pg_snapshot_xmax(pg_current_snapshot())::text as xmax from ${sql.table(log)}`.execute(tx);
  return { position: BigInt(row!.position), at: row!.at, xmax: row!.xmax };
}

/** Whether every transaction that ran at the horizon is over, so that none of them adds an entry below it. */
export async function isSettled(tx: Tx, horizon: Horizon): Promise<boolean> {
  const { rows: [row] } = await sql<{ settled: boolean }>`select pg_snapshot_xmin(pg_current_snapshot()) >= ${horizon.xmax}::xid8 as settled`.execute(tx);
  return row!.settled;
}

/** Lets one process at a time add to the chain, until the transaction ends. */
export async function lockChain(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ninefold.audit_seals', 0))`.execute(tx);
}

/** Where sealing stands per month of a log. */
export async function listSealedTo(tx: Tx, log: LogName): Promise<Map<string, bigint>> {
  const rows = await tx.selectFrom('audit_seals').select((eb) => ['month', eb.fn.max('to_position').as('to_position')])
    .where('log', '=', log).where('kind', '=', 'range').groupBy('month').execute();
  return new Map(rows.map((row) => [row.month, BigInt(row.to_position)]));
}

export async function findLastSeal(tx: Tx): Promise<{ id: number; hash: Buffer } | null> {
  const row = await tx.selectFrom('audit_seals').select(['id', 'hash']).orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row ? { id: Number(row.id), hash: row.hash } : null;
}

export async function insertSeal(tx: Tx, seal: SignedSeal): Promise<void> {
  await tx.insertInto('audit_seals').values({
    id: seal.id, created_at: seal.createdAt, kind: seal.kind, log: seal.log, month: seal.month, from_position: seal.fromPosition, to_position: seal.toPosition,
    entries: seal.entries, leaves: seal.leaves, previous: seal.previous, hash: seal.hash, public_key: seal.publicKey, signature: seal.signature,
  }).execute();
}

/** Seals in the order of the chain. */
export async function listSeals(tx: Tx, after: number, limit: number): Promise<SignedSeal[]> {
  const rows = await tx.selectFrom('audit_seals').selectAll().where('id', '>', String(after)).orderBy('id').limit(limit).execute();
  return rows.map((row) => ({
    id: Number(row.id), createdAt: row.created_at, kind: row.kind, log: row.log, month: row.month, fromPosition: BigInt(row.from_position), toPosition: BigInt(row.to_position),
    entries: row.entries, leaves: row.leaves, previous: row.previous, hash: row.hash, publicKey: row.public_key, signature: row.signature,
  }));
}


/** Removes the months whose time is over and that are sealed. */
export async function dropExpiredLogs(tx: Tx): Promise<{ log: LogName; month: string; entries: number; fromPosition: bigint; toPosition: bigint }[]> {
  const { rows } = await sql<{ log: LogName; month: string; entries: string; from_position: string; to_position: string }>`select * from public.drop_expired_logs()`.execute(tx);
  return rows.map((row) => ({ log: row.log, month: row.month, entries: Number(row.entries), fromPosition: BigInt(row.from_position), toPosition: BigInt(row.to_position) }));
}

export async function makeLogPartitions(tx: Tx): Promise<number> {
  const { rows: [row] } = await sql<{ made: number }>`select public.make_log_partitions() as made`.execute(tx);
  return row!.made;
}

function nextMonth(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}
