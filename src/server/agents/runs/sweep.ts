import { asSystem } from '#server/platform/database/index.ts';
import { findWorkflows, interruptHere, isRunningHere, listRunningHere, startWorkflow } from '#server/platform/jobs/index.ts';
import { log } from '#server/platform/log.ts';
import { listOpenElsewhere, listOver } from './queries.ts';
import { cancelRun, endRun, startRun, workflowName } from './run.ts';

/** The table of runs is the truth; this brings the workflows in line with it. In milliseconds. */
const everyMs = 3000;
const atOnce = 200;

let timer: NodeJS.Timeout | undefined;
let sweeping: Promise<void> | null = null;

/** Begins to look after runs whose process died between two writes. Call it after `startJobs`. */
export async function startSweep(): Promise<void> {
  await sweep();
  timer = setInterval(() => {
    sweeping ??= sweep()
      .catch((err: unknown) => log.warn({ err }, 'the sweep over runs failed'))
      .finally(() => { sweeping = null; });
  }, everyMs);
  timer.unref();
}

export async function stopSweep(): Promise<void> {
  clearInterval(timer);
  await sweeping;
}

/** One look at all runs that are not over. */
export async function sweep(): Promise<void> {
  const here = listRunningHere();
  const [open, over] = await asSystem('agent runs', async (tx) => [await listOpenElsewhere(tx, here, atOnce), await listOver(tx, here)] as const);
  // Stopped through another process, while ours sits in a long model call.
  for (const id of over) interruptHere(id);
  // Meanwhile some may have begun here.
  const elsewhere = open.filter((run) => !isRunningHere(run.id));
  if (elsewhere.length === 0) return;
  const workflows = await findWorkflows(elsewhere.map((run) => run.id));
  for (const run of elsewhere) {
    const workflow = workflows.get(run.id);
    if (run.cancelRequested) await cancelRun(run.id);
    else if (run.status === 'queued') await startRun(run.id);
    else if (workflow === undefined) await startWorkflow(workflowName, run.id);
    else if (workflow === 'cancelled') await endRun(run.id, 'cancelled');
    else if (workflow === 'failed' || workflow === 'succeeded') await endRun(run.id, 'failed', broken);
  }
}

const broken = {
  code: 'internal',
  detail: 'The run ended because something broke in the server.',
  hint: 'Send the message again; if it stays, give the time to the person who runs this server.',
};
