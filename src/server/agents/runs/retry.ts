import type { Step } from '#contract/agents.ts';
import { deriveId } from '../derive-id.ts';
import { writePlan, type Talk } from './chapters.ts';
import type { Retry } from './load-retry.ts';

/** Takes over what the earlier steps did; the one that failed and all that follow are still to be done. */
export async function resumePlan(talk: Talk, retry: Retry): Promise<void> {
  const { state, execution } = talk;
  const again = retry.steps[retry.from]!;
  state.plan = {
    ...retry.plan,
    message: `I go on where it ended: ${again.intent}.`,
    steps: retry.steps.map(({ agent, intent }) => ({ agent: agent as Exclude<Step['agent'], 'orchestrator'>, intent })),
  };
  const stage = again.stage ?? again.index;
  const isDone = (step: Step): boolean => step.status === 'succeeded' && (step.stage ?? step.index) <= stage && step.index !== retry.from;
  state.steps = retry.steps.map((step) => (isDone(step) ? step : {
    index: step.index, agent: step.agent, intent: step.intent, status: 'pending', ...(step.stage === undefined ? {} : { stage: step.stage }),
  }));
  const { base } = state;
  const isPublished = state.steps.some((step) => step.agent === 'coder' && step.status === 'succeeded');
  if (isPublished && base.version > 0) state.published = { artifactId: base.artifactId, version: base.version, title: base.title, blueprint: base.blueprint };
  await writePlan(talk, deriveId(execution.run.runId, 'plan'));
}
