import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#server/platform/config.ts';
import { closeDatabase, openDatabase } from '#server/platform/database/index.ts';
import { hasMasterKey, openSecrets } from '#server/platform/secrets/index.ts';
import { type DatabaseAccess, startDatabase } from './database.ts';
import { StartError } from './failure.ts';
import { lockHome } from './home-lock.ts';

/**
 * Opens secrets and database for a command, and closes them after it. Beside a running studio it joins that one's database
 * and leaves it running. Nothing is made that is not there: a new master key would open nothing of what is.
 */
export async function besideStudio<T>(config: Config, o: { command: string; say: (line: string) => void; maxConnections?: number }, work: (database: DatabaseAccess) => Promise<T>): Promise<T> {
  if (!config.databaseUrl && !existsSync(join(config.home, 'postgres', 'data'))) {
    throw new StartError(`There is no studio in ${config.home} yet. Start Ninefold once (npm start), or set NINEFOLD_HOME or DATABASE_URL to yours.`);
  }
  if (!hasMasterKey(config.home, config.masterKey)) {
    throw new StartError(`There is no master key in ${config.home}. Put the file master-key back, or set NINEFOLD_MASTER_KEY.`);
  }
  openSecrets(config);
  const lock = config.databaseUrl ? null : lockUnlessServed(config.home, o.command);
  const database = await startDatabase(config, o.say, { isShared: !config.databaseUrl && lock === null });
  try {
    openDatabase({ url: database.app, maxConnections: o.maxConnections ?? 4 });
    return await work(database);
  } finally {
    await closeDatabase();
    await database.stop();
    lock?.release();
  }
}

/** The lock of the home; null when a studio has it, whose database is then used. */
function lockUnlessServed(home: string, command: string): { release(): void } | null {
  try {
    return lockHome(home, command);
  } catch (error) {
    if (error instanceof StartError) return null;
    throw error;
  }
}
