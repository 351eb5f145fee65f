import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openBackups, takeBackupNow } from '#server/backups/index.ts';
import { type Config, readConfig } from '#server/platform/config.ts';
import { closeDatabase, openDatabase } from '#server/platform/database/index.ts';
import { log } from '#server/platform/log.ts';
import { openSecrets } from '#server/platform/secrets/index.ts';
import { startDatabase } from './database.ts';
import { loadEnvironment } from './environment.ts';
import { explainFailure, StartError } from './failure.ts';
import { lockHome } from './home-lock.ts';
import { openHome } from './home.ts';

// `ninefold backup`: takes one now, also while the studio runs.
try {
  loadEnvironment();
  await backUp(readConfig());
} catch (error) {
  console.error(explainFailure(error));
  process.exit(1);
}

async function backUp(config: Config): Promise<void> {
  log.level = 'silent'; // This terminal gets words instead.
  if (!config.databaseUrl && !existsSync(join(config.home, 'postgres', 'data'))) {
    throw new StartError(`There is no studio in ${config.home} to back up. Set NINEFOLD_HOME to the folder of yours.`);
  }
  openHome(config.home);
  // A key made now would not be the one the studio uses.
  if (!config.masterKey && !existsSync(join(config.home, 'master-key'))) {
    throw new StartError(`There is no master key in ${config.home}. Put the file master-key back, or set NINEFOLD_MASTER_KEY.`);
  }
  openSecrets(config);
  const lock = lockUnlessServed(config.home);
  const database = await startDatabase(config, console.log, { isShared: lock === null });
  try {
    openDatabase({ url: database.app, maxConnections: 4 });
    openBackups({ home: config.home, filesFolder: config.filesFolder, replicationUrl: database.replication, lockUrl: database.owner, isInside: !config.databaseUrl });
    const { status, error, place, sizeBytes, checksum } = await takeBackupNow().catch(explainOlder);
    if (status === 'failed') throw new StartError(error ?? 'The backup failed.');
    console.log(`${join(config.home, 'backups', place ?? '')}\n${((sizeBytes ?? 0) / 1e6).toFixed(1)} MB, SHA-256 ${checksum}`);
  } finally {
    await closeDatabase();
    await database.stop();
    lock?.release();
  }
}

// Not migrated by this command: whoever updates wants the backup from before.
function explainOlder(error: unknown): never {
  const isUndefined = (error as { code?: string }).code === '42883';
  throw isUndefined ? new StartError('The database is from before Ninefold took backups. Copy the folder of the stopped studio instead, then run npm run migrate.') : error;
}

/** The lock of the home; null when a studio has it, whose database is then used. */
function lockUnlessServed(home: string): { release(): void } | null {
  try {
    return lockHome(home, 'ninefold backup');
  } catch (error) {
    if (error instanceof StartError) return null;
    throw error;
  }
}
