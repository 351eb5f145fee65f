import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { type Config, readConfig } from '#server/platform/config.ts';
import { openLog } from '#server/platform/log.ts';
import { migrate } from '#server/platform/migrations/index.ts';
import { openSecrets } from '#server/platform/secrets/index.ts';
import { type DatabaseAccess, startDatabase } from './database.ts';
import { loadEnvironment } from './environment.ts';
import { explainFailure } from './failure.ts';
import { catchFaults } from './faults.ts';
import { lockHome } from './home-lock.ts';
import { openHome } from './home.ts';
import { checkPort, choosePorts } from './ports.ts';
import { step } from './progress.ts';
import { onStop, stopAll, stopOnSignals } from './shutdown.ts';
import { buildWeb, isWebBuilt } from './web-build.ts';

// `npm start`: the whole of Ninefold in one process, with its database beside it.
try {
  await serve();
} catch (error) {
  console.error(`\n${explainFailure(error)}\n`);
  await stopAll('');
  process.exit(1);
}

async function serve(): Promise<void> {
  loadEnvironment();
  const config = await choosePorts(readConfig());
  openHome(config.home);
  const lock = lockHome(config.home, config.publicUrl);
  onStop('lock', lock.release);
  openLog({ home: config.home, level: config.logLevel });
  catchFaults();
  stopOnSignals();
  await checkPort(config.port, config.host, 'PORT');
  await checkPort(config.previewPort, config.host, 'PREVIEW_PORT');
  openSecrets(config);
  // Keeps compiled code between starts, which halves the time to read it.
  enableCompileCache(join(config.home, 'cache', 'code'));
  // Independent of each other: reading our own code takes longer than starting the database.
  const studio = import('./studio.ts');
  const prepared = studio.then(({ prepare }) => step('Preparing what apps are built from', () => prepare(config)));
  const [database] = await settle([
    openDatabase(config),
    isWebBuilt() ? null : step('Building the web', buildWeb),
    prepared,
  ]);
  const { openStudio } = await studio;
  const { url } = await openStudio(config, database);
  console.log(`Ninefold is ready at ${url}`);
  flushCompileCache();
}

async function openDatabase(config: Config): Promise<DatabaseAccess> {
  const database = await step('Starting the database', () => startDatabase(config, console.log));
  onStop('database', database.stop);
  await step('Updating the database', () => migrate({ ownerUrl: database.owner }));
  return database;
}

// All are waited for before the first failure is told: what was started must be known in order to be stopped.
async function settle<T extends unknown[]>(work: [...T]): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
