import type { Tx } from '#server/platform/database/index.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { readBlob } from '#server/platform/files.ts';
import { enterArtifact } from './artifact.ts';
import type { ArtifactRow } from './queries.ts';
import { findVersion } from './version-queries.ts';
import type { ManifestFile, StoredVersion } from './version-queries.ts';

/** A version of an app, the current one unless named; not_found while there is none. */
export async function enterVersion(tx: Tx, artifactId: string, number?: number): Promise<{ artifact: ArtifactRow; version: StoredVersion }> {
  const artifact = await enterArtifact(tx, artifactId);
  const version = await findVersion(tx, artifactId, number ?? artifact.currentVersion);
  if (!version) {
    throw number === undefined
      ? new AppError('not_found', 'This app has no version yet.', { hint: 'Wait for the crew to finish the first one.' })
      : notFound('version of this app');
  }
  return { artifact, version };
}

/** The text of a file of a version. Its row was read under the caller's rights before. */
export async function readVersionFile(artifactId: string, file: ManifestFile): Promise<string> {
  const bytes = await readBlob('artifact-files', `${artifactId}/${file.hash}`);
  if (bytes === null) throw new AppError('internal', `The bytes of ${file.path} are missing.`, { hint: 'Restore the files of this server from a backup.' });
  return bytes.toString('utf8');
}

export async function readVersionFiles(artifactId: string, files: ManifestFile[]): Promise<{ path: string; content: string }[]> {
  return Promise.all(files.map(async (file) => ({ path: file.path, content: await readVersionFile(artifactId, file) })));
}

/** The file the app begins with. */
export function mainFileOf(files: ManifestFile[]): string {
  return (files.find((file) => file.isMainFile) ?? files.find((file) => file.path === 'app.tsx') ?? files[0])?.path ?? 'app.tsx';
}
