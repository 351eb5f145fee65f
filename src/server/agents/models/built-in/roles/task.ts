import type { AgentContext } from '../../../context.ts';
import type { Blueprint } from '../blueprint.ts';
import type { Situation, ToolResult } from '../read-prompt.ts';
import { understand } from '../understand.ts';
import type { Understanding } from '../understand.ts';

/** What an agent works on: the request as understood, the app before and after it, and what its tools answered. */
export type Task = {
  request: string;
  context: AgentContext | null;
  before: Blueprint | null;
  /** The blueprint to work towards; null when the message asks for no app. */
  next: Blueprint | null;
  understood: Understanding;
  results: ToolResult[];
  /** Names of the tools this call may use. */
  tools: ReadonlySet<string>;
};

export async function taskOf(situation: Situation, tools: ReadonlySet<string>): Promise<Task> {
  const { context, request, results } = situation;
  const before = readBlueprint(context?.app?.blueprint);
  const understood = await understand(inContext(request, context, before), before);
  // A fresh app takes the place of the old one, an answer changes nothing.
  const next = understood.kind === 'answer' ? before : understood.blueprint;
  return { request, context, before, next, understood, results, tools };
}

/** A blueprint of this builder; null for none, or for the plan of another model. */
export function readBlueprint(value: unknown): Blueprint | null {
  if (typeof value !== 'object' || value === null) return null;
  const blueprint = value as Partial<Blueprint>;
  const isOurs = blueprint.format === 1 && typeof blueprint.title === 'string' && Array.isArray(blueprint.entities) && blueprint.entities.length > 0
    && blueprint.entities.every((entity) => typeof entity?.name === 'string' && Array.isArray(entity.fields) && entity.fields.length > 0 && Array.isArray(entity.views) && Array.isArray(entity.charts) && Array.isArray(entity.highlights) && Array.isArray(entity.samples));
  return isOurs ? (blueprint as Blueprint) : null;
}

// "An app." – "What should it keep?" – "Books with author and year": the answer to our own question is part of the request.
function inContext(request: string, context: AgentContext | null, before: Blueprint | null): string {
  const last = context?.conversation.at(-1);
  if (before || !last || last.author !== 'crew' || !last.text.startsWith('Tell me a little more')) return request;
  return /\b(?:build|create|make|track|app|tool|manage)\b/i.test(request) || request.length > 400 ? request : `Build an app for ${request}`;
}

/** The answer of a tool, the last one when it was called more than once. */
export function resultOf<T>(task: Task, tool: string): { ok: boolean; output: T | null; text: string } | null {
  const result = task.results.findLast((one) => one.tool === tool);
  if (!result) return null;
  const output = typeof result.output === 'object' && result.output !== null ? (result.output as T) : null;
  return { ok: result.ok, output, text: typeof result.output === 'string' ? result.output : JSON.stringify(result.output) };
}

export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function listOf(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
