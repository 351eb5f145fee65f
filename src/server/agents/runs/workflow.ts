import type { RunError } from '#contract/agents.ts';
import { asSystem } from '#server/platform/database/index.ts';
import { isCancellation } from '#server/platform/jobs/index.ts';
import { log } from '#server/platform/log.ts';
import { deriveId } from '../derive-id.ts';
import { finishRun, planRun, sumUp, workStep, type Talk } from './chapters.ts';
import { isWorking } from './events.ts';
import { Execution } from './execution.ts';
import { explain } from './explain.ts';
import { keepPartial } from './keep-partial.ts';
import { fileReader } from './load-app.ts';
import { loadStart } from './load-start.ts';
import { nextStage } from './plan.ts';
import { findRun } from './queries.ts';
import { repair } from './repair.ts';
import { resumePlan } from './retry.ts';
import { endRun, startNext } from './run.ts';
import { workStage } from './stage.ts';
import { newRunState, type RunRef, type RunState } from './state.ts';
import { judge, stoppedVerdict } from './verdict.ts';

/**
 * A run from its plan to its end. Everything in here is done again when the
 * process dies, except the steps that are recorded: no clock, no chance and no
 * reading outside of a step may decide what happens next. A run that was ended
 * from outside is replayed up to there, to keep what it had made.
 */
export async function work(runId: string): Promise<void> {
  const run = await asSystem('agent runs', (tx) => findRun(tx, runId));
  if (!run) return;
  const ref: RunRef = { runId: run.runId, chatId: run.chatId, projectId: run.projectId, askerId: run.askerId, model: run.model };
  const execution = new Execution(ref, { wasOver: !isWorking(run.status) });
  let state: RunState | undefined;
  try {
    await crew(execution, (begun) => { state = begun; });
  } catch (error) {
    if (isCancellation(error)) throw error;
    await fail(runId, explain(error), error);
    if (state) await keepPartial(ref, state).catch((err: unknown) => log.warn({ err, runId }, 'what a stopped run had made could not be kept'));
  }
  await next(ref.chatId);
}

async function next(chatId: string): Promise<void> {
  await startNext(chatId).catch((err: unknown) => log.warn({ err }, 'the next run of a chat did not start at once'));
}

async function crew(execution: Execution, onState: (state: RunState) => void): Promise<void> {
  const { around, models } = await execution.step('context', () => loadStart(execution.run));
  const state = newRunState(around.app, fileReader(around.app.artifactId));
  onState(state);
  const talk: Talk = { execution, state, around, models };
  if (around.retry) await resumePlan(talk, around.retry);
  else await planRun(talk);
  if (!state.plan) return;
  for (let stage = nextStage(state.steps); stage.length > 0 && state.stopped === null; stage = nextStage(state.steps)) await workStage(talk, stage);
  if (state.stopped === null) await repair(talk, (index) => workStep(talk, index));
  const messageId = deriveId(execution.run.runId, 'summary');
  const verdict = state.stopped === null ? judge(state) : stoppedVerdict(state.stopped);
  // Before the end, so that readers who hear of it find the version.
  if (verdict.status !== 'succeeded') await keepPartial(execution.run, state);
  if (state.stopped === null) return finishRun(talk, verdict, await sumUp(talk), messageId);
  await finishRun(talk, verdict, [{ type: 'text', text: `The crew stopped at your word. ${state.stopped}` }], messageId);
}

/** Ends the run as failed, unless it is over already: stopped by a person, or ended elsewhere. */
async function fail(runId: string, error: RunError, cause: unknown): Promise<void> {
  // Nothing is broken when the tokens are used up: what was made stays, and a person decides how it goes on.
  const status = error.code === 'allowance_used_up' ? 'needs_attention' : 'failed';
  if (await endRun(runId, status, error)) log.error({ runId, code: error.code, err: cause }, 'a run failed');
}
