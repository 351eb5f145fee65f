import type { JSONValue, LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4Content, LanguageModelV4GenerateResult, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { APICallError, wrapLanguageModel } from 'ai';
import type { AgentType } from '#contract/agents.ts';
import type { Execution, Output } from './execution.ts';
import type { RunEvent } from '../tool.ts';

/** A model call may take this long before it counts as stalled. */
const callTimeoutMs = 5 * 60_000;

/** What is kept of a model call: plain JSON. */
type Recorded = Pick<LanguageModelV4GenerateResult, 'content' | 'finishReason' | 'usage'>;

/**
 * The model with every call as a durable step: it streams, text goes to readers
 * as it comes, and the whole answer is recorded. A replay answers from the record.
 * `quiet`: the answer is for the server, and nobody reads along.
 */
export function durableModel(model: LanguageModelV4, o: { execution: Execution; agent: AgentType; output: Output; quiet?: boolean }): LanguageModelV4 {
  const { execution, agent, output } = o;
  return wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: 'v4',
      wrapGenerate: async ({ params, model: inner }) => {
        const { value } = await execution.liveStep<Recorded>(
          `model: ${agent}`,
          output,
          (live, signal) => collect(inner, { ...params, abortSignal: signal }, (delta) => {
            if (!o.quiet) live.push({ type: 'text.delta', stepIndex: output.stepIndex, agent, messageId: output.messageId, delta });
          }),
          (result) => (o.quiet ? [] : shownText(result, agent, output)),
          { timeoutMs: callTimeoutMs, retry: (error) => APICallError.isInstance(error) && error.isRetryable },
        );
        return { ...value, warnings: [] };
      },
    },
  });
}

function shownText(result: Recorded, agent: AgentType, output: Output): RunEvent[] {
  const delta = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return delta === '' ? [] : [{ type: 'text.delta', stepIndex: output.stepIndex, agent, messageId: output.messageId, delta }];
}

/** Reads a stream to its end; the parts become the content an undivided answer would have had. */
async function collect(model: LanguageModelV4, params: LanguageModelV4CallOptions, onText: (delta: string) => void): Promise<Recorded> {
  const { stream } = await model.doStream(params);
  const content: LanguageModelV4Content[] = [];
  const open = new Map<string, Extract<LanguageModelV4Content, { type: 'text' | 'reasoning' }>>();
  let end: Extract<LanguageModelV4StreamPart, { type: 'finish' }> | undefined;
  for await (const part of stream) {
    params.abortSignal?.throwIfAborted();
    switch (part.type) {
      case 'text-start': case 'reasoning-start': {
        const block = { type: part.type === 'text-start' ? 'text' as const : 'reasoning' as const, text: '' };
        open.set(`${block.type} ${part.id}`, block);
        content.push(block);
        break;
      }
      case 'text-delta': case 'reasoning-delta': {
        const kind = part.type === 'text-delta' ? 'text' : 'reasoning';
        const block = open.get(`${kind} ${part.id}`);
        if (block) block.text += part.delta;
        if (kind === 'text') onText(part.delta);
        break;
      }
      case 'text-end': case 'reasoning-end': {
        // Providers sign their reasoning here; it has to be sent back with the next call.
        const block = open.get(`${part.type === 'text-end' ? 'text' : 'reasoning'} ${part.id}`);
        if (block && part.providerMetadata) block.providerMetadata = part.providerMetadata;
        break;
      }
      case 'tool-call': content.push(part); break;
      case 'finish': end = part; break;
      case 'error': throw part.error;
      default: break;
    }
  }
  if (!end) throw new Error('The model ended its answer in the middle.');
  return plain({ content, finishReason: end.finishReason, usage: end.usage });
}

// What is recorded must be JSON: a replay must see what the first execution saw, without undefined and class instances.
function plain(result: Recorded): Recorded {
  return JSON.parse(JSON.stringify(result)) as Recorded & JSONValue;
}
