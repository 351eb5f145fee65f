import type { LanguageModelV4Content, LanguageModelV4FinishReason, LanguageModelV4GenerateResult, LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider';

/** What the model says in one answer: text, then the tools it calls. */
export type Turn = { text?: string; calls?: { tool: string; input: unknown }[] };

// The built-in builder uses no tokens and is never refused for lack of allowance.
const usage: LanguageModelV4Usage = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
};

/** Ids count on from the calls already made, so that the same conversation gets the same ids. */
export function resultOf(turn: Turn, callsBefore: number): LanguageModelV4GenerateResult {
  const content: LanguageModelV4Content[] = [];
  if (turn.text) content.push({ type: 'text', text: turn.text });
  (turn.calls ?? []).forEach(({ tool, input }, at) => {
    content.push({ type: 'tool-call', toolCallId: `call-${callsBefore + at + 1}`, toolName: tool, input: JSON.stringify(input) });
  });
  return { content, finishReason: reasonOf(turn), usage, warnings: [] };
}

function reasonOf(turn: Turn): LanguageModelV4FinishReason {
  return turn.calls?.length ? { unified: 'tool-calls', raw: 'tool-calls' } : { unified: 'stop', raw: 'stop' };
}

/** The same answer as a stream: text word by word, tool calls with their input in one piece. No delay is faked. */
export function partsOf(turn: Turn, callsBefore: number): LanguageModelV4StreamPart[] {
  const parts: LanguageModelV4StreamPart[] = [{ type: 'stream-start', warnings: [] }];
  for (const content of resultOf(turn, callsBefore).content) {
    if (content.type === 'text') {
      parts.push({ type: 'text-start', id: 'text-1' });
      for (const delta of content.text.match(/\s*\S+|\s+$/g) ?? []) parts.push({ type: 'text-delta', id: 'text-1', delta });
      parts.push({ type: 'text-end', id: 'text-1' });
    } else if (content.type === 'tool-call') {
      parts.push({ type: 'tool-input-start', id: content.toolCallId, toolName: content.toolName });
      parts.push({ type: 'tool-input-delta', id: content.toolCallId, delta: content.input });
      parts.push({ type: 'tool-input-end', id: content.toolCallId });
      parts.push(content);
    }
  }
  parts.push({ type: 'finish', finishReason: reasonOf(turn), usage });
  return parts;
}
