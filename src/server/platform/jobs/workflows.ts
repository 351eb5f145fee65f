import { DBOS } from '@dbos-inc/dbos-sdk';
import { log } from '#server/platform/log.ts';
import { inMainLine } from './branches.ts';
import { forgetCancellation, isIdle, localCancellation } from './step.ts';

export type WorkflowState = 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled';

type Workflow = { start: (id: string) => Promise<void> };

const here = new Set<string>();
const defined = new Map<string, Workflow>();

/**
 * Defines durable work that is known by one id. Must be called before
 * `startJobs`. The first definition of a name stays.
 */
export function defineWorkflow(name: string, work: (id: string) => Promise<void>): void {
  if (defined.has(name)) return;
  const run = DBOS.registerWorkflow(async (id: string): Promise<void> => {
    here.add(id);
    try {
      await inMainLine(() => work(id));
    } finally {
      here.delete(id);
      forgetCancellation(id);
    }
  }, { name, maxRecoveryAttempts: 1000 });
  defined.set(name, {
    start: async (id) => {
      const handle = await DBOS.startWorkflow(run, { workflowID: id })(id);
      // The outcome is the workflow's own to record; here it only must not go unheard.
      handle.getResult().catch((err: unknown) => log.debug({ err, workflow: name }, 'a workflow ended with an error'));
    },
  });
}

/** Starts a workflow in this process; starting the same id again does nothing. */
export async function startWorkflow(name: string, id: string): Promise<void> {
  const workflow = defined.get(name);
  if (!workflow) throw new Error(`no workflow is called ${name}`);
  await workflow.start(id);
}

/** Cancels a workflow wherever it runs; its steps that are done stay done. */
export async function cancelWorkflow(id: string): Promise<void> {
  await DBOS.cancelWorkflow(id);
  if (here.has(id)) localCancellation(id).abort(new Error('cancelled'));
}

/** Whether this process is executing the workflow right now. */
export function isRunningHere(id: string): boolean {
  return here.has(id);
}

/** Forgets the workflows that a stop left behind: another execution goes on with them. */
export function forgetRunningHere(): void {
  here.clear();
}

/**
 * Aborts the step that a workflow of this process is at, and what it waits for.
 * The workflow itself goes on, to put in order what it leaves behind.
 */
export function interruptHere(id: string): void {
  if (here.has(id)) localCancellation(id).abort(new Error('interrupted'));
}

/** The workflows that this process is executing. */
export function listRunningHere(): string[] {
  return [...here];
}

/** How many workflows this process is working on, beside those that wait for a person. */
export function countRunningHere(): number {
  return [...here].filter((id) => !isIdle(id)).length;
}

const states: Record<string, WorkflowState> = {
  ENQUEUED: 'waiting', DELAYED: 'waiting', PENDING: 'running', SUCCESS: 'succeeded',
  ERROR: 'failed', MAX_RECOVERY_ATTEMPTS_EXCEEDED: 'failed', CANCELLED: 'cancelled',
};

/** The states of workflows by id; ids that were never started are missing. */
export async function findWorkflows(ids: string[]): Promise<Map<string, WorkflowState>> {
  if (ids.length === 0) return new Map();
  const found = await DBOS.listWorkflows({ workflowIDs: ids, loadInput: false, loadOutput: false });
  return new Map(found.map((w) => [w.workflowID, states[w.status] ?? 'failed']));
}

/** What finished workflows recorded is of no use once nobody can be replaying them, and it holds people's data. */
const keepMs = 3 * 24 * 60 * 60_000;
const deleteAtOnce = 500;

/** Deletes workflows that ended more than three days ago, with all that their steps recorded. */
export async function deleteOldWorkflows(now = Date.now()): Promise<number> {
  const old = await DBOS.listWorkflows({
    status: ['SUCCESS', 'ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'],
    completedBefore: new Date(now - keepMs).toISOString(), limit: deleteAtOnce, loadInput: false, loadOutput: false,
  });
  if (old.length > 0) await DBOS.deleteWorkflows(old.map((w) => w.workflowID));
  return old.length;
}
