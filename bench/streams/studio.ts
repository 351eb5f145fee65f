import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#server/app.ts';
import { configurePreviews } from '#server/artifacts/preview/index.ts';
import { closeDatabase, openDatabase } from '#server/platform/database/index.ts';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts';
import { ownerLogin, prepareDatabase } from '#server/platform/embedded-postgres/prepare-database.ts';
import { closeEvents, openEvents } from '#server/platform/events/index.ts';
import { openFiles } from '#server/platform/files/index.ts';
import { migrate } from '#server/platform/migrations/index.ts';
import { openSecrets } from '#server/platform/secrets/index.ts';
import { listen } from '#server/start/listen.ts';
import { answerAs } from './part.ts';

export type Addresses = { url: string; app: string; owner: string };
export type StudioPart = { open: () => Promise<Addresses> };

const database = 'bench';
const home = mkdtempSync(join(tmpdir(), 'ninefold-bench-'));
let close = async (): Promise<void> => undefined;

/** The real application on a durable PostgreSQL of its own. Without the sweep, which would take over the runs that the benchmark plays. */
async function open(): Promise<Addresses> {
  const server = await startEmbeddedPostgres({ dir: join(home, 'postgres'), restart: false });
  await prepareDatabase(server, database);
  const [app, owner] = [server.urlFor('authenticator', database), server.urlFor(ownerLogin, database)];
  await migrate({ ownerUrl: owner });
  openSecrets({ home });
  openFiles(join(home, 'files'));
  configurePreviews({ home, previewUrl: 'http://localhost:3001' });
  openDatabase({ url: app });
  await openEvents({ url: app });
  const studio = await createApp({
    publicUrl: 'http://localhost:3000', previewUrl: 'http://localhost:3001', webFolder: null, signup: 'open',
    authDatabaseUrl: server.urlFor('supabase_auth_admin', database), version: '0.0.0', isReady: async () => null,
  });
  const http = await listen(studio.app.fetch, { port: 0, host: '127.0.0.1' });
  close = async () => {
    await closeEvents();
    await http.stop();
    await studio.close();
    await closeDatabase();
    await server.stop();
  };
  return { url: `http://127.0.0.1:${http.port}`, app, owner };
}

answerAs({ open } satisfies StudioPart, async () => {
  await close();
  rmSync(home, { recursive: true, force: true });
});
