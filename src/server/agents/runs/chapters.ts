import type { MessagePart } from '#contract/chats.ts';
import type { PlanAnswer } from '#contract/requests.ts';
import { forgiveRun } from '#server/billing/index.ts';
import { asSystem } from '#server/platform/database/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { runAgentLoop } from './agent-loop.ts';
import { deriveId } from '../derive-id.ts';
import { defaultApproval } from './approval.ts';
import { askAgent } from './ask-agent.ts';
import { askPerson } from './ask-person.ts';
import { writeBoundary, writeStep } from './boundary.ts';
import { appendEvents, firstSeq, lockChat, RunOver, seqOfEnd } from './events.ts';
import type { Execution } from './execution.ts';
import { checkAccess, contextOf, type Surroundings } from './load-context.ts';
import { lineFor } from '../models/index.ts';
import type { ModelPlan } from '../models/plan.ts';
import { isOurFault, ourFaultReason } from './our-fault.ts';
import { progressOf, stepsOf } from './plan.ts';
import { promptOf } from '../prompts/index.ts';
import { findRun, insertAgentMessage, updateEnd, updatePlan } from './queries.ts';
import { remember } from './remember.ts';
import { queueUnheard } from './late-guidance.ts';
import { endRun, endSteps } from './run.ts';
import type { AgentResult, RunState } from './state.ts';
import type { RunEvent } from '../tool.ts';
import { toolsOf } from '../tools/index.ts';
import { stoppedVerdict, type Verdict } from './verdict.ts';

/** A run in progress: who executes it, what it knows, and what it made so far. */
export type Talk = { execution: Execution; state: RunState; around: Surroundings; models: ModelPlan };

/**
 * The orchestrator reads the request: afterwards there is a plan that may be
 * worked on, or it has answered and the run is over.
 */
export async function planRun(talk: Talk): Promise<void> {
  const { execution, state, around, models } = talk;
  const { run } = execution;
  for (let draft = 1; ; draft++) {
    const messageId = deriveId(run.runId, 'plan', ...(draft > 1 ? [draft] : []));
    const result = await runAgentLoop({
      execution, state, agent: 'orchestrator', line: lineFor('orchestrator', models),
      output: { stepIndex: null, messageId },
      prompt: promptOf('orchestrator', 'plan'),
      context: contextOf('orchestrator', 'plan', around, state),
      tools: toolsOf('orchestrator', 'plan'),
      isDone: () => state.plan !== null,
    });
    if (!state.plan) {
      if (result.outcome === 'stopped' && result.text === '' && !state.stopped) {
        throw new AppError('unavailable', result.reason ?? 'There was no answer.', { hint: 'Say it in other words and send it again.' });
      }
      return finishRun(talk, state.stopped ? stoppedVerdict(state.stopped) : { status: 'succeeded' }, answerOf(state, result), messageId);
    }
    state.steps = stepsOf(state.plan);
    await writePlan(talk, messageId);
    if (!needsApproval(talk)) return;
    const answer = await askPerson<PlanAnswer>(talk, null, { kind: 'plan', title: state.plan.title, steps: state.plan.steps });
    if (answer.decision === 'cancel') {
      await endRun(run.runId, 'cancelled');
      throw execution.end(new RunOver(`run ${run.runId} was withdrawn`));
    }
    if (answer.decision === 'approve') {
      if (!answer.steps) return;
      state.plan = { ...state.plan, steps: answer.steps };
      state.steps = stepsOf(state.plan);
      return writePlan(talk, null);
    }
    state.plan = null;
    state.steps = [];
  }
}

function needsApproval({ state, around, models }: Talk): boolean {
  return (around.approval ?? defaultApproval(models)) === 'ask' && state.steps.some((step) => step.agent === 'coder');
}

/** Announces the plan, with the orchestrator's words when they are new. */
export async function writePlan({ execution, state }: Talk, messageId: string | null): Promise<void> {
  const { run } = execution;
  await execution.step('plan', () => writeBoundary(run, async (tx) => {
    const progress = progressOf(state.steps);
    await updatePlan(tx, run.runId, state.plan!, progress, state.steps);
    const events: RunEvent[] = [{ type: 'run.planned', steps: state.steps }, { type: 'run.progress', progress }];
    if (messageId === null) return { events, value: {} };
    const content = { parts: [{ type: 'text' as const, text: state.plan?.message ?? '' }] };
    const message = await insertAgentMessage(tx, run, { id: messageId, agentType: 'orchestrator', stepIndex: null, content });
    return { events: [{ type: 'message.created', message }, ...events], value: {} };
  }));
}

function answerOf(state: RunState, result: AgentResult): MessagePart[] {
  const parts: MessagePart[] = [{ type: 'text', text: result.text || 'I have nothing to say to this. Please say it in other words.' }];
  if (state.suggestions.length > 0) parts.push({ type: 'data-suggestions', data: { prompts: state.suggestions } });
  return parts;
}

