import type { RunStatus } from '#contract/agents.ts';
import { asSystem, type Tx } from '#server/platform/database/index.ts';
import { appendEvents, firstSeq, isWorking, lockChat, RunOver } from './events.ts';
import { findRun, updateStep } from './queries.ts';
import { progressOf } from './plan.ts';
import type { RunRef, RunState } from './state.ts';
import type { RunEvent } from '../tool.ts';

/** Writes rows and events of a boundary at once, as long as the run is not over. Inside of a step. */
export async function writeBoundary<T extends object>(run: RunRef, work: (tx: Tx, status: RunStatus) => Promise<{ events: RunEvent[]; value: T }>): Promise<T> {
  return asSystem('agent runs', async (tx) => {
    await lockChat(tx, run.chatId);
    const status = (await findRun(tx, run.runId))?.status;
    if (status === undefined || !isWorking(status)) throw new RunOver(`run ${run.runId} is ${status ?? 'gone'}`);
    const { events, value } = await work(tx, status);
    await appendEvents(tx, run, firstSeq(), events);
    return value;
  });
}

/** Stores one step of the run's row and how far the run is; steps that work beside it are left alone. */
export async function writeStep(tx: Tx, run: RunRef, state: RunState, index: number): Promise<RunEvent> {
  const progress = progressOf(state.steps);
  await updateStep(tx, run.runId, progress, state.steps[index]!);
  return { type: 'run.progress', progress };
}
