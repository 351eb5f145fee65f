import { basename, extname } from 'node:path';
import type { Tx } from '#server/platform/database/index.ts';
import { notAllowed } from '#server/platform/errors.ts';
import { insertVersion, replaceFiles, upsertCollection } from './version-write-queries.ts';
import { getVersion } from './version-queries.ts';
import type { ManifestFile, StoredCollection } from './version-queries.ts';

export type NewVersion = {
  artifactId: string; projectId: string; summary: string; changes: string[];
  /** Bytes must lie in bucket `artifact-files` at `<artifact id>/<hash>` before. */
  files: ManifestFile[];
  /** Collections as of this version; those stored besides them stay, and so do all records. */
  collections: StoredCollection[];
  blueprint: unknown;
  /** SHA-256 over paths and contents of all files, in hex. */
  contentHash: string;
  restoredFrom?: number; runId?: string; id?: string; isPartial?: boolean;
};

/** Makes the next version of an app the current one, with its files and the schemas of its collections; returns its number. */
export async function publishVersion(tx: Tx, version: NewVersion): Promise<number> {
  const number = await insertVersion(tx, version);
  await replaceFiles(tx, version, version.files.map((file) => ({ ...file, name: basename(file.path), type: typeOf(file.path) })));
  for (const collection of version.collections) await upsertCollection(tx, version, collection);
  return number;
}

/** Brings an earlier version back as a new one; its records stay as they are. */
export async function restoreVersion(tx: Tx, artifactId: string, number: number): Promise<number> {
  const { artifact, version } = await getVersion(tx, artifactId, number);
  try {
    return await publishVersion(tx, {
      artifactId, projectId: artifact.projectId, summary: `Restored version ${number}`, changes: [`Restored version ${number}: ${version.summary}`.slice(0, 200)],
      files: version.files, collections: version.collections, blueprint: version.blueprint, contentHash: version.contentHash, restoredFrom: number,
    });
  } catch (error) {
    throw (error as { code?: string }).code === '42501' ? notAllowed('Viewers may not restore a version.') : error;
  }
}

const types: Record<string, string> = {
  '.ts': 'text/typescript', '.tsx': 'text/typescript', '.js': 'text/javascript', '.jsx': 'text/javascript', '.css': 'text/css',
  '.json': 'application/json', '.html': 'text/html', '.md': 'text/markdown', '.csv': 'text/csv', '.svg': 'image/svg+xml',
};

function typeOf(path: string): string {
  return types[extname(path).toLowerCase()] ?? 'text/plain';
}
