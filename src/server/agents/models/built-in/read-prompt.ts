import type { LanguageModelV4Prompt } from '@ai-sdk/provider';
import { agentTypes } from '#contract/agents.ts';
import type { AgentType } from '#contract/agents.ts';
import { readContext } from '../../context.ts';
import type { AgentContext } from '../../context.ts';

export type ToolCall = { id: string; tool: string; input: unknown };
export type ToolResult = { id: string; tool: string; ok: boolean; output: unknown };

/** All that the model knows: who it is, what was asked, and what its tools answered so far. */
export type Situation = { agent: AgentType | null; context: AgentContext | null; request: string; calls: ToolCall[]; results: ToolResult[] };

/** Reads the prompt; nothing is kept between two calls of the model. */
export function readPrompt(prompt: LanguageModelV4Prompt): Situation {
  const situation: Situation = { agent: null, context: null, request: '', calls: [], results: [] };
  for (const message of prompt) {
    if (message.role === 'system') situation.agent ??= agentOf(message.content);
    else if (message.role === 'user') {
      const text = message.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
      const context = contextIn(text);
      situation.context = context ?? situation.context;
      situation.request = context?.request ?? text;
    } else if (message.role === 'assistant') {
      for (const part of message.content) if (part.type === 'tool-call') situation.calls.push({ id: part.toolCallId, tool: part.toolName, input: part.input });
    } else {
      for (const part of message.content) if (part.type === 'tool-result') situation.results.push({ id: part.toolCallId, tool: part.toolName, ...outcome(part.output) });
    }
  }
  situation.agent ??= situation.context?.agent ?? null;
  return situation;
}

function agentOf(system: string): AgentType | null {
  const name = /^You are the ([a-z-]+) agent of Ninefold\./m.exec(system)?.[1];
  return agentTypes.find((type) => type === name) ?? null;
}

function contextIn(text: string): AgentContext | null {
  try {
    return readContext(text);
  } catch {
    return null;
  }
}

function outcome(output: { type: string; value?: unknown; reason?: string }): { ok: boolean; output: unknown } {
  switch (output.type) {
    case 'json': return { ok: true, output: output.value };
    case 'text': return { ok: true, output: parsed(output.value) };
    case 'content': return { ok: true, output: output.value };
    default: return { ok: false, output: output.value ?? output.reason ?? 'The tool failed.' };
  }
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
