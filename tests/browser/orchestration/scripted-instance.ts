import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#server/app.ts';
import { chooseModels, registerWorkflows, startSweep, stopSweep, type ModelChoice } from '#server/agents/index.ts';
import { configurePreviews, prepareKit, stopPreview } from '#server/artifacts/preview/index.ts';
import { checkout } from '#server/platform/config.ts';
import { closeEvents, openEvents } from '#server/platform/events/index.ts';
import { openFiles } from '#server/platform/files/index.ts';
import { startJobs, stopJobs } from '#server/platform/jobs/index.ts';
import { openSecrets } from '#server/platform/secrets/index.ts';
import { listen } from '#server/start/listen.ts';
import { buildWeb, isWebBuilt, webFolder } from '#server/start/web-build.ts';
import { testDatabase } from '#tests/support/database.ts';

export type ScriptedInstance = { url: string; close: () => Promise<void> };

/** The studio with its web in this process, so that a test says what its models answer. Previews are not served. */
export async function openScriptedInstance(models: ModelChoice): Promise<ScriptedInstance> {
  const database = await testDatabase();
  const home = mkdtempSync(join(tmpdir(), 'ninefold-scripted-'));
  if (!isWebBuilt()) await buildWeb();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  openSecrets({ home });
  openFiles(join(home, 'files'));
  configurePreviews({ home: join(checkout, '.ninefold', 'tests'), previewUrl: 'http://localhost:3001' });
  await prepareKit();
  await openEvents({ url: database.appUrl });
  const { app, close } = await createApp({
    publicUrl: url, previewUrl: 'http://localhost:3001', webFolder, signup: 'open',
    authDatabaseUrl: database.authUrl, version: '0.0.0', isReady: async () => null, attemptsPerMinute: 1000,
  });
  chooseModels(models);
  registerWorkflows();
  await startJobs({ databaseUrl: database.ownerUrl });
  await startSweep();
  const server = await listen(app.fetch, { port, host: 'localhost' });
  return {
    url,
    close: async () => {
      await stopSweep();
      await stopJobs({ graceMs: 500 });
      await stopPreview();
      await closeEvents();
      await server.stop();
      await close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
