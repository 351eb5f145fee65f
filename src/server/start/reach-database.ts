import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#server/platform/config.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts';
import { checkConnection } from './check-connection.ts';
import { databaseName } from './database.ts';
import { StartError } from './failure.ts';
import { lockHome } from './home-lock.ts';

/**
 * For commands that only look: the address at which the studio's database answers. The PostgreSQL inside is shared
 * with a running studio and left alone; without one it is started, and stopped again by `leave`.
 */
export async function reachDatabase(config: Pick<Config, 'home' | 'databaseUrl'>, say: (line: string) => void): Promise<{ app: string; leave(): Promise<void> }> {
  if (config.databaseUrl) {
    await checkConnection(config.databaseUrl);
    return { app: config.databaseUrl, leave: async () => {} };
  }
  const dir = join(config.home, 'postgres');
  const running = findEmbeddedPostgres(dir);
  if (running) return { app: running.urlFor('authenticator', databaseName), leave: async () => {} };
  if (!existsSync(join(dir, 'data'))) throw new StartError(`There is no database in ${config.home}. Set NINEFOLD_HOME to the home of the studio, or DATABASE_URL to its database.`);
  const lock = lockHome(config.home, 'a command');
  const server = await startEmbeddedPostgres({ dir, log: (line) => say(`  ${line}`) });
  return {
    app: server.urlFor('authenticator', databaseName),
    async leave() {
      await server.stop();
      lock.release();
    },
  };
}
