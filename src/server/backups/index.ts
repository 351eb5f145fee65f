export { backupRoutes } from './routes.ts';
export { backupKey, openBackups, requestDailyBackup, runRequestedBackups, startBackups, stopBackups, type BackupOptions } from './runs.ts';
export { takeBackupNow } from './take-now.ts';
export { restoredPostgres, unpackBackup, verifyBackup, type Verified } from './restore-backup.ts';
