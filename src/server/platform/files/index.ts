import type { Readable } from 'node:stream';
import { FolderStore } from './folder-store.ts';
import { measure, tooLarge } from './limits.ts';
import type { FileLimits, Measured } from './limits.ts';
import { S3Store } from './s3-store.ts';
import type { S3Place } from './s3-store.ts';
import type { ByteRange, FileStore } from './store.ts';

export { tooLarge };
export type { ByteRange, FileLimits, Measured, S3Place };

/** A stored file of a bucket; `size` in bytes. */
export type StoredBlob = { path: string; size: number; modifiedAt: Date };

let store: FileStore | undefined;
let maxBytesOfFile = 100 * 1024 * 1024;

/** Opens the process's file storage: a folder, made when first written to, or a bucket of an S3 service. `maxFileBytes` is 100 MiB unless told. */
export function openFiles(place: string | S3Place, o: { maxFileBytes?: number } = {}): void {
  store = typeof place === 'string' ? new FolderStore(place) : new S3Store(place);
  maxBytesOfFile = o.maxFileBytes ?? 100 * 1024 * 1024;
}

/** Most bytes of a file, unless its writer sets another limit. */
export function maxFileBytes(): number {
  return maxBytesOfFile;
}

/**
 * Stores bytes under a path of a bucket, as fast as the store takes them. A reader sees the old or the new bytes, never
 * half; a source that fails, or breaks a limit (too_large, unsupported_type), leaves what was there. Safe to repeat.
 */
export async function writeBlob(bucket: string, path: string, content: string | Uint8Array | AsyncIterable<Uint8Array>, limits: FileLimits = {}): Promise<Measured> {
  const source = typeof content === 'string' ? [Buffer.from(content)] : content instanceof Uint8Array ? [content] : content;
  const { bytes, done } = measure(source, { maxBytes: maxBytesOfFile, ...limits });
  await opened().write(keyOf(bucket, path), bytes);
  return done();
}

/** The bytes, or a range of them, as a stream to be read to the end or destroyed; null when nothing is stored there. */
export async function streamBlob(bucket: string, path: string, range?: ByteRange): Promise<Readable | null> {
  return opened().read(keyOf(bucket, path), range);
}

/** All bytes at once, for small files; null when nothing is stored there. */
export async function readBlob(bucket: string, path: string): Promise<Buffer | null> {
  const stream = await streamBlob(bucket, path);
  return stream && Buffer.concat(await stream.toArray() as Buffer[]);
}

/** Size and time of the last change; null when nothing is stored there. */
export async function statBlob(bucket: string, path: string): Promise<{ size: number; modifiedAt: Date } | null> {
  return opened().stat(keyOf(bucket, path));
}

/** Files of a bucket by path, in the order of bytes: below a folder, or after a path, if named. Never one that is being written. */
export async function* listBlobs(bucket: string, o: { folder?: string; after?: string } = {}): AsyncGenerator<StoredBlob> {
  const folder = o.folder === undefined ? `${bucket}/` : `${keyOf(bucket, o.folder)}/`;
  for await (const { key, ...file } of opened().list(folder, o.after && keyOf(bucket, o.after))) yield { path: key.slice(bucket.length + 1), ...file };
}

/** Removes what is stored there; nothing stored is no error. */
export async function deleteBlob(bucket: string, path: string): Promise<void> {
  return opened().delete(keyOf(bucket, path));
}

/** Removes what interrupted writes left before a time. Returns how many there were. */
export function deleteDrafts(before: Date): Promise<number> {
  return opened().deleteDrafts(before);
}

function opened(): FileStore {
  if (!store) throw new Error('openFiles() was not called before a blob was used');
  return store;
}

// Every segment is checked, so that no path leaves its bucket.
function keyOf(bucket: string, path: string): string {
  const good = /^[a-z0-9][a-z0-9-]*$/.test(bucket)
    && path.split('/').every((s) => s !== '' && s !== '.' && s !== '..' && !/[\\\0]/.test(s));
  if (!good) throw new Error(`not a storage path: ${JSON.stringify(`${bucket}/${path}`)}`);
  return `${bucket}/${path}`;
}
