import pg from 'pg';
import { openBackups } from '#server/backups/index.ts';
import { closeDatabase, openDatabase } from '#server/platform/database/index.ts';
import { openFiles } from '#server/platform/files/index.ts';
import { defineSchedule, startJobs, stopJobs } from '#server/platform/jobs/index.ts';
import { openSecrets } from '#server/platform/secrets/index.ts';
import { jobsOf } from '#server/start/schedules.ts';

/** A process that runs all jobs of the server, each due every ten seconds; what it begins it notes in table `begun`. */
const { APP_URL, OWNER_URL, ADMIN_URL, HOME_FOLDER, NAME } = process.env as Record<string, string>;
const home = HOME_FOLDER!;
const notes = new pg.Pool({ connectionString: ADMIN_URL, max: 2 });

openSecrets({ home });
openFiles(`${home}/files`);
// All jobs may have to wait at the same time.
openDatabase({ url: APP_URL!, maxConnections: 12 });
openBackups({ home, filesFolder: `${home}/files`, replicationUrl: ADMIN_URL!, lockUrl: OWNER_URL!, isInside: false });
for (const job of jobsOf(home)) {
  defineSchedule({
    ...job, cron: '*/10 * * * * *',
    run: async () => {
      await notes.query('insert into public.begun (job, host) values ($1, $2)', [job.name, NAME]);
      return job.run();
    },
  });
}
await startJobs({ databaseUrl: OWNER_URL! });
console.log('ready');
process.on('SIGTERM', () => {
  void (async () => {
    await stopJobs();
    await closeDatabase();
    await notes.end();
    process.exit(0);
  })();
});
