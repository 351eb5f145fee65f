import type { ModelMessage, ToolModelMessage, ToolResultPart } from 'ai';
import { AppError } from '#server/platform/errors.ts';
import { cachePoint } from './assemble.ts';
import { closing } from './marking.ts';
import { estimateTokens, headWithin } from './tokens.ts';
import { roomOf } from './window.ts';

/** Once a conversation is too long it is made this much shorter, so that it stays the same for a while and caches hold. */
const shrinkTo = 0.7;
/** Texts in the input of earlier calls, such as files that were written, are cut to this many characters. */
const longInput = 200;
const perMessage = 6;

/**
 * The messages of a loop that has gone on, within the window: first the answers of earlier calls go, then what was given to
 * them, then whole rounds, the oldest first. What was said at the start stays. Also moves the cache point to the end.
 */
export function shrink(messages: ModelMessage[], o: { window: number; fixed: number; mark: string | undefined }): ModelMessage[] {
  const most = roomOf(o.window) - o.fixed;
  if (sizeOf(messages) <= most) return cachedAtEnd(messages);
  const target = Math.floor(most * shrinkTo);
  let start = messages.findIndex((message) => message.role === 'tool') - 1;
  if (start < 0) throw tooLong(o.window);
  const lastRound = messages.findLastIndex((message) => message.role === 'assistant');
  let shorter = [...messages];
  for (let at = start; at < lastRound && sizeOf(shorter) > target; at++) shorter[at] = withoutAnswers(shorter[at]!);
  for (let at = start; at < lastRound && sizeOf(shorter) > target; at++) shorter[at] = withShortInputs(shorter[at]!);
  for (let next = nextRound(shorter, start); next !== null && sizeOf(shorter) > target; next = nextRound(shorter, start)) {
    // What a person said in between is never dropped.
    const said = shorter.slice(start, next).filter((message) => message.role === 'user');
    shorter = [...shorter.slice(0, start), ...said, ...shorter.slice(next)];
    start += said.length;
  }
  for (let each = 4096; sizeOf(shorter) > most && each >= 64; each /= 2) {
    shorter = shorter.map((message, at) => (at < start ? message : withShortInputs(withShortAnswers(message, each, o.mark), each * 3)));
  }
  if (sizeOf(shorter) > most) throw tooLong(o.window);
  return cachedAtEnd(shorter);
}

export function sizeOf(messages: ModelMessage[]): number {
  return messages.reduce((sum, message) => sum + perMessage + (typeof message.content === 'string'
    ? estimateTokens(message.content)
    : message.content.reduce((all, part) => all + sizeOfPart(part), 0)), 0);
}

function sizeOfPart(part: Exclude<ModelMessage['content'], string>[number]): number {
  if (part.type === 'text' || part.type === 'reasoning') return estimateTokens(part.text) + 2;
  if (part.type === 'tool-call') return estimateTokens(`${part.toolName}${JSON.stringify(part.input)}`) + 10;
  if (part.type === 'tool-result') return estimateTokens(outputText(part)) + 10;
  return 10;
}

function outputText({ output }: ToolResultPart): string {
  return output.type === 'text' || output.type === 'error-text' ? output.value : JSON.stringify(output);
}

function answersOf(message: ModelMessage, change: (part: ToolResultPart) => ToolResultPart): ModelMessage {
  if (message.role !== 'tool') return message;
  return { ...message, content: message.content.map((part) => (part.type === 'tool-result' ? change(part) : part)) as ToolModelMessage['content'] };
}

function withoutAnswers(message: ModelMessage): ModelMessage {
  return answersOf(message, (part) => {
    const value = `[The answer of ${part.toolName} is left out to make room. Call it again if you need it.]`;
    return outputText(part).length <= value.length ? part : { ...part, output: { type: 'text', value } };
  });
}

function withShortAnswers(message: ModelMessage, tokens: number, mark: string | undefined): ModelMessage {
  return answersOf(message, (part) => {
    const text = outputText(part);
    if (estimateTokens(text) <= tokens) return part;
    const end = mark === undefined ? '' : `\n${closing(mark)}`;
    return { ...part, output: { type: 'text', value: `${headWithin(text, tokens)}\n[The rest is left out.]${end}` } };
  });
}

function withShortInputs(message: ModelMessage, most = longInput): ModelMessage {
  if (message.role !== 'assistant' || typeof message.content === 'string') return message;
  return { ...message, content: message.content.map((part) => (part.type === 'tool-call' ? { ...part, input: shortened(part.input, most) } : part)) };
}

function shortened(value: unknown, most: number): unknown {
  if (typeof value === 'string') return value.length <= most ? value : `${value.slice(0, most)} [${value.length - most} characters are left out]`;
  if (Array.isArray(value)) return value.map((one) => shortened(one, most));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shortened(one, most)]));
}

/** Where the second round after the start begins; a round is an answer of the model with the answers of its calls. */
function nextRound(messages: ModelMessage[], start: number): number | null {
  const next = messages.findIndex((message, at) => at > start && message.role === 'assistant');
  return next < 0 ? null : next;
}

function cachedAtEnd(messages: ModelMessage[]): ModelMessage[] {
  const at = messages.length - 1;
  return messages.map((message, n) => {
    const { anthropic: _moved, ...others } = message.providerOptions ?? {};
    const { providerOptions: _before, ...plain } = message;
    const kept = n === at ? { ...others, ...cachePoint } : others;
    return (Object.keys(kept).length > 0 ? { ...plain, providerOptions: kept } : plain) as ModelMessage;
  });
}

function tooLong(window: number): AppError {
  return new AppError('too_large', `The work of this agent does not fit into the model's window of ${window} tokens.`, {
    hint: 'Ask for less at once, or choose a model with a larger window.',
  });
}
