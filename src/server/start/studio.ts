import { configureModels, registerWorkflows, setRunLimits, startSweep, stopSweep } from '#server/agents/index.ts';
import { createApp } from '#server/app.ts';
import { configurePreviews, prepareKit, startPreviewServer, stopPreview, sweepBundles } from '#server/artifacts/preview/index.ts';
import { makePartitions } from '#server/audit/index.ts';
import { openBackups, startBackups, stopBackups } from '#server/backups/index.ts';
import type { Config } from '#server/platform/config.ts';
import { closeDatabase, openDatabase } from '#server/platform/database/index.ts';
import { closeEvents, openEvents } from '#server/platform/events/index.ts';
import { openFiles } from '#server/platform/files/index.ts';
import { startJobs, stopJobs } from '#server/platform/jobs/index.ts';
import { log } from '#server/platform/log.ts';
import type { DatabaseAccess } from './database.ts';
import { listen } from './listen.ts';
import { explainPort } from './ports.ts';
import { isReady } from './readiness.ts';
import { catchUpLater, registerSchedules } from './schedules.ts';
import { onStop } from './shutdown.ts';
import { version } from './version.ts';
import { webFolder } from './web-build.ts';

/** What needs no database: the packages of generated apps, built once and kept. */
export async function prepare(config: Config): Promise<void> {
  configurePreviews(config);
  await prepareKit();
}

/** Opens everything that serves, on a migrated database. What it opens is closed again by `stopAll`. */
export async function openStudio(config: Config, database: DatabaseAccess): Promise<{ url: string }> {
  openFiles(config.files, config);
  openDatabase({ url: database.app });
  onStop('database connections', closeDatabase);
  // Without this month's no change is possible, and the daily job may not have run for a long time.
  await makePartitions();
  openBackups({ home: config.home, filesFolder: config.filesFolder, replicationUrl: database.replication, lockUrl: database.owner, isInside: !config.databaseUrl });
  const app = await createApp({
    publicUrl: config.publicUrl, previewUrl: config.previewUrl, webFolder, signup: config.signup,
    authDatabaseUrl: database.auth, version, isReady,
  });
  onStop('sign-in', app.close);
  setRunLimits(config.runLimits);
  configureModels(config.models);
  registerWorkflows();
  registerSchedules(config);
  onStop('jobs', () => stopJobs());
  await Promise.all([
    startJobs({ databaseUrl: database.owner }),
    openEvents({ url: database.app }),
    servePreviews(config),
  ]);
  onStop('runs', stopSweep);
  await startSweep();
  onStop('missed jobs', catchUpLater());
  onStop('backups', stopBackups);
  startBackups();
  const server = await listen(app.app.fetch, config);
  onStop('requests', server.stop);
  // Streams are ended first: they would keep their connections, and so the server, open.
  onStop('event streams', closeEvents);
  void sweepBundles().catch((err: unknown) => log.warn({ err }, 'old bundles could not be removed'));
  log.info({ port: server.port }, 'ready');
  return { url: config.publicUrl };
}

async function servePreviews(config: Config): Promise<void> {
  onStop('previews', stopPreview);
  try {
    await startPreviewServer({ port: config.previewPort, host: config.host, studioOrigin: config.publicUrl });
  } catch (error) {
    throw explainPort(error, config.previewPort, config.host, 'PREVIEW_PORT');
  }
}
