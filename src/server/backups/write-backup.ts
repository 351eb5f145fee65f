import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { z } from 'zod';
import type { BackupContents } from '#contract/backups.ts';
import { packArchive, type Part } from './archive.ts';
import { encryptBackup } from './backup-file.ts';
import { baseBackup } from './base-backup.ts';
import { blobsOf } from './blobs.ts';
import type { Outcome } from './queries.ts';

/** What is written where. `filesFolder` is null when files lie in object storage, whose own versioning covers them. */
export type BackupSource = {
  home: string; key: Buffer; filesFolder: string | null;
  /** A login with REPLICATION, for the server that is copied. */
  replicationUrl: string;
  /** Whether that is the PostgreSQL inside of Ninefold, whose passwords then lie in the home. */
  isInside: boolean;
};

/** The first entry of a backup: what a restore must know before it begins. */
export const aboutBackup = z.object({ id: z.uuid(), takenAt: z.iso.datetime(), isInside: z.boolean(), postgresMajor: z.number() });
export type About = z.infer<typeof aboutBackup>;

/** Where backups of a home are. */
export function backupFolder(home: string): string {
  return join(home, 'backups');
}

/** The name of a backup's file, also when somebody called a copy of it otherwise. */
export function placeOf(id: string, takenAt: string): string {
  return `${takenAt.slice(0, 19).replaceAll(':', '-')}Z-${id}.nfb`;
}

/** Writes a backup to `<home>/backups`. Its name appears only once all of it is on the disk. */
export async function writeBackup(id: string, postgresVersion: string, o: BackupSource, signal: AbortSignal): Promise<Outcome> {
  const folder = backupFolder(o.home);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const takenAt = new Date().toISOString();
  const place = placeOf(id, takenAt);
  const draft = join(folder, `${place}.part`);
  const contents: BackupContents = { postgres: postgresVersion, databaseBytes: 0, files: null, fileBytes: null };
  const about: About = { id, takenAt, isInside: o.isInside, postgresMajor: Number.parseInt(postgresVersion, 10) };
  const checksum = createHash('sha256');
  let sizeBytes = 0;
  try {
    await pipeline(
      packArchive(partsOf(about, o, contents)),
      createZstdCompress(),
      async function* (compressed: AsyncIterable<Buffer>) {
        for await (const piece of encryptBackup(o.key, compressed)) {
          checksum.update(piece);
          sizeBytes += piece.length;
          yield piece;
        }
      },
      createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }),
      { signal },
    );
    await rename(draft, join(folder, place));
    await syncFolder(folder);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return { sizeBytes, checksum: checksum.digest('hex'), place, contents };
}

// A clock that differs from that of the files' disk must not leave one out; twice the same does no harm.
const clockMs = 60_000;

/** Files before the database and those of meanwhile after it: each that its end refers to is in, also when somebody deletes one now. */
async function* partsOf(about: About, o: BackupSource, contents: BackupContents): AsyncGenerator<Part> {
  yield 'about.json';
  yield Buffer.from(JSON.stringify(about));
  const began = Date.now();
  const count = { files: 0, bytes: 0 };
  if (o.filesFolder !== null) yield* blobsOf(o.filesFolder, count);
  if (o.isInside) {
    yield 'postgres/passwords.json';
    yield await readFile(join(o.home, 'postgres', 'passwords.json'));
  }
  for await (const part of baseBackup(o.replicationUrl, `ninefold_${about.id.replaceAll('-', '')}`)) {
    if (typeof part !== 'string') contents.databaseBytes += part.length;
    yield typeof part === 'string' ? `postgres/${part}` : part;
  }
  if (o.filesFolder !== null) {
    Object.assign(contents, { files: count.files, fileBytes: count.bytes });
    yield* blobsOf(o.filesFolder, { files: 0, bytes: 0 }, began - clockMs);
  }
  yield 'contents.json';
  yield Buffer.from(JSON.stringify(contents));
}

// The rename itself must survive a power loss, since the run is recorded as succeeded next.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
