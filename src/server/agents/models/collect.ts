import type { JSONValue, LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4Content, LanguageModelV4GenerateResult, LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider';
import { estimateTokens } from '../context/tokens.ts';

/** What is kept of an answer: plain JSON. */
export type Answer = Pick<LanguageModelV4GenerateResult, 'content' | 'finishReason' | 'usage'> & {
  /** The provider told no usage; the tokens are counted from characters. */
  estimated?: true;
};

/** Most characters one answer may have, its reasoning and the input of its tools included; then it counts as too long. */
const maxCharacters = 400_000;
const charactersPerToken = 4;

/** The stream ended before the answer did. */
export class CutOff extends Error {
  override name = 'CutOff';
  constructor() {
    super('interrupted: the stream ended in the middle of the answer');
  }
}

type End = Pick<Extract<LanguageModelV4StreamPart, { type: 'finish' }>, 'finishReason' | 'usage'>;

/** Reads a stream to its end, or to the length that is allowed; the parts become the content an undivided answer would have had. */
export async function collect(model: LanguageModelV4, params: LanguageModelV4CallOptions, onText: (delta: string) => void): Promise<Answer> {
  const { stream } = await model.doStream(params);
  const content: LanguageModelV4Content[] = [];
  const open = new Map<string, Extract<LanguageModelV4Content, { type: 'text' | 'reasoning' }>>();
  let characters = 0;
  let end: End | undefined;
  for await (const part of stream) {
    params.abortSignal?.throwIfAborted();
    if ('delta' in part) characters += part.delta.length;
    switch (part.type) {
      case 'text-start': case 'reasoning-start': {
        const block = { type: part.type === 'text-start' ? 'text' as const : 'reasoning' as const, text: '', ...metadata(part) };
        open.set(`${block.type} ${part.id}`, block);
        content.push(block);
        break;
      }
      case 'text-delta': case 'reasoning-delta': {
        const kind = part.type === 'text-delta' ? 'text' : 'reasoning';
        const block = open.get(`${kind} ${part.id}`);
        if (block) Object.assign(block, { text: block.text + part.delta }, metadata(part));
        if (kind === 'text') onText(part.delta);
        break;
      }
      case 'text-end': case 'reasoning-end': {
        // Providers sign their reasoning here; it has to be sent back with the next call.
        const block = open.get(`${part.type === 'text-end' ? 'text' : 'reasoning'} ${part.id}`);
        if (block) Object.assign(block, metadata(part));
        break;
      }
      case 'tool-call': content.push(part); break;
      case 'finish': end = part; break;
      case 'error': throw part.error;
      default: break;
    }
    if (characters > maxCharacters) {
      // A call of a tool that came before is as good as cut off: the model was not done with its thought.
      return answer(model, content.filter((item) => item.type !== 'tool-call'), { finishReason: { unified: 'length', raw: 'too many characters' }, usage: noUsage }, params, characters);
    }
  }
  if (!end || isCut(end)) throw new CutOff();
  // Google says so of a call it could not put together itself.
  if (end.finishReason.unified === 'error') throw new Error(`InvalidResponseData: ${end.finishReason.raw ?? ''}`);
  return answer(model, content, end, params, characters);
}

function metadata(part: { providerMetadata?: unknown }): object {
  return part.providerMetadata ? { providerMetadata: part.providerMetadata } : {};
}

// Some packages end a stream without an end by themselves, each with another word.
function isCut({ finishReason }: End): boolean {
  return finishReason.unified === 'interrupted' || (finishReason.raw === undefined && (finishReason.unified === 'other' || finishReason.unified === 'error'));
}

const noUsage: LanguageModelV4Usage = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined }, outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

function answer(model: LanguageModelV4, content: LanguageModelV4Content[], end: End, params: LanguageModelV4CallOptions, characters: number): Answer {
  // No model reads a prompt for nothing, but the built-in builder.
  const told = (end.usage.inputTokens.total ?? 0) + (end.usage.outputTokens.total ?? 0) > 0 || model.provider === 'ninefold';
  const usage = told ? end.usage : estimate(params, characters);
  return plain({ content, finishReason: end.finishReason, usage, ...(told ? {} : { estimated: true as const }) });
}

function estimate(params: LanguageModelV4CallOptions, characters: number): LanguageModelV4Usage {
  const input = estimateTokens(JSON.stringify([params.prompt, params.tools ?? []]));
  // Of the answer only the length is known.
  const output = Math.ceil(characters / charactersPerToken);
  return { inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 }, outputTokens: { total: output, text: output, reasoning: 0 } };
}

// What is recorded must be JSON: a replay must see what the first execution saw, without undefined and class instances.
function plain(result: Answer): Answer {
  return JSON.parse(JSON.stringify(result)) as Answer & JSONValue;
}
