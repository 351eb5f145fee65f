import { randomUUID } from 'node:crypto';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { log } from '#server/platform/log.ts';
import { ExecutorLock } from './executor-lock.ts';
import { quietLogger } from './quiet-logger.ts';
import { applySchedules } from './schedules.ts';
import { beginStopping, openSteps, stepsSettled } from './step.ts';
import { TakeOver } from './take-over.ts';
import { deleteOldWorkflows, forgetRunningHere } from './workflows.ts';

export type JobsOptions = {
  /** A login that owns the schema `dbos`, or may create it. The connection must not go through a transaction pooler. */
  databaseUrl: string;
  /** How often this process looks for runs of dead processes, in milliseconds. */
  takeOverMs?: number;
};

/**
 * Names the order of steps in our workflows, not the release: a run continues
 * after an upgrade. Raise it only when old runs could not be replayed.
 */
const applicationVersion = 'ninefold-1';
const tidyEveryMs = 60 * 60_000;

type Running = { lock: ExecutorLock; takeOver: TakeOver; tidy: NodeJS.Timeout };
let running: Running | undefined;

/** Whether this process executes durable work. */
export function jobsRunning(): boolean {
  return running !== undefined;
}

/**
 * Starts durable execution in this process: makes or updates schema `dbos`, and
 * takes over what dead processes left, now and from then on. Workflows and
 * schedules must be defined before.
 */
export async function startJobs(o: JobsOptions): Promise<void> {
  if (running) throw new Error('startJobs() was called twice');
  const executorId = randomUUID();
  const lock = new ExecutorLock(o.databaseUrl, executorId);
  await lock.open();
  try {
    openSteps();
    DBOS.setConfig({
      name: 'ninefold',
      systemDatabaseUrl: o.databaseUrl,
      systemDatabaseSchemaName: 'dbos',
      systemDatabasePoolSize: 6,
      executorID: executorId,
      applicationVersion,
      logger: quietLogger,
      runAdminServer: false,
      enableOTLP: false,
      // Live output travels by run_events; no durable stream or event of DBOS is used.
      useListenNotify: false,
    });
    await lock.inTurn(async () => {
      await DBOS.launch();
      await applySchedules();
    });
  } catch (error) {
    await lock.close();
    throw error;
  }
  const takeOver = new TakeOver(lock, o.takeOverMs ?? 5000);
  const tidy = setInterval(() => {
    deleteOldWorkflows().catch((err: unknown) => log.warn({ err }, 'deleting old workflows failed'));
  }, tidyEveryMs);
  tidy.unref();
  running = { lock, takeOver, tidy };
  await takeOver.begin();
  log.info({ executorId }, 'jobs started');
}

/**
 * Stops taking work and waits up to `graceMs` for the steps in progress. What
 * is not finished then stays pending, and the next process goes on with it.
 */
export async function stopJobs(o: { graceMs?: number } = {}): Promise<void> {
  if (!running) return;
  const { lock, takeOver, tidy } = running;
  running = undefined;
  clearInterval(tidy);
  takeOver.end();
  beginStopping();
  await stepsSettled(o.graceMs ?? 5000);
  await DBOS.shutdown();
  forgetRunningHere();
  await lock.close();
}
