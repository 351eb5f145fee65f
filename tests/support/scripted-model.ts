import { appendFileSync } from 'node:fs';
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider';
import type { ModelChoice } from '#server/agents/index.ts';
import { blockProvider, readContext, type AgentContext } from '#server/agents/context.ts';

/** What the model says to one call: words, then calls of tools. */
export type Turn = { text?: string; calls?: { tool: string; input: unknown }[]; usage?: { input?: number; cached?: number; output?: number; reasoning?: number } };
/** Decides by the context, by how many of its own answers the conversation holds, and by what people said meanwhile. */
export type Script = (context: AgentContext, round: number, heard?: string[]) => Turn | Promise<Turn>;

/** A model behind the AI SDK's interface that follows a script, word by word. `logFile` gets a line per call. */
export function scriptedModels(script: Script, o: { logFile?: string; pauseMs?: number } = {}): ModelChoice {
  const model: LanguageModelV4 = {
    specificationVersion: 'v4',
    provider: blockProvider,
    modelId: 'scripted',
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error('the crew streams')),
    doStream: async (options) => {
      const { context, round, heard } = read(options);
      const turn = await script(context, round, heard);
      if (o.logFile) appendFileSync(o.logFile, `model ${context.agent} ${context.phase} ${round}\n`);
      return { stream: streamOf(parts(turn, `${context.agent}-${context.phase}-${round}`, options, o.pauseMs ?? 0)) };
    },
  };
  return { name: 'scripted model', builtIn: false, readsBlock: true, modelFor: async () => model };
}

function read({ prompt }: LanguageModelV4CallOptions): { context: AgentContext; round: number; heard: string[] } {
  const [text = '', ...heard] = prompt.filter((message) => message.role === 'user')
    .map(({ content }) => content.map((part) => (part.type === 'text' ? part.text : '')).join(''));
  const context = readContext(text);
  if (!context) throw new Error('the prompt has no context');
  return { context, heard, round: prompt.filter((message) => message.role === 'assistant').length };
}

async function* parts(turn: Turn, id: string, options: LanguageModelV4CallOptions, pauseMs: number): AsyncGenerator<LanguageModelV4StreamPart> {
  yield { type: 'stream-start', warnings: [] };
  if (turn.text) {
    yield { type: 'text-start', id };
    for (const word of turn.text.split(/(?<= )/)) {
      if (pauseMs > 0) await new Promise((wake) => setTimeout(wake, pauseMs));
      options.abortSignal?.throwIfAborted();
      yield { type: 'text-delta', id, delta: word };
    }
    yield { type: 'text-end', id };
  }
  for (const [n, { tool, input }] of (turn.calls ?? []).entries()) {
    yield { type: 'tool-call', toolCallId: `${id}-${n}`, toolName: tool, input: JSON.stringify(input) };
  }
  const isCalling = (turn.calls ?? []).length > 0;
  yield {
    type: 'finish',
    usage: usageOf(turn.usage ?? { input: 100, output: 20 }),
    finishReason: { unified: isCalling ? 'tool-calls' : 'stop', raw: undefined },
  };
}

function usageOf({ input, cached = 0, output, reasoning = 0 }: NonNullable<Turn['usage']>): LanguageModelV4Usage {
  return {
    inputTokens: { total: input, noCache: input === undefined ? undefined : input - cached, cacheRead: cached, cacheWrite: 0 },
    outputTokens: { total: output, text: output === undefined ? undefined : output - reasoning, reasoning },
  };
}

/** What a generator gives, as a model streams it. */
export function streamOf<T>(items: AsyncGenerator<T>): ReadableStream<T> {
  return new ReadableStream<T>({
    async pull(controller) {
      const { value, done } = await items.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}
