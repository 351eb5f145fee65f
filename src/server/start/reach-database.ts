import { join } from 'node:path';
import type { Config } from '#server/platform/config.ts';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts';
import { checkConnection } from './check-connection.ts';
import { databaseName } from './database.ts';
import { StartError } from './failure.ts';
import { lockHome } from './home-lock.ts';

/**
 * For commands that only look: the address at which the studio's database answers. The PostgreSQL inside is shared
 * with a running studio and left running; without one it is started, and stopped again by `leave`.
 */
export async function reachDatabase(config: Pick<Config, 'home' | 'databaseUrl'>, say: (line: string) => void): Promise<{ app: string; leave(): Promise<void> }> {
  if (config.databaseUrl) {
    await checkConnection(config.databaseUrl);
    return { app: config.databaseUrl, leave: async () => {} };
  }
  const lock = lockUnlessRunning(config.home);
  const server = await startEmbeddedPostgres({ dir: join(config.home, 'postgres'), restart: false, log: (line) => say(`  ${line}`) });
  return {
    app: server.urlFor('authenticator', databaseName),
    async leave() {
      if (!lock) return;
      await server.stop();
      lock.release();
    },
  };
}

// A studio that runs holds the home, and will stop its database itself.
function lockUnlessRunning(home: string): { release(): void } | null {
  try {
    return lockHome(home, 'a command');
  } catch (error) {
    if (error instanceof StartError) return null;
    throw error;
  }
}
