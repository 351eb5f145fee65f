import { dropExpired, makePartitions, sealAuditLogs } from '#server/audit/index.ts';
import { requestDailyBackup, runRequestedBackups } from '#server/backups/index.ts';
import { rollBillingPeriods } from '#server/billing/index.ts';
import { refreshExpiringTokens } from '#server/connections/index.ts';
import { sweepFiles } from '#server/files/index.ts';
import { catchUp, defineSchedule } from '#server/platform/jobs/index.ts';
import type { ScheduledJob } from '#server/platform/jobs/index.ts';
import { log } from '#server/platform/log.ts';
import { writeDailyStats } from '#server/stats/index.ts';
import { purgeArchived, purgeExpired } from '#server/workspaces/index.ts';

/** Everything that runs by the clock, in UTC. `home` is where receipts of seals are kept. Some of it `private.schedule_jobs` gives to pg_cron as well. */
export const jobsOf = (home: string): ScheduledJob[] => [
  { name: 'daily-backup', cron: '0 0 * * *', period: 'day', run: requestDailyBackup },
  { name: 'requested-backups', cron: '*/10 * * * *', period: 'moment', run: runRequestedBackups },
  { name: 'daily-statistics', cron: '10 0 * * *', period: 'day', run: writeDailyStats },
  { name: 'billing-periods', cron: '5 * * * *', period: 'hour', run: rollBillingPeriods },
  // Who refreshes comes with the flows of OAuth; until then there are no tokens.
  { name: 'refresh-tokens', cron: '*/5 * * * *', period: 'moment', run: () => refreshExpiringTokens(null) },
  { name: 'file-sweep', cron: '20 * * * *', period: 'moment', run: sweepFiles },
  { name: 'purge-archived', cron: '30 2 * * *', period: 'day', run: purgeArchived },
  { name: 'purge-expired', cron: '45 2 * * *', period: 'day', run: purgeExpired },
  { name: 'log-partitions', cron: '15 0 * * *', period: 'day', run: makePartitions },
  { name: 'log-retention', cron: '15 3 * * *', period: 'day', run: () => dropExpired({ home }) },
  { name: 'audit-seal', cron: '*/15 * * * *', period: 'moment', run: () => sealAuditLogs({ home }) },
];

// The start comes first; what was missed at night can wait for the first page to be there.
const catchUpAfterMs = 60_000;

/** Defines the jobs; before `startJobs`. */
export function registerSchedules({ home }: { home: string }): void {
  for (const job of jobsOf(home)) defineSchedule(job);
}

/** A while after the start, runs the daily jobs that nobody ran today. Returns a way to call it off. */
export function catchUpLater(): () => void {
  const timer = setTimeout(() => {
    catchUp().catch((err: unknown) => log.warn({ err }, 'the jobs of today could not be made up for'));
  }, catchUpAfterMs);
  timer.unref();
  return () => clearTimeout(timer);
}
