import { sql } from 'kysely';
import type { Backup, BackupAlert, BackupContents } from '#contract/backups.ts';
import type { Tx } from '#server/platform/database/index.ts';

type Row = {
  id: string; requested_at: Date; requested_by: Backup['requestedBy']; status: Backup['status']; started_at: Date | null; finished_at: Date | null;
  size_bytes: string | null; checksum: string | null; place: string | null; contents: BackupContents | null; error: string | null; removed_at: Date | null; at: string;
};
export type Place = { at: string; id: string };
export type BackupRow = Backup & { at: string };
/** What a finished run is known by. */
export type Outcome = { sizeBytes: number; checksum: string; place: string; contents: BackupContents };

const columns = sql`id, requested_at, requested_by, status, started_at, finished_at, size_bytes, checksum, place, contents, error, removed_at, requested_at::text as at`;

/** The runs, the latest requested first. */
export async function listBackups(tx: Tx, limit: number, after?: Place): Promise<BackupRow[]> {
  const beyond = after ? sql`where (requested_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<Row>`select ${columns} from backups ${beyond} order by requested_at desc, id desc limit ${limit}`.execute(tx);
  return rows.map(backupOf);
}

export async function findBackup(tx: Tx, id: string): Promise<Backup | null> {
  const { rows } = await sql<Row>`select ${columns} from backups where id = ${id}`.execute(tx);
  const [row] = rows;
  if (!row) return null;
  const { at: _at, ...found } = backupOf(row);
  return found;
}

/** What is wrong. Raises 42501 for people who are no super users. */
export async function listBackupAlerts(tx: Tx): Promise<BackupAlert[]> {
  const { rows } = await sql<{ kind: BackupAlert['kind']; message: string; since: Date }>`select * from backup_alerts()`.execute(tx);
  return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
}

/** Requests an extra run, or finds the one that waits. Raises 42501 for people who are no super users. */
export async function insertRequest(tx: Tx): Promise<string> {
  const { rows } = await sql<{ id: string }>`select request_backup() as id`.execute(tx);
  return rows[0]!.id;
}

/** Requests the run of today. */
export async function insertDailyRequest(tx: Tx): Promise<void> {
  await sql`select create_backup()`.execute(tx);
}

export async function getPostgresVersion(tx: Tx): Promise<string> {
  const { rows } = await sql<{ server_version: string }>`show server_version`.execute(tx);
  return rows[0]!.server_version;
}

export async function hasRequest(tx: Tx): Promise<boolean> {
  const { rows } = await sql`select from backups where status = 'requested' limit 1`.execute(tx);
  return rows.length > 0;
}

/** Begins the run that waits longest. */
export async function claimRequest(tx: Tx): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    update backups set status = 'running', started_at = now()
    where id = (select id from backups where status = 'requested' order by requested_at limit 1) returning id`.execute(tx);
  return rows[0]?.id ?? null;
}

export async function listRunning(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from backups where status = 'running'`.execute(tx);
  return rows.map((row) => row.id);
}

export async function updateSucceeded(tx: Tx, id: string, o: Outcome): Promise<void> {
  await sql`update backups set status = 'succeeded', finished_at = now(), size_bytes = ${o.sizeBytes}, checksum = ${o.checksum}, place = ${o.place},
    contents = ${JSON.stringify(o.contents)}::jsonb where id = ${id} and status = 'running'`.execute(tx);
}

export async function updateFailed(tx: Tx, id: string, error: string): Promise<void> {
  await sql`update backups set status = 'failed', finished_at = now(), error = ${error} where id = ${id} and status = 'running'`.execute(tx);
}

/** Notes that the file of a run is gone. */
export async function updateRemoved(tx: Tx, places: string[]): Promise<void> {
  await sql`update backups set removed_at = now() where place = any (${places}) and removed_at is null`.execute(tx);
}

function backupOf(row: Row): BackupRow {
  const iso = (time: Date | null) => time?.toISOString() ?? null;
  return {
    id: row.id, requestedAt: row.requested_at.toISOString(), requestedBy: row.requested_by, status: row.status, startedAt: iso(row.started_at), finishedAt: iso(row.finished_at),
    sizeBytes: row.size_bytes === null ? null : Number(row.size_bytes), checksum: row.checksum, place: row.place, contents: row.contents, error: row.error, removedAt: iso(row.removed_at), at: row.at,
  };
}
