import { AppError } from '#server/platform/errors.ts';
import { readBlob } from '#server/platform/files/index.ts';
import type { ManifestFile } from './version-queries.ts';

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
