import type { ModelMessage } from 'ai';
import { between, safeText } from './marking.ts';
import { estimateTokens, headWithin } from './tokens.ts';
import { roomOf } from './window.ts';

/** The part of the room that one answer of a tool may take. */
const share = 0.25;

/** What a tool answered, as a model reads it: data, with long texts as they are instead of escaped, and cut when it is too long. */
export function toolAnswer(output: unknown, o: { mark: string; tool: string; window: number }): string {
  const text = safeText(readable(output), o.mark);
  const most = Math.floor(roomOf(o.window) * share);
  const shown = estimateTokens(text) <= most ? text : `${headWithin(text, most)}\n[The rest is left out: ask for less at once.]`;
  return between(o.mark, `answer of ${o.tool}`, shown);
}

/** Refusals of the AI SDK repeat what a call was given: they are data like any answer. */
export function markErrors(messages: ModelMessage[], o: { mark: string; window: number }): ModelMessage[] {
  return messages.map((message) => (message.role !== 'tool' ? message : {
    ...message,
    content: message.content.map((part) => {
      if (part.type !== 'tool-result' || (part.output.type !== 'error-text' && part.output.type !== 'error-json')) return part;
      return { ...part, output: { type: 'text' as const, value: toolAnswer({ error: part.output.value }, { ...o, tool: 'a call that was refused' }) } };
    }),
  }));
}

function readable(output: unknown): string {
  if (typeof output === 'string') return output;
  if (typeof output !== 'object' || output === null || Array.isArray(output)) return JSON.stringify(output) ?? '';
  const texts: string[] = [];
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(output)) {
    if (typeof value === 'string' && value.includes('\n')) texts.push(`${key}:\n${value}`);
    else rest[key] = value;
  }
  return [JSON.stringify(rest), ...texts].join('\n\n');
}
