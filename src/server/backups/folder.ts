import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { backupContents } from '#contract/backups.ts';
import { chooseRemoved } from './retention.ts';
import { backupFolder } from './write-backup.ts';

const nameOf = /^(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z-[0-9a-f-]{36}\.nfb$/;

/** Removes what retention does not keep; returns the names. */
export function pruneFolder(home: string, now = new Date()): string[] {
  const found = list(home).flatMap((name) => {
    const [, day, hours, minutes, seconds] = nameOf.exec(name) ?? [];
    return day === undefined ? [] : [{ name, takenAt: new Date(`${day}T${hours}:${minutes}:${seconds}Z`) }];
  });
  const removed = chooseRemoved(found, now);
  for (const name of removed) rmSync(join(backupFolder(home), name), { force: true });
  return removed;
}

/** Removes what runs that were cut off left behind. */
export function removeDrafts(home: string): void {
  for (const name of list(home)) if (name.endsWith('.nfb.part')) rmSync(join(backupFolder(home), name), { force: true });
}

/** Removes the whole file of a run that ended before it could be recorded. */
export function removeOf(home: string, id: string): void {
  for (const name of list(home)) if (name.endsWith(`-${id}.nfb`)) rmSync(join(backupFolder(home), name), { force: true });
}

/** The mark a restore leaves: the run, still going on in what it holds, that this home comes from. */
const restoredMark = z.object({ id: z.uuid(), sizeBytes: z.number(), checksum: z.string(), place: z.string(), contents: backupContents });
export type RestoredMark = z.infer<typeof restoredMark>;

export const restoredMarkFile = (home: string): string => join(home, 'restored.json');

export function readRestoredMark(home: string): RestoredMark | null {
  try {
    return restoredMark.parse(JSON.parse(readFileSync(restoredMarkFile(home), 'utf8')));
  } catch {
    return null; // No restore, or one that was killed while it wrote this: its run then counts as cut off.
  }
}

function list(home: string): string[] {
  try {
    return readdirSync(backupFolder(home));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
