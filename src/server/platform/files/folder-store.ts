import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ByteRange, FileStore, StoredFile } from './store.ts';

// Beside the buckets, whose names begin with a letter or digit: no list shows it, and a rename stays on the same disk.
const draftFolder = '.drafts';

/** Keeps files in a folder, each under its key. */
export class FolderStore implements FileStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async write(key: string, source: AsyncIterable<Uint8Array>): Promise<void> {
    const draft = join(this.#root, draftFolder, randomUUID());
    await mkdir(dirname(draft), { recursive: true });
    try {
      const file = await open(draft, 'wx');
      // Flushed before it gets its name: after a power failure a name must not show an empty file.
      await pipeline(source, file.createWriteStream({ flush: true }));
      await this.#place(draft, join(this.#root, key));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable | null> {
    const file = await open(join(this.#root, key)).catch(ifMissing(null));
    return file && file.createReadStream(range);
  }

  async stat(key: string): Promise<{ size: number; modifiedAt: Date } | null> {
    const found = await stat(join(this.#root, key)).catch(ifMissing(null));
    return found?.isFile() ? { size: found.size, modifiedAt: found.mtime } : null;
  }

  async *list(folder: string, after = ''): AsyncGenerator<StoredFile> {
    const entries = await readdir(join(this.#root, folder), { withFileTypes: true }).catch(ifMissing([]));
    const keys = entries.map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`).sort(byBytes);
    for (const key of keys) {
      if (key.endsWith('/')) {
        if (byBytes(key, after) > 0 || after.startsWith(key)) yield* this.list(key, after);
      } else if (byBytes(key, after) > 0) {
        const found = await this.stat(key);
        if (found) yield { key, ...found };
      }
    }
  }

  async delete(key: string): Promise<void> {
    const path = join(this.#root, key);
    await rm(path, { force: true });
    // The last file takes its folder along; a folder that is not empty stays.
    await rmdir(dirname(path)).catch(() => {});
  }

  async deleteDrafts(before: Date): Promise<number> {
    let removed = 0;
    for await (const { key, modifiedAt } of this.list(`${draftFolder}/`)) {
      if (modifiedAt >= before) continue;
      await rm(join(this.#root, key), { force: true });
      removed++;
    }
    return removed;
  }

  async #place(draft: string, path: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await mkdir(dirname(path), { recursive: true });
      try {
        await rename(draft, path);
        break;
      } catch (error) {
        // A delete at the same moment took the empty folder away.
        if (!isMissing(error) || attempt === 5) throw error;
      }
    }
    const folder = await open(dirname(path)).catch(ifMissing(null));
    await folder?.sync().finally(() => folder.close());
  }
}

// As object storage sorts.
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function ifMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (isMissing(error)) return value;
    throw error;
  };
}
