import { sql } from 'kysely';
import type { ArtifactVersion } from '#contract/artifacts.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { getArtifact } from './queries.ts';
import type { ArtifactRow } from './queries.ts';

/** A file of a version: `hash` is the SHA-256 of its bytes, which lie at `<artifact id>/<hash>`. */
export type ManifestFile = { path: string; hash: string; size: number; isMainFile: boolean };
export type StoredCollection = { name: string; title: string; schema: Record<string, unknown>; samples?: unknown[] };
export type StoredVersion = {
  number: number; summary: string; files: ManifestFile[]; collections: StoredCollection[]; blueprint: unknown; contentHash: string;
};

type Row = {
  number: number; summary: string; changes: string[]; files: ManifestFile[]; previous: ManifestFile[] | null; restored_from: number | null; is_partial: boolean;
  run_id: string | null; created_at: Date; created_by: string | null; display_name: string | null;
};

/** Versions of an app, newest first, with what each changed against the one before. */
export async function listVersions(tx: Tx, artifactId: string, limit: number, before?: number): Promise<ArtifactVersion[]> {
  const { rows } = await sql<Row>`
    select v.number, v.summary, v.changes, v.files, v.restored_from, v.is_partial, v.run_id, v.created_at, v.created_by, p.display_name,
      (select o.files from artifact_versions o where o.artifact_id = v.artifact_id and o.number < v.number and not o.is_partial
        order by o.number desc limit 1) as previous
    from artifact_versions v left join member_profiles p on p.id = v.created_by
    where v.artifact_id = ${artifactId} and (${before ?? null}::int is null or v.number < ${before ?? null}::int)
    order by v.number desc limit ${limit}`.execute(tx);
  return rows.map((row) => ({
    number: row.number, summary: row.summary, changes: row.changes, ...countChanges(row.previous ?? [], row.files),
    restoredFrom: row.restored_from, isPartial: row.is_partial, runId: row.run_id, createdAt: row.created_at.toISOString(), createdBy: row.created_by, authorName: row.display_name,
  }));
}

/** A version of an app, the current one unless named; not_found while there is none. */
export async function getVersion(tx: Tx, artifactId: string, number?: number): Promise<{ artifact: ArtifactRow; version: StoredVersion }> {
  const artifact = await getArtifact(tx, artifactId);
  const version = await findVersion(tx, artifactId, number ?? artifact.currentVersion);
  if (!version) {
    throw number === undefined
      ? new AppError('not_found', 'This app has no version yet.', { hint: 'Wait for the crew to finish the first one.' })
      : notFound('version of this app');
  }
  return { artifact, version };
}

/** One version as it is stored, with all that a restore needs. */
async function findVersion(tx: Tx, artifactId: string, number: number): Promise<StoredVersion | null> {
  const row = await tx.selectFrom('artifact_versions').select(['number', 'summary', 'files', 'collections', 'blueprint', 'content_hash'])
    .where('artifact_id', '=', artifactId).where('number', '=', number).executeTakeFirst();
  if (!row) return null;
  return {
    number: row.number, summary: row.summary, files: row.files as ManifestFile[], collections: row.collections as StoredCollection[],
    blueprint: row.blueprint, contentHash: row.content_hash,
  };
}

function countChanges(before: ManifestFile[], after: ManifestFile[]): { filesAdded: number; filesChanged: number; filesRemoved: number } {
  const old = new Map(before.map((file) => [file.path, file.hash]));
  const now = new Set(after.map((file) => file.path));
  return {
    filesAdded: after.filter((file) => !old.has(file.path)).length,
    filesChanged: after.filter((file) => old.has(file.path) && old.get(file.path) !== file.hash).length,
    filesRemoved: before.filter((file) => !now.has(file.path)).length,
  };
}
