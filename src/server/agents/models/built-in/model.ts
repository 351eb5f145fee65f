import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { blockProvider } from '../../context.ts';
import { partsOf, resultOf } from './answer-stream.ts';
import type { Turn } from './answer-stream.ts';
import { readPrompt } from './read-prompt.ts';
import { act } from './roles/act.ts';

/**
 * The model that needs no key: rules instead of weights, behind the interface
 * every provider has. It keeps no state and gives the same answer to the same
 * prompt; tools it was not given are not called.
 */
export function createBuiltInModel(): LanguageModelV4 {
  return {
    specificationVersion: 'v4',
    provider: blockProvider,
    modelId: 'built-in-builder',
    supportedUrls: {},
    async doGenerate(options) {
      const { turn, callsBefore } = await answer(options);
      return resultOf(turn, callsBefore);
    },
    async doStream(options) {
      const { turn, callsBefore } = await answer(options);
      return { stream: streamOf(partsOf(turn, callsBefore), options.abortSignal) };
    },
  };
}

async function answer(options: LanguageModelV4CallOptions): Promise<{ turn: Turn; callsBefore: number }> {
  options.abortSignal?.throwIfAborted();
  const situation = readPrompt(options.prompt);
  const allowed = new Set(options.toolChoice?.type === 'none' ? [] : (options.tools ?? []).map((tool) => tool.name));
  const turn = await act(situation, allowed);
  const calls = (turn.calls ?? []).filter((call) => allowed.has(call.tool));
  const wanted = turn.calls?.length ?? 0;
  const text = turn.text ?? (wanted > 0 && calls.length === 0 ? 'I had no tool to do this with.' : undefined);
  return { turn: { ...(text ? { text } : {}), calls }, callsBefore: situation.calls.length };
}

function streamOf(parts: LanguageModelV4StreamPart[], signal: AbortSignal | undefined): ReadableStream<LanguageModelV4StreamPart> {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      if (signal?.aborted) return controller.error(signal.reason);
      const part = parts[next++];
      if (part) controller.enqueue(part);
      else controller.close();
    },
  });
}
