import { DBOS } from '@dbos-inc/dbos-sdk';
import { log } from '#server/platform/log.ts';
import { beginJob, endJob } from './job-runs.ts';
import { runStep } from './step.ts';

/** Characters of the due time that name a period, in UTC. `run_job` in the database names them alike. */
const periodLength = { day: 10, hour: 13, moment: 19 };

export type ScheduledJob = {
  /** Kebab-case; names the job in the log and in the record of its runs. */
  name: string;
  /** Five cron fields, in UTC. */
  cron: string;
  /** What it is taken for, once. A daily job that was missed is made up for once a process is there again; others are not. */
  period: keyof typeof periodLength;
  /** Must bear being repeated. What it returns (counts) is kept with the run. */
  run: () => Promise<unknown>;
};

const defined = new Map<string, { job: ScheduledJob; workflow: (due: Date, context: unknown) => Promise<void> }>();

/** Defines a job that runs by the clock, in one process of all. Must be called before `startJobs`. The first definition of a name stays. */
export function defineSchedule(job: ScheduledJob): void {
  if (defined.has(job.name)) return;
  const workflow = DBOS.registerWorkflow((due: Date) => runJob(job, due), { name: `schedule ${job.name}`, maxRecoveryAttempts: 10 });
  defined.set(job.name, { job, workflow });
}

/** Puts the defined jobs on the clock and takes those off that are no longer defined. */
export async function applySchedules(): Promise<void> {
  const stale = (await DBOS.listSchedules()).filter(({ scheduleName }) => !defined.has(scheduleName));
  for (const { scheduleName } of stale) await DBOS.deleteSchedule(scheduleName);
  await DBOS.applySchedules([...defined.values()].map(({ job, workflow }) => ({ scheduleName: job.name, workflowFn: workflow, schedule: job.cron, cronTimezone: 'UTC' })));
}

/** Runs the daily jobs that nobody ran today: at night this machine may be off. Waits for their end. */
export async function catchUp(now = new Date()): Promise<void> {
  for (const { job, workflow } of defined.values()) {
    if (job.period !== 'day') continue;
    const handle = await DBOS.startWorkflow(workflow, { workflowID: `catch-up ${job.name} ${periodOf(job, now)}` })(now, null);
    await handle.getResult().catch((err: unknown) => log.debug({ err, job: job.name }, 'a job that was made up for failed'));
  }
}

async function runJob(job: ScheduledJob, due: Date): Promise<void> {
  const owner = DBOS.workflowID ?? '';
  const period = periodOf(job, due);
  await runStep(job.name, async () => {
    if (!await beginJob(job.name, period, owner)) return 'done elsewhere';
    try {
      const outcome = await job.run() ?? null;
      await endJob(job.name, period, owner, outcome, null);
      return 'done';
    } catch (err) {
      log.error({ err, job: job.name }, 'a scheduled job failed');
      await endJob(job.name, period, owner, null, err instanceof Error ? err.message : String(err));
      return 'failed';
    }
  });
}

/** The day, the hour or the second: runs of one period are one run, whoever begins them. */
function periodOf(job: ScheduledJob, due: Date): string {
  return due.toISOString().slice(0, periodLength[job.period]);
}
