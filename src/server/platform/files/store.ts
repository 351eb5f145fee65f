import type { Readable } from 'node:stream';

/** What lies at a key; `size` in bytes. */
export type StoredFile = { key: string; size: number; modifiedAt: Date };

/** Part of a file: first and last byte, both counted from 0 and inside of it. */
export type ByteRange = { start: number; end: number };

/** Where bytes lie. A key is `<bucket>/<path>`, checked before it comes here. What a key shows is always one whole content. */
export interface FileStore {
  /** Stores all that the source gives, at once and only when it ended; a source that throws leaves nothing. */
  write(key: string, source: AsyncIterable<Uint8Array>): Promise<void>;
  /** The bytes, to be read to the end or destroyed; null when there is nothing. */
  read(key: string, range?: ByteRange): Promise<Readable | null>;
  stat(key: string): Promise<{ size: number; modifiedAt: Date } | null>;
  /** All files below a folder that ends with a slash, by key, those after `after` only. */
  list(folder: string, after?: string): AsyncGenerator<StoredFile>;
  /** Removes what is there; nothing there is no error. */
  delete(key: string): Promise<void>;
  /** Removes what writes left that were interrupted before a time. Returns how many there were. */
  deleteDrafts(before: Date): Promise<number>;
}
