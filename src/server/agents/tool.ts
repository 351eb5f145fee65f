import type { z } from 'zod';
import type { AgentType } from '#contract/agents.ts';
import type { MessagePart } from '#contract/chats.ts';
import type { ChatEvent } from '#contract/events.ts';
import type { Actor } from '#server/platform/database/index.ts';
import type { AgentContext } from './context.ts';
import type { Execution, Output } from './runs/execution.ts';
import type { AgentResult, RunRef, RunState } from './runs/state.ts';

type WithoutRun<T> = T extends unknown ? Omit<T, 'runId'> : never;
export type RunEvent = WithoutRun<ChatEvent>;

/** Where a tool call stands. Everything a tool stores is stored as `actor`, the person who asked. */
export type ToolCall = {
  run: RunRef;
  state: RunState;
  actor: Actor;
  agent: AgentType;
  stepIndex: number;
  signal: AbortSignal;
};

/** What the person sees of a finished call. */
export type ToolReport = { ok: boolean; summary?: string; parts?: MessagePart[]; events?: RunEvent[] };

/** Where a tool stands that asks a person or an agent, by durable steps of its own. */
export type Asking = {
  execution: Execution; state: RunState; agent: AgentType; output: Output; context: AgentContext;
  askAgent: (agent: AgentType, question: string) => Promise<AgentResult>;
};

export type AgentTool<I = unknown, O = unknown> = {
  name: string;
  /** For the model: when to use it, and what comes back. */
  description: string;
  input: z.ZodType<I>;
  /** For the person, while it runs: one line. */
  title(input: I): string;
  /** Does the work. May be repeated after a crash, so it must be idempotent; it must not change `call.state`. */
  execute(input: I, call: ToolCall): Promise<O>;
  /** Instead of `execute`: asks a person or an agent, by steps of its own. Outside of a step, so recorded results alone may decide. */
  perform?(input: I, at: Asking): Promise<O>;
  /** Changes the run's state by a result, live and at a replay alike: nothing but `input` and `output` may decide. */
  apply?(state: RunState, input: I, output: O, agent: AgentType): void | Promise<void>;
  report(output: O, input: I): ToolReport;
};

/** Keeps the types of input and output together while a tool is written, and forgets them for the tables. */
export function defineTool<I, O>(tool: AgentTool<I, O>): AgentTool {
  return tool as unknown as AgentTool;
}

/** A tool that asks a person or an agent: it has no single step that could do its work. */
export function defineAsking<I, O>(tool: Omit<AgentTool<I, O>, 'execute' | 'perform'> & Required<Pick<AgentTool<I, O>, 'perform'>>): AgentTool {
  return defineTool<I, O>({ ...tool, execute: () => Promise.reject(new Error(`${tool.name} is performed in steps of its own`)) });
}
