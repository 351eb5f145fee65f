import { z } from 'zod';
import { id, page, time } from './json.ts';

export const backupStatus = z.enum(['requested', 'running', 'succeeded', 'failed']);

/** What a backup holds. `files` is null when they lie in object storage, which the backup does not cover. */
export const backupContents = z.object({
  postgres: z.string(), databaseBytes: z.number().int(), files: z.number().int().nullable(), fileBytes: z.number().int().nullable(),
});
export type BackupContents = z.infer<typeof backupContents>;

/** A run of the backup. `place` is the name of its file in the folder for backups, `checksum` the file's SHA-256 in hex. */
export const backup = z.object({
  id, requestedAt: time, requestedBy: z.enum(['schedule', 'super user', 'command']), status: backupStatus,
  startedAt: time.nullable(), finishedAt: time.nullable(), sizeBytes: z.number().int().nullable(), checksum: z.string().nullable(),
  place: z.string().nullable(), contents: backupContents.nullable(), error: z.string().nullable(),
  /** When retention removed the file. */
  removedAt: time.nullable(),
});
export type Backup = z.infer<typeof backup>;

/** What is wrong with the backups, as of now. */
export const backupAlert = z.object({ kind: z.enum(['missing', 'failed', 'empty']), message: z.string(), since: time });
export type BackupAlert = z.infer<typeof backupAlert>;

export const backupPage = page(backup).extend({ alerts: z.array(backupAlert) });
