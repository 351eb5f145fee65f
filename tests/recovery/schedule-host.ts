import pg from 'pg';
import { closeDatabase, openDatabase } from '#server/platform/database/index.ts';
import { defineSchedule, startJobs, stopJobs } from '#server/platform/jobs/index.ts';

/** A process that runs one job every second, which notes each run in table `ticks` and, if told so, dies in the middle of one. */
const { APP_URL, OWNER_URL, NAME, DIE_AFTER } = process.env as Record<string, string>;
const notes = new pg.Pool({ connectionString: OWNER_URL, max: 2 });
let runs = 0;

openDatabase({ url: APP_URL!, maxConnections: 5 });
defineSchedule({
  name: 'tick', cron: '* * * * * *', period: 'moment',
  run: async () => {
    await notes.query('insert into public.ticks (host) values ($1)', [NAME]);
    if (DIE_AFTER !== '' && ++runs >= Number(DIE_AFTER)) process.kill(process.pid, 'SIGKILL');
    return { host: NAME };
  },
});
await startJobs({ databaseUrl: OWNER_URL!, takeOverMs: 300 });
console.log('ready');
process.on('SIGTERM', () => {
  void (async () => {
    await stopJobs({ graceMs: 2000 });
    await closeDatabase();
    await notes.end();
    process.exit(0);
  })();
});