/** One agent does its part of the plan. */
export async function workStep({ execution, state, around, models }: Talk, index: number): Promise<void> {
  const { run } = execution;
  const { agent, intent } = state.steps[index]!;
  if (isPointless(state, index)) {
    state.steps[index] = { ...state.steps[index]!, status: 'cancelled', summary: 'Left out, because there is no version to work on.' };
    await execution.step(`skip step ${index}`, async () => {
      await checkAccess(run);
      return writeBoundary(run, async (tx) => ({ events: [{ type: 'step.finished', step: state.steps[index]! }, await writeStep(tx, run, state, index)], value: {} }));
    });
    return;
  }
  // Taken before the first step: what agents beside this one do meanwhile must not change it.
  const context = contextOf(agent, 'work', around, state);
  const header = { type: 'step.started' as const, stepIndex: index, agent, intent, attempt: 1 };
  const startedAt = await execution.step(`begin step ${index}`, async () => {
    await checkAccess(run);
    const now = new Date().toISOString();
    state.steps[index] = { ...state.steps[index]!, status: 'running', startedAt: now };
    await writeBoundary(run, async (tx) => ({ events: [header, await writeStep(tx, run, state, index)], value: {} }));
    return now;
  });
  state.steps[index] = { ...state.steps[index]!, status: 'running', startedAt };
  const messageId = deriveId(run.runId, index);
  const failedBefore = state.findings.filter((finding) => finding.verdict === 'fail').length;
  const result = await runAgentLoop({
    execution, state, agent, line: lineFor(agent, models),
    output: { stepIndex: index, messageId, header },
    prompt: promptOf(agent, 'work'),
    context, askAgent: (to, question, at) => askAgent(to, question, { ...at, models }),
    tools: toolsOf(agent, 'work'),
  });
  if (result.isLoop) state.loops.push(index);
  const finishedAt = await execution.step(`end step ${index}`, () => {
    const now = new Date().toISOString();
    state.steps[index] = ended(state, index, result, failedBefore, now);
    const parts: MessagePart[] = result.parts.length > 0 ? result.parts : [{ type: 'text', text: state.steps[index].summary ?? '' }];
    return writeBoundary(run, async (tx) => {
      const message = await insertAgentMessage(tx, run, { id: messageId, agentType: agent, stepIndex: index, content: { parts } });
      const progress = await writeStep(tx, run, state, index);
      return { events: [{ type: 'message.created', message }, { type: 'step.finished', step: state.steps[index]! }, progress], value: {} };
    }).then(() => now);
  });
  state.steps[index] = ended(state, index, result, failedBefore, finishedAt);
}

/** Whether the step before left nothing to check. */
function isPointless(state: RunState, index: number): boolean {
  const coder = state.steps.findLast((step) => step.index < index && step.agent === 'coder');
  return coder?.status === 'failed' && !state.published && state.steps[index]?.agent !== 'coder';
}

function ended(state: RunState, index: number, result: AgentResult, failedBefore: number, finishedAt: string): RunState['steps'][number] {
  const step = state.steps[index]!;
  const unpublished = step.agent === 'coder' && !state.published;
  const checkFailed = state.findings.filter((finding) => finding.verdict === 'fail').length > failedBefore
    || (step.agent === 'quality' && Boolean(state.checks.build?.length || state.checks.render?.length || state.checks.exercise?.length));
  const summary = (result.outcome === 'stopped' ? result.reason : undefined) ?? (lastLine(result.conclusion) || 'Done.');
  const failed = result.outcome === 'stopped' || unpublished || checkFailed;
  return { ...step, status: failed ? 'failed' : 'succeeded', summary: summary.slice(0, 500), finishedAt };
}

function lastLine(text: string): string {
  return text.split('\n').findLast((line) => line.trim() !== '')?.trim() ?? '';
}

/** The orchestrator tells the person what came of it; gives back the parts of that message. */
export async function sumUp({ execution, state, around, models }: Talk): Promise<MessagePart[]> {
  await execution.step('begin summary', async () => {
    await checkAccess(execution.run);
    return true;
  });
  const result = await runAgentLoop({
    execution, state, agent: 'orchestrator', line: lineFor('orchestrator', models),
    output: { stepIndex: null, messageId: deriveId(execution.run.runId, 'summary') },
    prompt: promptOf('orchestrator', 'summary'),
    context: contextOf('orchestrator', 'summary', around, state),
    tools: toolsOf('orchestrator', 'summary'),
  });
  const parts: MessagePart[] = [{ type: 'text', text: result.text || 'The crew is done.' }];
  const { published } = state;
  if (published) parts.push({ type: 'data-artifact', data: { artifactId: published.artifactId, title: published.title, version: published.version } });
  return parts;
}

/** The last message and the end of the run, in one. */
export async function finishRun({ execution, state, around, models }: Talk, verdict: Verdict, parts: MessagePart[], messageId: string): Promise<void> {
  const { run } = execution;
  await remember(execution, around, models);
  const steps = state.stopped === null ? state.steps : endSteps(state.steps, 'cancelled');
  await execution.step('finish', () => asSystem('agent runs', async (tx) => {
    await lockChat(tx, run.chatId);
    const message = await insertAgentMessage(tx, run, { id: messageId, agentType: 'orchestrator', stepIndex: null, content: { parts } });
    const isFirst = await updateEnd(tx, run.runId, { status: verdict.status, steps, progress: 100, ...(verdict.error ? { error: verdict.error } : {}) });
    // Over already: either this very step is being repeated, or the run was cancelled in the meantime.
    if (!isFirst && (await findRun(tx, run.runId))?.status !== verdict.status) throw new RunOver(`run ${run.runId} is over`);
    if (isOurFault(verdict.error?.code)) await forgiveRun(tx, run.runId, ourFaultReason);
    await appendEvents(tx, run, firstSeq(), [{ type: 'message.created', message }, { type: 'run.progress', progress: 100 }]);
    await appendEvents(tx, run, seqOfEnd, [{ type: 'run.finished', status: verdict.status, ...(verdict.error ? { error: verdict.error } : {}) }]);
    await queueUnheard(tx, run, state.said.map(({ id }) => id));
    return true;
  }));
}
