import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { backupContents } from '#contract/backups.ts';
import { openDataFolder, unfinishedRestore } from '#server/platform/embedded-postgres/data-folder.ts';
import { type Part, unpackArchive } from './archive.ts';
import { damaged, decryptBackup } from './backup-file.ts';
import { type RestoredMark, restoredMarkFile } from './folder.ts';
import { type About, aboutBackup, placeOf } from './write-backup.ts';

/** A backup that was read to its end: everything in it is whole. */
export type Verified = RestoredMark & { about: About };

/** Reads all of a backup and proves every byte; writes nothing. Throws BackupFileError. */
export async function verifyBackup(file: string, key: Buffer): Promise<Verified> {
  const checksum = createHash('sha256');
  let sizeBytes = 0;
  const small: Record<string, Buffer> = {};
  let name = '';
  for await (const part of partsOf(file, key, (piece) => { checksum.update(piece); sizeBytes += piece.length; })) {
    if (typeof part === 'string') name = part;
    else if (name === 'about.json' || name === 'contents.json') small[name] = part;
  }
  const about = aboutBackup.safeParse(parse(small['about.json']));
  const contents = backupContents.safeParse(parse(small['contents.json']));
  if (!about.success || !contents.success) throw damaged();
  const { id, takenAt } = about.data;
  return { id, sizeBytes, checksum: checksum.digest('hex'), place: placeOf(id, takenAt), contents: contents.data, about: about.data };
}

/** Where a backup goes. */
export type RestoreTarget = { home: string; filesFolder: string };

/** The folder a restored PostgreSQL is in: the one Ninefold runs, or one for a PostgreSQL of the operator's own. */
export const restoredPostgres = (home: string, about: About): string => join(home, about.isInside ? 'postgres' : 'own-postgres');

/** Unpacks a verified backup. Killed at any moment it leaves an unfinished restore, which the caller removes before another one. */
export async function unpackBackup(file: string, key: Buffer, verified: Verified, target: RestoreTarget): Promise<void> {
  const { about, ...mark } = verified;
  const draft = unfinishedRestore(target.home);
  await mkdir(draft, { mode: 0o711 });
  let sink: Sink = ignored;
  for await (const part of partsOf(file, key)) {
    if (typeof part !== 'string') await sink.write(part);
    else {
      await sink.end();
      sink = await sinkFor(part, draft, about, target);
    }
  }
  await sink.end();
  await writeFile(restoredMarkFile(target.home), JSON.stringify(mark), { mode: 0o600, flush: true });
  await rename(draft, restoredPostgres(target.home, about));
}

type Sink = { write(bytes: Buffer): Promise<unknown>; end(): Promise<unknown> };
const ignored: Sink = { write: async () => {}, end: async () => {} };

async function sinkFor(name: string, draft: string, about: About, target: RestoreTarget): Promise<Sink> {
  if (name.split('/').some((segment) => segment === '' || segment === '.' || segment === '..')) throw damaged();
  if (name.startsWith('files/')) return fileSink(join(target.filesFolder, name.slice('files/'.length)), 0o644);
  if (name === 'postgres/base.tar') return openDataFolder(draft, { isOwn: !about.isInside });
  if (name === 'postgres/passwords.json') return fileSink(join(draft, 'passwords.json'), 0o600);
  return ignored;
}

async function fileSink(path: string, mode: number): Promise<Sink> {
  await mkdir(dirname(path), { recursive: true });
  const file: FileHandle = await open(path, 'w', mode);
  return { write: (bytes) => file.writeFile(bytes), end: () => file.close() };
}

async function* partsOf(file: string, key: Buffer, seen: (piece: Buffer) => void = () => {}): AsyncGenerator<Part> {
  const encrypted = createReadStream(file, { highWaterMark: 1024 * 1024 });
  const bytes = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of encrypted as AsyncIterable<Buffer>) {
      seen(piece);
      yield piece;
    }
  };
  try {
    // What fails on the way destroys the last stream, whose reader then throws it.
    yield* unpackArchive(pipeline(decryptBackup(key, bytes()), createZstdDecompress(), () => {}));
  } catch (error) {
    // What zstd finds wrong was proven to be what was written, unless the end is missing.
    throw (error as NodeJS.ErrnoException).code?.startsWith('ZSTD_') || (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR' ? damaged() : error;
  } finally {
    encrypted.destroy();
  }
}

function parse(bytes: Buffer | undefined): unknown {
  try {
    return JSON.parse(String(bytes)) as unknown;
  } catch {
    return null;
  }
}
