import type { RunError, RunStatus, Step } from '#contract/agents.ts';
import { forgiveRun } from '#server/billing/index.ts';
import { asSystem, type Tx } from '#server/platform/database/index.ts';
import { countRunningHere, interruptHere, jobsRunning, startWorkflow } from '#server/platform/jobs/index.ts';
import { log } from '#server/platform/log.ts';
import { appendEvents, lockChat, seqOfEnd, seqOfMessage, seqOfStart } from './events.ts';
import { maxRunsHere } from './limits.ts';
import { isOurFault, ourFaultReason } from './our-fault.ts';
import { claimNextRun, findRequest, findRun, updateEnd } from './queries.ts';

/** The durable function of a run; its id is the run's. */
export const workflowName = 'run';

/**
 * Starts the crew on a message that was stored with its run. Announces the
 * message to readers of the chat; the run begins at once, or when the chat's
 * run before it is over. Safe to repeat. Never throws: what goes wrong here is
 * made good by the sweep.
 */
export async function startRun(runId: string): Promise<void> {
  try {
    const next = await asSystem('agent runs', async (tx) => {
      const run = await findRun(tx, runId);
      const message = await findRequest(tx, runId);
      if (!run || !message) return null;
      await lockChat(tx, run.chatId);
      await appendEvents(tx, run, seqOfMessage, [{ type: 'message.created', message }]);
      return mayStart() ? claim(tx, run.chatId) : null;
    });
    if (next) await startWorkflow(workflowName, next);
  } catch (err) {
    log.warn({ err, runId }, 'a run did not start at once');
  }
}

/** Begins the next queued run of a chat, if this process executes runs and the chat is free. */
export async function startNext(chatId: string): Promise<void> {
  if (!mayStart()) return;
  const next = await asSystem('agent runs', async (tx) => {
    await lockChat(tx, chatId);
    return claim(tx, chatId);
  });
  if (next) await startWorkflow(workflowName, next);
}

function mayStart(): boolean {
  return jobsRunning() && countRunningHere() < maxRunsHere();
}

/** Makes the chat's next run a running one; the chat must be locked. */
async function claim(tx: Tx, chatId: string): Promise<string | null> {
  const id = await claimNextRun(tx, chatId);
  const run = id === null ? null : await findRun(tx, id);
  if (run) await appendEvents(tx, run, seqOfStart, [{ type: 'run.started', model: run.model }]);
  return id;
}

/**
 * Stops a run for good: what is finished stays, what is at work ends, and what
 * it had made is kept as a version of its own. A run that is over already stays as it is.
 */
export async function cancelRun(runId: string): Promise<void> {
  // First the row: from then on nothing is appended, and a crash here leaves nothing to resume.
  const run = await endRun(runId, 'cancelled');
  if (!run) return;
  // Its workflow finds that at its next write, and ends itself; in another process the sweep sees to it.
  interruptHere(runId);
  await startNext(run.chatId);
}

/** Ends a run from outside of its plan; null when it was over or gone. */
export async function endRun(runId: string, status: Extract<RunStatus, 'cancelled' | 'failed' | 'needs_attention'>, error?: RunError): Promise<{ chatId: string } | null> {
  return asSystem('agent runs', async (tx) => {
    const run = await findRun(tx, runId);
    if (!run) return null;
    await lockChat(tx, run.chatId);
    const current = await findRun(tx, runId);
    const steps = endSteps(current?.steps ?? [], status === 'cancelled' ? status : 'failed');
    if (!(await updateEnd(tx, runId, { status, steps, ...(error ? { error } : {}) }))) return null;
    if (isOurFault(error?.code)) await forgiveRun(tx, runId, ourFaultReason);
    await appendEvents(tx, run, seqOfEnd, [{ type: 'run.finished', status, ...(error ? { error } : {}) }]);
    return { chatId: run.chatId };
  });
}

/** Steps that will not be finished any more. */
export function endSteps(steps: Step[], status: 'cancelled' | 'failed'): Step[] {
  const now = new Date().toISOString();
  return steps.map((step) => {
    if (step.status === 'running') return { ...step, status, finishedAt: now };
    return step.status === 'pending' ? { ...step, status: 'cancelled' } : step;
  });
}
