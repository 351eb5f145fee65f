import type { AgentType, StepStatus } from '#contract/agents.ts';
import type { Material } from './context/material.ts';

export type AgentPhase = 'plan' | 'work' | 'summary' | 'answer';

/** All that an agent's model sees beside its prompt and its own tool results. */
export type AgentContext = {
  agent: AgentType;
  /** The orchestrator plans, then sums up; every other agent works, or answers another agent's question. */
  phase: AgentPhase;
  /** The person's latest message. */
  request: string;
  /** What was said before the request, oldest first. */
  conversation: { author: 'person' | 'crew'; text: string; /** Who wrote it, when it was not the person who asks. */ by?: string }[];
  project: {
    name: string;
    otherApps: { title: string }[];
    /** The latest version of each document of the project. */
    documents: { id: string; kind: string; title: string; version: number }[];
  };
  /** The app this chat works on as it is now, changes of this run included. */
  app: null | {
    artifactId: string;
    title: string;
    /** 0 while the first version is being made. */
    version: number;
    files: { path: string; size: number }[];
    /** What `publish_version` was given last; its form belongs to the model that wrote it. */
    blueprint: unknown;
    collections: { name: string; title: string; schema: Record<string, unknown> }[];
  };
  /** The plan of this run with the results so far; empty in phase `plan`. */
  steps: { agent: AgentType; intent: string; status: StepStatus; summary?: string }[];
  /** Set while the coder repairs and quality checks again: which criteria failed, with what was seen, and the console's errors. */
  repair?: { round: number; of: number; failures: string[]; console: string[] };
  /** What only models that read messages are shown; it is not in the block. */
  material?: Material;
};

const opening = '```json context\n';
const closing = '\n```';

/** The provider of models that read the block instead of messages: the built-in builder, and scripts in tests. */
export const blockProvider = 'ninefold';

/**
 * The user message for models that read the block. The context is one line of JSON
 * without a back-tick, so neither the request nor a file can end the block.
 */
export function contextMessage(context: AgentContext): string {
  const { material: _material, ...block } = context;
  const json = JSON.stringify(block).replaceAll('`', '\\u0060');
  return `${context.request}\n\n${opening}${json}${closing}`;
}

/** Reads the context back from a message of `contextMessage`; null when there is none. */
export function readContext(message: string): AgentContext | null {
  const start = message.lastIndexOf(opening);
  const end = message.lastIndexOf(closing);
  if (start < 0 || end < start) return null;
  return JSON.parse(message.slice(start + opening.length, end)) as AgentContext;
}

/** The first line of every system prompt; a model may tell the agents apart by it. */
export function agentLine(agent: AgentType): string {
  return `You are the ${agent} agent of Ninefold.`;
}
