import type { Dirent } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Part } from './archive.ts';

/** Counts what was put in. */
export type Count = { files: number; bytes: number };

/** The files below a folder as entries `files/<path>`, optionally only those written since a time. What goes meanwhile is left out. */
export async function* blobsOf(folder: string, count: Count, since = 0): AsyncGenerator<Part> {
  for await (const path of pathsBelow(folder)) {
    const file = await unlessGone(open(path));
    if (!file) continue;
    try {
      const { ctimeMs } = await file.stat();
      if (ctimeMs < since) continue;
      yield `files/${relative(folder, path)}`;
      count.files++;
      for await (const piece of readStream(file)) {
        count.bytes += piece.length;
        yield piece;
      }
    } finally {
      await file.close();
    }
  }
}

function readStream(file: FileHandle): AsyncIterable<Buffer> {
  return file.createReadStream({ autoClose: false, highWaterMark: 256 * 1024 });
}

// A file that is being written has a name that ends in .part until it is whole.
async function* pathsBelow(folder: string): AsyncGenerator<string> {
  const entries: Dirent[] = await unlessGone(readdir(folder, { withFileTypes: true })) ?? [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* pathsBelow(path);
    else if (entry.isFile() && !entry.name.endsWith('.part')) yield path;
  }
}

async function unlessGone<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
