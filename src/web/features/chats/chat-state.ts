import type { AgentType, Run, Step } from '#contract/agents.ts';
import type { Chat, ChatSnapshot, Message } from '#contract/chats.ts';
import type { ChatEvent } from '#contract/events.ts';
import type { RunRequest } from '#contract/requests.ts';

export type ToolCall = { callId: string; tool: string; title: string; ok: boolean | null; summary?: string | undefined };

/** What a step said and called while we watched; finished steps of earlier visits have it in their messages. */
export type StepOutput = { attempt: number; text: string; tools: ToolCall[] };

/** A message that is still being written. */
export type Draft = { id: string; runId: string; agent: AgentType; text: string };

/** Tokens and millionths of a US dollar; null when a price is not known. */
export type RunUsage = { tokens: number; costMicrodollars: number | null };

export type ChatState = {
  chat: Chat;
  can: ChatSnapshot['can'];
  /** Oldest first. */
  messages: Message[];
  previousCursor: string | null;
  /** How far the reader has read; null for who was never here. */
  lastReadAt: string | null;
  runs: Record<string, Run>;
  /** By run id, then by step index; -1 is the orchestrator between the steps. */
  outputs: Record<string, Record<number, StepOutput>>;
  drafts: Draft[];
  /** What runs ask and nobody has answered yet, by id. */
  requests: Record<string, RunRequest>;
  /** What runs took so far, by run id; of those we watched. */
  usage: Record<string, RunUsage>;
  /** The last event that was applied; where a reconnect goes on. */
  cursor: string;
  /** The newest version of the chat's app that an event told of. */
  published: { artifactId: string; version: number } | null;
};

const orchestratorStep = -1;
const noOutput: StepOutput = { attempt: 0, text: '', tools: [] };

export function fromSnapshot(snapshot: ChatSnapshot): ChatState {
  const { chat, can, messages, previousCursor, lastReadAt, runs, cursor } = snapshot;
  return {
    chat, can, messages, previousCursor, lastReadAt, cursor,
    runs: Object.fromEntries(runs.map((run) => [run.id, run])),
    outputs: {}, drafts: [], requests: {}, usage: {}, published: null,
  };
}

/**
 * The state after an event. Pure: the same events give the same state, in one
 * sitting or replayed after a reload. An event at or before the cursor is a repeat and changes nothing.
 */
export function applyEvent(state: ChatState, event: ChatEvent, at: { cursor: string; now: string }): ChatState {
  if (isRepeat(at.cursor, state.cursor)) return state;
  return { ...reduce(state, event, at.now), cursor: at.cursor === '' ? state.cursor : at.cursor };
}

function isRepeat(cursor: string, seen: string): boolean {
  return /^\d+$/.test(cursor) && /^\d+$/.test(seen) && BigInt(cursor) <= BigInt(seen);
}

function reduce(state: ChatState, event: ChatEvent, now: string): ChatState {
  switch (event.type) {
    case 'message.created':
      return addMessage(state, event.message);
    case 'run.started':
      return patchRun(state, event.runId, (run) => ({ ...run, model: event.model, status: isOver(run) ? run.status : workingStatus(state, run.id), startedAt: run.startedAt ?? now }));
    case 'run.planned':
      return patchRun(state, event.runId, (run) => ({ ...run, steps: event.steps.map((step) => keepTimes(step, run.steps[step.index])) }));
    case 'run.progress':
      return patchRun(state, event.runId, (run) => ({ ...run, progress: Math.max(run.progress, event.progress) }));
    case 'step.started': {
      const { stepIndex: index, agent, intent } = event;
      const begun = patchRun(state, event.runId, (run) => {
        const before = run.steps.find((step) => step.index === index);
        return putStep(run, { index, agent, intent, status: 'running', startedAt: before?.startedAt ?? now, stage: before?.stage });
      });
      return patchOutput(begun, event.runId, index, (output) => (event.attempt > output.attempt ? { ...noOutput, attempt: event.attempt } : output));
    }
    case 'step.finished':
      return patchRun(state, event.runId, (run) => putStep(run, event.step));
    case 'text.delta':
      if (event.stepIndex === null) return addDelta(state, event);
      return patchOutput(state, event.runId, event.stepIndex, (output) => ({ ...output, text: output.text + event.delta }));
    case 'tool.called': {
      const { callId, tool, title } = event;
      return patchOutput(state, event.runId, event.stepIndex ?? orchestratorStep, (output) => ({
        ...output, tools: [...output.tools.filter((call) => call.callId !== callId), { callId, tool, title, ok: null }],
      }));
    }
    case 'tool.finished':
      return patchOutput(state, event.runId, event.stepIndex ?? orchestratorStep, (output) => ({
        ...output, tools: output.tools.map((call) => (call.callId === event.callId ? { ...call, ok: event.ok, summary: event.summary } : call)),
      }));
    case 'artifact.updated':
      return {
        ...state,
        chat: { ...state.chat, artifactId: event.artifactId },
        published: { artifactId: event.artifactId, version: Math.max(event.version, state.published?.artifactId === event.artifactId ? state.published.version : 0) },
      };
    case 'run.usage':
      return { ...state, usage: { ...state.usage, [event.runId]: { tokens: event.tokens, costMicrodollars: event.costMicrodollars } } };
    case 'document.written':
    case 'comment.resolved':
      return state;
    case 'request.created': {
      const { request } = event;
      return patchStatus({ ...state, requests: { ...state.requests, [request.id]: request } }, event.runId);
    }
    case 'request.answered':
      return patchStatus({ ...state, requests: without(state.requests, ({ id }) => id === event.requestId) }, event.runId);
    case 'run.finished':
      return patchRun(
        { ...state, drafts: state.drafts.filter((draft) => draft.runId !== event.runId), requests: without(state.requests, ({ runId }) => runId === event.runId) },
        event.runId,
        (run) => ({
          ...run,
          status: event.status,
          progress: event.status === 'succeeded' ? 100 : run.progress,
          finishedAt: run.finishedAt ?? now,
          ...(event.error === undefined ? {} : { error: event.error }),
          steps: run.steps.map((step) => (step.status === 'running' || step.status === 'pending' ? { ...step, status: 'cancelled' as const } : step)),
        }),
      );
  }
}

