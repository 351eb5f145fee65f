import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#server/platform/config.ts';
import { unfinishedRestore } from '#server/platform/embedded-postgres/data-folder.ts';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts';
import { ownerLogin, prepareDatabase } from '#server/platform/embedded-postgres/prepare-database.ts';
import { checkConnection } from './check-connection.ts';
import { StartError } from './failure.ts';

/** Addresses by use: `app` switches roles per transaction, `owner` migrates and runs jobs, `auth` reads and writes sign-in, `replication` copies the server. */
export type DatabaseAccess = { app: string; owner: string; auth: string; replication: string; stop(): Promise<void> };

const databaseName = 'ninefold';

/**
 * Starts the PostgreSQL inside, or sees that the one of DATABASE_URL answers. `isShared`: another process serves on this
 * home, so its PostgreSQL is joined, and left running by `stop`.
 */
export async function startDatabase(config: Pick<Config, 'home' | 'databaseUrl'>, say: (line: string) => void, o: { isShared?: boolean } = {}): Promise<DatabaseAccess> {
  if (config.databaseUrl) {
    await checkConnection(config.databaseUrl);
    return { app: config.databaseUrl, owner: config.databaseUrl, auth: config.databaseUrl, replication: config.databaseUrl, stop: async () => {} };
  }
  if (existsSync(unfinishedRestore(config.home))) {
    throw new StartError(`A restore into ${config.home} was not finished. Run it again (npx ninefold restore <file>), or remove ${unfinishedRestore(config.home)} to begin with nothing.`);
  }
  const server = await startEmbeddedPostgres({ dir: join(config.home, 'postgres'), restart: !o.isShared, log: (line) => say(`  ${line}`) });
  const stop = async () => (o.isShared ? undefined : server.stop());
  try {
    await prepareDatabase(server, databaseName);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    app: server.urlFor('authenticator', databaseName),
    owner: server.urlFor(ownerLogin, databaseName),
    auth: server.urlFor('supabase_auth_admin', databaseName),
    // In this database, where the turn of backups is; the copy is of the whole server.
    replication: server.urlFor('postgres', databaseName),
    stop,
  };
}
