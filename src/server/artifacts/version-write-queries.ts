import { sql } from 'kysely';
import type { Tx } from '#server/platform/database/index.ts';
import type { NewVersion } from './version.ts';
import type { ManifestFile, StoredCollection } from './version-queries.ts';

/** Stores a version under the next number and returns that; a partial one does not become the current version. */
export async function insertVersion(tx: Tx, v: NewVersion): Promise<number> {
  const row = await tx.insertInto('artifact_versions').values({
    ...(v.id === undefined ? {} : { id: v.id }), is_partial: v.isPartial ?? false, artifact_id: v.artifactId, project_id: v.projectId, summary: v.summary, changes: JSON.stringify(v.changes), files: JSON.stringify(v.files),
    collections: JSON.stringify(v.collections), blueprint: v.blueprint === null || v.blueprint === undefined ? null : JSON.stringify(v.blueprint),
    content_hash: v.contentHash, restored_from: v.restoredFrom ?? null, run_id: v.runId ?? null,
  }).returning('number').executeTakeFirstOrThrow();
  return row.number;
}

/** The files of the current version, all anew. */
export async function replaceFiles(tx: Tx, v: { artifactId: string; projectId: string }, files: (ManifestFile & { name: string; type: string })[]): Promise<void> {
  await tx.deleteFrom('artifact_files').where('artifact_id', '=', v.artifactId).execute();
  if (files.length === 0) return;
  await tx.insertInto('artifact_files').values(files.map((file) => ({
    artifact_id: v.artifactId, project_id: v.projectId, file_name: file.name, file_type: file.type, file_size: file.size, file_path: file.path,
    is_main_file: file.isMainFile, storage_path: `${v.artifactId}/${file.hash}`,
  }))).execute();
}

/** Creates a collection, or gives it this title and schema; its records stay. */
export async function upsertCollection(tx: Tx, v: { artifactId: string; projectId: string }, c: StoredCollection): Promise<void> {
  await tx.insertInto('app_collections').values({
    artifact_id: v.artifactId, project_id: v.projectId, name: c.name, title: c.title, schema: JSON.stringify(c.schema), samples: JSON.stringify(c.samples ?? []),
  }).onConflict((conflict) => conflict.columns(['artifact_id', 'name', 'project_id']).doUpdateSet({
    title: sql`excluded.title`, schema: sql`excluded.schema`, samples: sql`excluded.samples`,
  })).execute();
}