/** Adds a message, or puts it in place of the one with its id; a user message brings its run along. */
export function addMessage(state: ChatState, message: Message): ChatState {
  const known = state.messages.some(({ id }) => id === message.id);
  const messages = known ? state.messages.map((held) => (held.id === message.id ? message : held)) : [...state.messages, message];
  const next = { ...state, messages, drafts: state.drafts.filter(({ id }) => id !== message.id) };
  if (message.messageType !== 'user' || message.runId === null) return next;
  return patchRun(next, message.runId, (run) => ({ ...run, messageId: message.id, createdBy: run.createdBy ?? message.createdBy, createdAt: message.createdAt }));
}

/** What the answer to a sent message says; events may have told of it already, and know more then. */
export function addPosted(state: ChatState, { message, run }: { message: Message; run: Run }): ChatState {
  const withRun = state.runs[run.id] === undefined ? { ...state, runs: { ...state.runs, [run.id]: run } } : state;
  return state.messages.some(({ id }) => id === message.id) ? withRun : addMessage(withRun, message);
}

export function isOver(run: Run): boolean {
  return run.status === 'succeeded' || run.status === 'failed' || run.status === 'cancelled' || run.status === 'needs_attention';
}

/** A run waits exactly while something it asks is open. */
function workingStatus(state: ChatState, runId: string): 'running' | 'waiting' {
  return Object.values(state.requests).some((request) => request.runId === runId) ? 'waiting' : 'running';
}

function patchStatus(state: ChatState, runId: string): ChatState {
  return patchRun(state, runId, (run) => (isOver(run) ? run : { ...run, status: workingStatus(state, runId) }));
}

function without(requests: Record<string, RunRequest>, isGone: (request: RunRequest) => boolean): Record<string, RunRequest> {
  return Object.fromEntries(Object.entries(requests).filter(([, request]) => !isGone(request)));
}

function addDelta(state: ChatState, { runId, messageId, agent, delta }: Extract<ChatEvent, { type: 'text.delta' }>): ChatState {
  // The finished message is here already: this is its text, replayed.
  if (state.messages.some(({ id }) => id === messageId)) return state;
  const draft = state.drafts.find(({ id }) => id === messageId);
  if (!draft) return { ...state, drafts: [...state.drafts, { id: messageId, runId, agent, text: delta }] };
  return { ...state, drafts: state.drafts.map((held) => (held === draft ? { ...held, text: held.text + delta } : held)) };
}

function patchRun(state: ChatState, runId: string, change: (run: Run) => Run): ChatState {
  const run = state.runs[runId] ?? {
    id: runId, chatId: state.chat.id, messageId: runId, status: 'queued' as const, progress: 0, steps: [], model: '',
    createdAt: state.chat.updatedAt, startedAt: null, finishedAt: null, createdBy: null,
  };
  return { ...state, runs: { ...state.runs, [runId]: change(run) } };
}

function putStep(run: Run, step: Step): Run {
  const others = run.steps.filter(({ index }) => index !== step.index);
  return { ...run, steps: [...others, step].sort((a, b) => a.index - b.index) };
}

function keepTimes(step: Step, before: Step | undefined): Step {
  return before?.startedAt === undefined || step.startedAt !== undefined ? step : { ...step, startedAt: before.startedAt };
}

function patchOutput(state: ChatState, runId: string, index: number, change: (output: StepOutput) => StepOutput): ChatState {
  const ofRun = state.outputs[runId] ?? {};
  return { ...state, outputs: { ...state.outputs, [runId]: { ...ofRun, [index]: change(ofRun[index] ?? noOutput) } } };
}
