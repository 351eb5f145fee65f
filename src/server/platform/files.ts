import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

let root: string | undefined;

/** Opens the process's file storage: a folder, made when missing. */
export function openFiles(folder: string): void {
  root = folder;
}

/** Stores bytes under a path; a reader sees the old or the new bytes, never half. Safe to repeat. */
export async function writeBlob(bucket: string, path: string, bytes: Uint8Array | string): Promise<void> {
  const target = locate(bucket, path);
  const draft = `${target}.${randomUUID()}.part`;
  await mkdir(dirname(target), { recursive: true });
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** The stored bytes, or null when nothing is stored there. */
export async function readBlob(bucket: string, path: string): Promise<Buffer | null> {
  try {
    return await readFile(locate(bucket, path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Whether something is stored there. */
export async function hasBlob(bucket: string, path: string): Promise<boolean> {
  return access(locate(bucket, path)).then(() => true, () => false);
}

/** Removes what is stored there; nothing stored is no error. */
export async function deleteBlob(bucket: string, path: string): Promise<void> {
  await rm(locate(bucket, path), { force: true });
}

// Every segment is checked, so that no path leaves its bucket and none collides with a draft.
function locate(bucket: string, path: string): string {
  if (!root) throw new Error('openFiles() was not called before a blob was used');
  const segments = path.split('/');
  const good = /^[a-z0-9][a-z0-9-]*$/.test(bucket)
    && segments.every((s) => s !== '' && s !== '.' && s !== '..' && !/[\\\0]/.test(s) && !s.endsWith('.part'));
  if (!good) throw new Error(`not a storage path: ${JSON.stringify(`${bucket}/${path}`)}`);
  return join(root, bucket, ...segments);
}
