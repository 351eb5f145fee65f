import { asSystem } from '#server/platform/database/index.ts';
import { subscribe } from '#server/platform/events/index.ts';
import { log } from '#server/platform/log.ts';
import { deriveKey } from '#server/platform/secrets/index.ts';
import { BaseBackupError } from './base-backup.ts';
import { pruneFolder, readRestoredMark, removeDrafts, removeOf } from './folder.ts';
import { claimRequest, getPostgresVersion, hasRequest, insertDailyRequest, listBackupAlerts, listRunning, updateFailed, updateRemoved, updateSucceeded } from './queries.ts';
import { takingTurn } from './turn.ts';
import { type BackupSource, writeBackup } from './write-backup.ts';

/** `lockUrl` is any login of the studio's database: a connection of its own holds the turn. */
export type BackupOptions = Omit<BackupSource, 'key'> & { lockUrl: string };

let opened: BackupOptions | undefined;
let stopping = new AbortController();
let unsubscribe: (() => void) | undefined;
let starting: Promise<void> | undefined;
let running: Promise<void> | undefined;
let wanted = false;

/** Tells the process what a backup covers and where it goes. Database and secrets must be open before one is taken. */
export function openBackups(o: BackupOptions): void {
  opened = o;
  stopping = new AbortController();
}

/** Ends what a killed process left, says what is wrong with the backups, and from now on takes those requested. In the background. */
export function startBackups(): void {
  starting = begin().catch((err: unknown) => log.error({ err }, 'backups could not be started'));
}

async function begin(): Promise<void> {
  const take = () => { runRequestedBackups().catch((err: unknown) => log.error({ err }, 'the requested backups could not be taken')); };
  unsubscribe = subscribe('backups', 'requested', take);
  await takingTurn(options().lockUrl, endInterrupted);
  await reportAlerts();
  take();
}

/** Cuts off the run in progress, which is recorded as failed. */
export async function stopBackups(): Promise<void> {
  unsubscribe?.();
  stopping.abort(new BaseBackupError('The studio was stopped during the backup. Request it again.'));
  // A start under way needs the database, which is stopped after this.
  await starting;
  await running;
}

/** Requests the backup of this day in UTC unless there is one, and takes what is requested. For a schedule: once a day, more often is no harm. */
export async function requestDailyBackup(): Promise<void> {
  await asSystem('backups', insertDailyRequest);
  await runRequestedBackups();
}

/** Takes the requested backups, one at a time over all processes. Whoever is at it also takes what is requested meanwhile. */
export function runRequestedBackups(): Promise<void> {
  wanted = true;
  running ??= takeWhileWanted();
  return running;
}

async function takeWhileWanted(): Promise<void> {
  try {
    while (wanted && !stopping.signal.aborted) {
      wanted = false;
      await takeAll();
    }
  } finally {
    running = undefined;
  }
}

// Asked again after each turn: a request may come between the last look and the end of the turn.
async function takeAll(): Promise<void> {
  while (!stopping.signal.aborted && (await asSystem('backups', hasRequest))) {
    const had = await takingTurn(options().lockUrl, async () => {
      await endInterrupted();
      while (!stopping.signal.aborted) {
        const id = await asSystem('backups', claimRequest);
        if (id === null) return;
        await takeBackup(id);
      }
    });
    if (!had) return;
    await reportAlerts();
  }
}

async function takeBackup(id: string): Promise<void> {
  const source = { ...options(), key: backupKey() };
  try {
    const outcome = await writeBackup(id, await asSystem('backups', getPostgresVersion), source, stopping.signal);
    await asSystem('backups', (tx) => updateSucceeded(tx, id, outcome));
    log.info({ backup: id, sizeBytes: outcome.sizeBytes, place: outcome.place }, 'a backup was taken');
  } catch (error) {
    const cause: unknown = stopping.signal.aborted ? stopping.signal.reason : error;
    if (!(cause instanceof BaseBackupError)) log.error({ err: cause, backup: id }, 'a backup failed');
    await asSystem('backups', (tx) => updateFailed(tx, id, wordsOf(cause)));
    return;
  }
  const removed = pruneFolder(source.home);
  if (removed.length > 0) await asSystem('backups', (tx) => updateRemoved(tx, removed));
}

// Only whoever has the turn comes here, so nothing is running. The run that a restored home comes from is whole.
async function endInterrupted(): Promise<void> {
  const { home } = options();
  removeDrafts(home);
  const mark = readRestoredMark(home);
  for (const id of await asSystem('backups', listRunning)) {
    if (mark?.id === id) {
      await asSystem('backups', (tx) => updateSucceeded(tx, id, mark));
    } else {
      await asSystem('backups', (tx) => updateFailed(tx, id, 'The studio ended during the backup. Request it again.'));
      removeOf(home, id);
    }
  }
}

async function reportAlerts(): Promise<void> {
  for (const { kind, message, since } of await asSystem('backups', listBackupAlerts)) log.error({ alert: `backup ${kind}`, since }, message);
}

/** The key of backups, of the master key that is open. */
export function backupKey(): Buffer {
  return deriveKey('backups');
}

function wordsOf(error: unknown): string {
  if (error instanceof BaseBackupError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' ? 'The disk is full. Make room, then request it again.' : `The backup failed: ${message}`;
}

function options(): BackupOptions {
  if (!opened) throw new Error('openBackups() was not called before a backup was asked for');
  return opened;
}
