import { join } from 'node:path';
import { openBackups, takeBackupNow } from '#server/backups/index.ts';
import { type Config, readConfig } from '#server/platform/config.ts';
import { log } from '#server/platform/log.ts';
import { besideStudio } from './beside-studio.ts';
import { loadEnvironment } from './environment.ts';
import { explainFailure, StartError } from './failure.ts';
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
  await besideStudio(config, { command: 'ninefold backup', say: console.log }, async (database) => {
    openHome(config.home);
    openBackups({ home: config.home, filesFolder: config.filesFolder, replicationUrl: database.replication, lockUrl: database.owner, isInside: !config.databaseUrl });
    const { status, error, place, sizeBytes, checksum } = await takeBackupNow().catch(explainOlder);
    if (status === 'failed') throw new StartError(error ?? 'The backup failed.');
    console.log(`${join(config.home, 'backups', place ?? '')}\n${((sizeBytes ?? 0) / 1e6).toFixed(1)} MB, SHA-256 ${checksum}`);
  });
}

// Not migrated by this command: whoever updates wants the backup from before.
function explainOlder(error: unknown): never {
  const isUndefined = (error as { code?: string }).code === '42883';
  throw isUndefined ? new StartError('The database is from before Ninefold took backups. Copy the folder of the stopped studio instead, then run npm run migrate.') : error;
}
