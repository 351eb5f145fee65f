import { randomUUID } from 'node:crypto';
import { asSystem } from '#server/platform/database/index.ts';
import { deleteBlob, deleteDrafts, listBlobs } from '#server/platform/files/index.ts';
import { areas } from './area.ts';
import type { Folder } from './queries.ts';
import { deleteRemoval, deleteRowsWithoutOwner, listKeys, listRemovals } from './sweep-queries.ts';

/** Folders looked at, and what was removed: rows without an owner, bytes without a row, drafts that nobody finished. */
export type SweepCounts = { folders: number; rows: number; blobs: number; drafts: number };

// No upload and no publishing of a version takes longer between its first byte and its row: the server ends requests after five minutes.
const settledMs = 15 * 60_000;
const dayMs = 24 * 60 * 60_000;

/**
 * Removes what deletions left: bytes of queued folders after a quarter of an hour, and any bytes without a row after a
 * day. Of each kind at most `limit` folders a run, the strays from a random place on, so that many runs see all. Safe to
 * repeat, to interrupt, and to run in several processes at once. Failures of the store are thrown; the queue keeps its rest.
 */
export async function sweepFiles(o: { limit?: number; settledMs?: number; strayMs?: number } = {}): Promise<SweepCounts> {
  const { limit = 500, strayMs = dayMs } = o;
  const counts = { folders: 0, rows: 0, blobs: 0, drafts: 0 };
  const settled = new Date(Date.now() - (o.settledMs ?? settledMs));
  const stray = new Date(Date.now() - strayMs);
  for (const removal of await asSystem('file sweep', (tx) => listRemovals(tx, settled, limit))) {
    await sweepFolder(removal, settled, counts);
    await asSystem('file sweep', (tx) => deleteRemoval(tx, removal));
  }
  for (const { bucket } of Object.values(areas)) {
    for await (const ownerId of owners(bucket, limit)) await sweepFolder({ bucket, ownerId }, stray, counts);
  }
  counts.drafts = await deleteDrafts(stray);
  return counts;
}

/** Bytes that changed after `before` may belong to a row that is about to be written. */
async function sweepFolder(folder: Folder, before: Date, counts: SweepCounts): Promise<void> {
  const { bucket, ownerId } = folder;
  counts.folders++;
  const keys = await asSystem('file sweep', async (tx) => {
    counts.rows += await deleteRowsWithoutOwner(tx, folder);
    return listKeys(tx, folder);
  });
  for await (const { path, modifiedAt } of listBlobs(bucket, { folder: ownerId })) {
    if (modifiedAt > before || keys.has(path.slice(ownerId.length + 1))) continue;
    await deleteBlob(bucket, path);
    counts.blobs++;
  }
}

/** Owners that have bytes in a bucket, at most so many, from a random one on and round to it. */
async function* owners(bucket: string, limit: number): AsyncGenerator<string> {
  const start = randomUUID();
  const seen = new Set<string>();
  for (const after of [start, undefined]) {
    for await (const { path } of listBlobs(bucket, { ...(after ? { after } : {}) })) {
      const ownerId = path.slice(0, path.indexOf('/'));
      if (after === undefined && ownerId >= start) return;
      if (seen.has(ownerId)) continue;
      if (seen.size === limit) return;
      seen.add(ownerId);
      yield ownerId;
    }
  }
}
