import type { RunError } from '#contract/agents.ts';
import { asSystem } from '#server/platform/database/index.ts';
import { isCancellation } from '#server/platform/jobs/index.ts';
import { log } from '#server/platform/log.ts';
import { finishRun, planRun, sumUp, workStep } from './chapters.ts';
import { RunOver } from './events.ts';
import { Execution } from './execution.ts';
import { fileReader } from './load-app.ts';
import { loadSurroundings } from './load-context.ts';
import { explain } from './explain.ts';
import { findRun } from './queries.ts';
import { repair } from './repair.ts';
import { endRun, startNext } from './run.ts';
import { newRunState, type RunRef } from './state.ts';
import { judge } from './verdict.ts';

/**
 * A run from its plan to its end. Everything in here is done again when the
 * process dies, except the steps that are recorded: no clock, no chance and no
 * reading outside of a step may decide what happens next.
 */
export async function work(runId: string): Promise<void> {
  const run = await asSystem('agent runs', (tx) => findRun(tx, runId));
  if (!run) return;
  if (run.status !== 'running') return next(run.chatId);
  const ref: RunRef = { runId: run.runId, chatId: run.chatId, projectId: run.projectId, askerId: run.askerId, model: run.model };
  const execution = new Execution(ref);
  try {
    await crew(execution);
  } catch (error) {
    if (isCancellation(error)) throw error;
    if (!(error instanceof RunOver)) await fail(runId, explain(error), error);
  }
  await next(ref.chatId);
}

async function next(chatId: string): Promise<void> {
  await startNext(chatId).catch((err: unknown) => log.warn({ err }, 'the next run of a chat did not start at once'));
}

async function crew(execution: Execution): Promise<void> {
  const around = await execution.step('context', () => loadSurroundings(execution.run));
  const state = newRunState(around.app, fileReader(around.app.artifactId));
  const talk = { execution, state, around };
  await planRun(talk);
  if (!state.plan) return;
  for (const step of [...state.steps]) await workStep(talk, step.index);
  await repair(talk, (index) => workStep(talk, index));
  const message = await sumUp(talk);
  await finishRun(talk, judge(state), message);
}

async function fail(runId: string, error: RunError, cause: unknown): Promise<void> {
  log.error({ runId, code: error.code, err: cause }, 'a run failed');
  await endRun(runId, 'failed', error);
}
