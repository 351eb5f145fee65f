import { sql } from 'kysely';
import type { StoredFile } from '#contract/files.ts';
import type { Tx } from '#server/platform/database/index.ts';

/** The folder of an owner in a bucket. */
export type Folder = { bucket: string; ownerId: string };
/** A file with its key: bytes lie at `<owner id>/<key>` in its bucket, anew with each upload. */
export type FileRow = StoredFile & { key: string };
export type NewFile = { path: string; key: string; userId: string; size: number; type: string; hash: string };

type Row = { name: string; version: string | null; metadata: unknown; owner_id: string | null; created_at: Date; updated_at: Date };
const columns = sql`name, version, metadata, owner_id, created_at, updated_at`;

/** Files of a folder by path, in the order of bytes. */
export async function listFiles(tx: Tx, { bucket, ownerId }: Folder, limit: number, after?: string): Promise<FileRow[]> {
  const { rows } = await sql<Row>`select ${columns} from storage.objects
    where bucket_id = ${bucket} and name collate "C" > ${`${ownerId}/${after ?? ''}`} and name collate "C" < ${`${ownerId}0`}
    order by name collate "C" limit ${limit}`.execute(tx);
  return rows.map(fileOf);
}

export async function findFile(tx: Tx, { bucket, ownerId }: Folder, path: string): Promise<FileRow | null> {
  const { rows } = await sql<Row>`select ${columns} from storage.objects where bucket_id = ${bucket} and name = ${`${ownerId}/${path}`}`.execute(tx);
  return rows[0] ? fileOf(rows[0]) : null;
}

/** Registers a file, in place of the one that was there; `replaced` is the key of that one's bytes. SQLSTATE 42501 for whoever may not. */
export async function upsertFile(tx: Tx, { bucket, ownerId }: Folder, file: NewFile): Promise<{ file: FileRow; replaced: string | null }> {
  const name = `${ownerId}/${file.path}`;
  // Locked, so that of two uploads the second one sees which bytes it replaces.
  const before = await sql<Row>`select version from storage.objects where bucket_id = ${bucket} and name = ${name} for update`.execute(tx);
  // As Supabase's own service writes it, so that its dashboard shows it.
  const metadata = JSON.stringify({ eTag: `"${file.hash}"`, size: file.size, contentLength: file.size, mimetype: file.type });
  const { rows } = await sql<Row>`
    insert into storage.objects (bucket_id, name, owner, owner_id, version, metadata)
    values (${bucket}, ${name}, ${file.userId}, ${file.userId}, ${file.key}, ${metadata})
    on conflict (bucket_id, name) do update
    set owner = excluded.owner, owner_id = excluded.owner_id, version = excluded.version, metadata = excluded.metadata, updated_at = now()
    returning ${columns}`.execute(tx);
  return { file: fileOf(rows[0]!), replaced: before.rows[0]?.version ?? null };
}

/** Takes a file out and returns the key of its bytes; null when the caller may not. */
export async function deleteFile(tx: Tx, { bucket, ownerId }: Folder, path: string): Promise<string | null> {
  await allowDelete(tx);
  const { rows } = await sql<Row>`delete from storage.objects where bucket_id = ${bucket} and name = ${`${ownerId}/${path}`} returning version`.execute(tx);
  return rows[0] ? rows[0].version ?? '' : null;
}

/** Says that this transaction sees to the bytes as well: Supabase refuses deletes by anybody else. */
export async function allowDelete(tx: Tx): Promise<void> {
  await sql`select set_config('storage.allow_delete_query', 'true', true)`.execute(tx);
}

// Whoever may write a row by SQL may write anything into it: what is read is checked here, not cast there.
function fileOf(row: Row): FileRow {
  const { size, mimetype, eTag } = (row.metadata ?? {}) as Record<string, unknown>;
  return {
    path: row.name.slice(row.name.indexOf('/') + 1),
    size: Number.isSafeInteger(size) && Number(size) >= 0 ? Number(size) : 0,
    type: typeof mimetype === 'string' && isType(mimetype) ? mimetype : 'application/octet-stream',
    hash: typeof eTag === 'string' ? /^"([0-9a-f]{64})"$/.exec(eTag)?.[1] ?? '' : '',
    createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString(), createdBy: row.owner_id, key: row.version ?? '',
  };
}

/** Whether a text is a MIME type without parameters (RFC 6838). */
export function isType(text: string): boolean {
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/.test(text);
}
