import { readConfig } from '#server/platform/config.ts';
import { migrate } from '#server/platform/migrations/index.ts';
import { startDatabase } from './database.ts';
import { explainFailure } from './failure.ts';
import { lockHome } from './home-lock.ts';
import { openHome } from './home.ts';
import { loadEnvironment } from './environment.ts';

// `npm run migrate`: brings the database up to this code without serving. `npm start` does the same by itself.
try {
  loadEnvironment();
  const config = readConfig();
  openHome(config.home);
  const lock = lockHome(config.home, 'npm run migrate');
  const database = await startDatabase(config, console.log);
  try {
    const { applied } = await migrate({ ownerUrl: database.owner, log: (name) => console.log(`  ${name}`) });
    console.log(applied.length ? `${applied.length} migrations applied.` : 'The database is up to date.');
  } finally {
    await database.stop();
    lock.release();
  }
} catch (error) {
  console.error(explainFailure(error));
  process.exit(1);
}
