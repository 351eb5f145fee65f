import { setTimeout as wait } from 'node:timers/promises';
import type { Backup } from '#contract/backups.ts';
import { asSystem } from '#server/platform/database/index.ts';
import { findBackup, insertRequest } from './queries.ts';
import { runRequestedBackups } from './runs.ts';

const lookEveryMs = 200;

/** Requests a backup and waits until it is finished, whichever process takes it. */
export async function takeBackupNow(): Promise<Backup> {
  const id = await asSystem('backups', insertRequest);
  for (;;) {
    // The studio, when it runs, may be faster; should it end meanwhile, the turn is free again.
    await runRequestedBackups();
    const found = await asSystem('backups', (tx) => findBackup(tx, id));
    if (found?.finishedAt) return found;
    await wait(lookEveryMs);
  }
}
