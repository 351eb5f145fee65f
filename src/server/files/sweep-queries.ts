import { sql } from 'kysely';
import type { Tx } from '#server/platform/database/index.ts';
import { allowDelete } from './queries.ts';
import type { Folder } from './queries.ts';

/** A folder whose owner, or whose files, lost rows; `at` says which time it was queued. */
export type Removal = Folder & { at: string };

/** Folders that were queued before a time, the longest waiting first. */
export async function listRemovals(tx: Tx, before: Date, limit: number): Promise<Removal[]> {
  const { rows } = await sql<Removal>`
    select bucket_id as bucket, owner_id as "ownerId", queued_at::text as at from private.file_removals
    where queued_at <= ${before} order by queued_at limit ${limit}`.execute(tx);
  return rows;
}

/** Takes a folder off the queue, unless it was queued again since. */
export async function deleteRemoval(tx: Tx, { bucket, ownerId, at }: Removal): Promise<void> {
  await sql`delete from private.file_removals where bucket_id = ${bucket} and owner_id = ${ownerId} and queued_at = ${at}::timestamptz`.execute(tx);
}

/** Deletes the rows of files whose owner is gone. Returns how many there were. */
export async function deleteRowsWithoutOwner(tx: Tx, { bucket, ownerId }: Folder): Promise<number> {
  await allowDelete(tx);
  const { numAffectedRows } = await sql`delete from storage.objects
    where bucket_id = ${bucket} and name collate "C" > ${`${ownerId}/`} and name collate "C" < ${`${ownerId}0`}
      and not exists (select from public.workspaces w where ${bucket} = 'workspace-files' and w.id = ${idOf(ownerId)}::uuid)
      and not exists (select from public.projects p where ${bucket} = 'project-files' and p.id = ${idOf(ownerId)}::uuid)
      and not exists (select from public.artifacts a where ${bucket} = 'artifact-files' and a.id = ${idOf(ownerId)}::uuid)`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Keys of all bytes in a folder that a row names: of files, and of files of an app's versions. */
export async function listKeys(tx: Tx, { bucket, ownerId }: Folder): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select version as key from storage.objects
    where bucket_id = ${bucket} and name collate "C" > ${`${ownerId}/`} and name collate "C" < ${`${ownerId}0`}
    union all
    select substr(f.storage_path, 38) from public.artifact_files f where ${bucket} = 'artifact-files' and f.artifact_id = ${idOf(ownerId)}::uuid
    union all
    select f ->> 'hash' from public.artifact_versions v, jsonb_array_elements(v.files) f
    where ${bucket} = 'artifact-files' and v.artifact_id = ${idOf(ownerId)}::uuid`.execute(tx);
  return new Set(rows.map((row) => row.key));
}

// A folder that is no id has no owner; casting it would raise.
function idOf(ownerId: string): string | null {
  return /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(ownerId) ? ownerId : null;
}
