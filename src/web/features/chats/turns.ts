import type { AgentType, Run, Step } from '#contract/agents.ts';
import type { Message, MessagePart } from '#contract/chats.ts';
import type { RunRequest } from '#contract/requests.ts';
import type { ChatState, ToolCall } from './chat-state.ts';

/** Something the crew said to the person: a message, or one that is still being written. */
export type Speech = { id: string; agent: AgentType | null; parts: MessagePart[]; isWriting: boolean };

export type TurnStep = Step & { text: string; tools: ToolCall[]; parts: MessagePart[] };

/** A user message with everything that followed from it. */
export type Turn = {
  id: string; message: Message | null; run: Run | null; steps: TurnStep[]; before: Speech[]; after: Speech[];
  /** What people said while the run worked. */
  said: Message[];
  /** What the run asks right now. */
  requests: RunRequest[];
};

/** The chat as people read it: turn by turn, however the messages of queued runs interleave in time. */
export function turnsOf(state: ChatState): Turn[] {
  const turns = new Map<string, Turn>();
  for (const message of state.messages) {
    const key = message.during?.runId ?? message.runId ?? message.id;
    let turn = turns.get(key);
    if (!turn) {
      turn = { id: key, message: null, run: state.runs[key] ?? null, steps: [], before: [], after: [], said: [], requests: [] };
      turns.set(key, turn);
    }
    if (message.during) turn.said.push(message);
    else if (message.messageType === 'user') turn.message = message;
    else if (message.stepIndex === null) place(turn, { id: message.id, agent: message.agentType, parts: message.content.parts, isWriting: false }, message.createdAt);
  }
  for (const { id, runId, agent, text } of state.drafts) {
    const turn = turns.get(runId);
    if (turn) place(turn, { id, agent, parts: [{ type: 'text', text }], isWriting: true }, undefined);
  }
  for (const request of Object.values(state.requests)) turns.get(request.runId)?.requests.push(request);
  for (const turn of turns.values()) if (turn.run) turn.steps = turn.run.steps.map((step) => stepOf(state, turn.id, step));
  return [...turns.values()];
}

/** The plan is said before the steps, the summary after them. */
function place(turn: Turn, speech: Speech, time: string | undefined): void {
  const starts = turn.run?.steps.map(({ startedAt }) => startedAt).filter((start) => start !== undefined) ?? [];
  const firstStart = starts.toSorted()[0];
  const isBefore = turn.run !== null && (firstStart === undefined || (time !== undefined && time <= firstStart));
  (isBefore ? turn.before : turn.after).push(speech);
}

function stepOf(state: ChatState, runId: string, step: Step): TurnStep {
  const live = state.outputs[runId]?.[step.index];
  const parts = state.messages
    .filter((message) => message.runId === runId && message.stepIndex === step.index && message.messageType !== 'user')
    .flatMap((message) => message.content.parts);
  const told = parts.filter((part) => part.type === 'text').map((part) => part.text).join('\n\n');
  const tools: ToolCall[] = parts
    .filter((part) => part.type === 'data-tool')
    .map(({ data }, index) => ({ callId: `${step.index}-${index}`, tool: data.tool, title: data.title, ok: data.ok, summary: data.summary }));
  return {
    ...step,
    text: told === '' ? (live?.text ?? '') : told,
    tools: tools.length >= (live?.tools.length ?? 0) ? tools : (live?.tools ?? []),
    parts,
  };
}

/** The text of a message. */
export function textOf({ content }: Message): string {
  return content.parts.filter((part) => part.type === 'text').map((part) => part.text).join('\n');
}

/** Prompts the crew offers after a turn. */
export function suggestionsOf(turn: Turn): string[] {
  return [...turn.before, ...turn.after].flatMap(({ parts }) => parts).flatMap((part) => (part.type === 'data-suggestions' ? part.data.prompts : []));
}

/** `9 agents · 12 steps`: how much work a run was. The orchestrator, who has no step of its own, is one of them. */
export function crewOf(run: Run): { agents: number; steps: number } {
  return { agents: new Set<AgentType>(['orchestrator', ...run.steps.map(({ agent }) => agent)]).size, steps: run.steps.length };
}

/** The steps in rows: those that work at the same time stand in one. */
export function stagesOf(steps: TurnStep[]): TurnStep[][] {
  const stages = Map.groupBy(steps, ({ stage, index }) => stage ?? -1 - index);
  return [...stages.values()];
}
