import type { MessagePart } from '#contract/chats.ts';
import { asSystem, type Tx } from '#server/platform/database/index.ts';
import { runAgentLoop } from './agent-loop.ts';
import { deriveId } from '../derive-id.ts';
import { appendEvents, firstSeq, lockChat, RunOver, seqOfEnd } from './events.ts';
import type { Execution } from './execution.ts';
import { checkAccess, contextOf, type Surroundings } from './load-context.ts';
import { modelFor } from '../models/index.ts';
import { progressOf, stepsOf } from './plan.ts';
import { promptOf } from '../prompts/index.ts';
import { findRun, insertAgentMessage, updateEnd, updateProgress } from './queries.ts';
import type { AgentResult, RunRef, RunState } from './state.ts';
import type { RunEvent } from '../tool.ts';
import { toolsOf } from '../tools/index.ts';
import type { Verdict } from './verdict.ts';

/** A run in progress: who executes it, what it knows, and what it made so far. */
export type Talk = { execution: Execution; state: RunState; around: Surroundings };

/** The orchestrator reads the request: afterwards there is a plan, or it has answered and the run is over. */
export async function planRun({ execution, state, around }: Talk): Promise<void> {
  const { run } = execution;
  const messageId = deriveId(run.runId, 'plan');
  const result = await runAgentLoop({
    execution, state, agent: 'orchestrator', model: await modelFor('orchestrator'),
    output: { stepIndex: null, messageId },
    prompt: promptOf('orchestrator', 'plan'),
    context: contextOf('orchestrator', 'plan', around, state),
    tools: toolsOf('orchestrator', 'plan'),
    isDone: () => state.plan !== null,
  });
  if (!state.plan) {
    if (result.outcome === 'stopped' && result.text === '') throw new Error(`the orchestrator stopped: ${result.reason ?? ''}`);
    await finishRun({ execution, state, around }, { status: 'succeeded' }, answerOf(state, result));
    return;
  }
  state.steps = stepsOf(state.plan);
  await execution.step('plan', () => writing(run, async (tx) => {
    const text = state.plan?.message ?? '';
    const message = await insertAgentMessage(tx, run, { id: messageId, agentType: 'orchestrator', stepIndex: null, content: { parts: [{ type: 'text', text }] } });
    const progress = progressOf(state.steps);
    await updateProgress(tx, run.runId, progress, state.steps);
    return [{ type: 'message.created', message }, { type: 'run.planned', steps: state.steps }, { type: 'run.progress', progress }];
  }));
}

function answerOf(state: RunState, result: AgentResult): MessagePart[] {
  const parts: MessagePart[] = [{ type: 'text', text: result.text || 'I have nothing to say to this. Please say it in other words.' }];
  if (state.suggestions.length > 0) parts.push({ type: 'data-suggestions', data: { prompts: state.suggestions } });
  return parts;
}

/** Tells readers that the plan has more steps now. */
export async function announcePlan({ execution, state }: Talk, name: string): Promise<void> {
  await execution.step(name, () => boundary(execution.run, state, [{ type: 'run.planned', steps: state.steps }]));
}

/** One agent does its part of the plan. */
export async function workStep({ execution, state, around }: Talk, index: number): Promise<void> {
  const { run } = execution;
  const { agent, intent } = state.steps[index]!;
  if (isPointless(state, index)) {
    state.steps[index] = { ...state.steps[index]!, status: 'cancelled', summary: 'Left out, because there is no version to work on.' };
    await execution.step(`skip step ${index}`, async () => {
      await checkAccess(run);
      return boundary(run, state, [{ type: 'step.finished', step: state.steps[index]! }]);
    });
    return;
  }
  const header = { type: 'step.started' as const, stepIndex: index, agent, intent, attempt: 1 };
  const startedAt = await execution.step(`begin step ${index}`, async () => {
    await checkAccess(run);
    const now = new Date().toISOString();
    state.steps[index] = { ...state.steps[index]!, status: 'running', startedAt: now };
    await boundary(run, state, [header]);
    return now;
  });
  state.steps[index] = { ...state.steps[index]!, status: 'running', startedAt };
  const messageId = deriveId(run.runId, index);
  const failedBefore = state.findings.filter((finding) => finding.verdict === 'fail').length;
  const result = await runAgentLoop({
    execution, state, agent, model: await modelFor(agent),
    output: { stepIndex: index, messageId, header },
    prompt: promptOf(agent, 'work'),
    context: contextOf(agent, 'work', around, state),
    tools: toolsOf(agent, 'work'),
  });
  const finishedAt = await execution.step(`end step ${index}`, () => {
    const now = new Date().toISOString();
    state.steps[index] = ended(state, index, result, failedBefore, now);
    const parts: MessagePart[] = result.parts.length > 0 ? result.parts : [{ type: 'text', text: state.steps[index].summary ?? '' }];
    return writing(run, async (tx) => {
      const message = await insertAgentMessage(tx, run, { id: messageId, agentType: agent, stepIndex: index, content: { parts } });
      const progress = progressOf(state.steps);
      await updateProgress(tx, run.runId, progress, state.steps);
      return [{ type: 'message.created', message }, { type: 'step.finished', step: state.steps[index]! }, { type: 'run.progress', progress }];
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
export async function sumUp({ execution, state, around }: Talk): Promise<MessagePart[]> {
  await execution.step('begin summary', async () => {
    await checkAccess(execution.run);
    return true;
  });
  const result = await runAgentLoop({
    execution, state, agent: 'orchestrator', model: await modelFor('orchestrator'),
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
export async function finishRun({ execution, state }: Talk, verdict: Verdict, parts: MessagePart[]): Promise<void> {
  const { run } = execution;
  const id = deriveId(run.runId, state.plan ? 'summary' : 'plan');
  await execution.step('finish', () => asSystem('agent runs', async (tx) => {
    await lockChat(tx, run.chatId);
    const message = await insertAgentMessage(tx, run, { id, agentType: 'orchestrator', stepIndex: null, content: { parts } });
    const isFirst = await updateEnd(tx, run.runId, { status: verdict.status, steps: state.steps, progress: 100, ...(verdict.error ? { error: verdict.error } : {}) });
    // Over already: either this very step is being repeated, or the run was cancelled in the meantime.
    if (!isFirst && (await findRun(tx, run.runId))?.status !== verdict.status) throw new RunOver(`run ${run.runId} is over`);
    await appendEvents(tx, run, firstSeq(), [{ type: 'message.created', message }, { type: 'run.progress', progress: 100 }]);
    await appendEvents(tx, run, seqOfEnd, [{ type: 'run.finished', status: verdict.status, ...(verdict.error ? { error: verdict.error } : {}) }]);
    return true;
  }));
}

async function boundary(run: RunRef, state: RunState, events: RunEvent[]): Promise<boolean> {
  return writing(run, async (tx) => {
    const progress = progressOf(state.steps);
    await updateProgress(tx, run.runId, progress, state.steps);
    return [...events, { type: 'run.progress', progress }];
  });
}

/** Writes rows and events of a boundary at once, as long as the run is not over. */
async function writing(run: RunRef, work: (tx: Tx) => Promise<RunEvent[]>): Promise<boolean> {
  return asSystem('agent runs', async (tx) => {
    await lockChat(tx, run.chatId);
    const status = (await findRun(tx, run.runId))?.status;
    if (status !== 'running') throw new RunOver(`run ${run.runId} is ${status ?? 'gone'}`);
    await appendEvents(tx, run, firstSeq(), await work(tx));
    return true;
  });
}
