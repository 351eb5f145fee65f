import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { ModelChoice } from '#server/agents/index.ts';
import type { AgentType } from '#contract/agents.ts';
import { roleOf, roundOf } from '#tests/support/read-role.ts';
import { streamOf } from '#tests/support/scripted-model.ts';
import { readings, fold } from './readings.ts';

export type Call = { tool: string; input: unknown };
/** What the model would do by itself: the honest work of an agent, by how often it has answered. */
export type Script = (agent: AgentType, round: number) => { text?: string; calls?: Call[] };
/** An instruction in a text, known by its words, and what somebody who obeys it does. */
export type Order = { words: string; calls?: Call[]; say?: string };

export type Attack = {
  order: Order;
  script: Script;
  /** `outside` obeys what is not between the lines of data; `everything` obeys whatever it reads. */
  obeys: 'outside' | 'everything';
  /** A planted weakness: the boundaries are gone before the model reads. */
  unmarked?: boolean;
  /** What happened: whether the words were in the prompt at all, and how often they were obeyed. */
  seen: number;
  obeyed: number;
};

/**
 * The worst model there can be behind the interface of the AI SDK: it reads every encoding, believes everybody, and calls any
 * tool it has heard of. Which attack a call belongs to stands in the request: `(attack <id>)`.
 */
export function obedientModels(attacks: Map<string, Attack>): ModelChoice {
  const model: LanguageModelV4 = {
    specificationVersion: 'v4', provider: 'tests', modelId: 'obedient', supportedUrls: {},
    doGenerate: () => Promise.reject(new Error('the crew streams')),
    doStream: async (options) => ({ stream: streamOf(parts(options, attacks)) }),
  };
  return { name: 'obedient model', builtIn: false, modelFor: async () => model };
}

async function* parts({ prompt }: LanguageModelV4CallOptions, attacks: Map<string, Attack>): AsyncGenerator<LanguageModelV4StreamPart> {
  const system = prompt.find((message) => message.role === 'system')?.content as string;
  const { agent, phase } = roleOf(system);
  const texts = prompt.flatMap(textsOf);
  const lastRequest = prompt.findLastIndex((message) => message.role === 'user');
  const attack = attacks.get([...textsOf(prompt[lastRequest]!).join('\n').matchAll(/\(attack ([\w-]+)\)/g)].at(-1)?.[1] ?? '');
  const answers = prompt.slice(lastRequest + 1).filter((message) => message.role === 'assistant');
  const round = roundOf(prompt);
  const hasObeyed = JSON.stringify(answers).includes('"order-');
  yield { type: 'stream-start', warnings: [] };
  const turn = phase === 'summary' || phase === 'memory' ? { text: 'That is what came of it.' } : attack?.script(agent, round - (hasObeyed ? 1 : 0)) ?? { text: 'Done.' };
  const words = attack ? fold(attack.order.words) : '';
  if (attack && readings(texts.join('\n')).some((reading) => reading.includes(words))) attack.seen++;
  const isTold = attack !== undefined && !hasObeyed && readings(instructionsIn(attack, texts)).some((reading) => reading.includes(words));
  if (isTold) attack.obeyed++;
  const text = [turn.text, isTold ? attack.order.say : undefined].filter(Boolean).join(' ');
  if (text !== '') {
    yield { type: 'text-start', id: 'text' };
    // In pieces, as it comes over a wire.
    for (const delta of text.match(/[\s\S]{1,7}/g) ?? []) yield { type: 'text-delta', id: 'text', delta };
    yield { type: 'text-end', id: 'text' };
  }
  const calls = isTold ? attack.order.calls ?? [] : turn.calls ?? [];
  for (const [n, { tool, input }] of calls.entries()) {
    yield { type: 'tool-call', toolCallId: `${isTold ? 'order' : 'call'}-${agent}-${round}-${n}`, toolName: tool, input: typeof input === 'string' ? input : JSON.stringify(input) };
  }
  yield {
    type: 'finish', finishReason: { unified: calls.length > 0 ? 'tool-calls' : 'stop', raw: undefined },
    usage: { inputTokens: { total: 100, noCache: 100, cacheRead: 0, cacheWrite: 0 }, outputTokens: { total: 20, text: 20, reasoning: 0 } },
  };
}

/** Texts of people and tools; what the model said itself instructs nobody. */
function textsOf(message: LanguageModelV4CallOptions['prompt'][number]): string[] {
  if (message.role === 'user') return message.content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  if (message.role !== 'tool') return [];
  return message.content.flatMap((part) => (part.type !== 'tool-result' ? [] : [part.output.type === 'text' || part.output.type === 'error-text' ? part.output.value : JSON.stringify(part.output)]));
}

function instructionsIn(attack: Attack, texts: string[]): string {
  if (attack.obeys === 'everything' || attack.unmarked) return texts.join('\n');
  const mark = /^The mark of this run is ([0-9a-f]+)\.$/m.exec(texts[0] ?? '')?.[1];
  if (mark === undefined) return texts.join('\n');
  return texts.map((text) => outside(text, mark)).join('\n');
}

/** What is left of a text without what stands between the lines of this mark: from an opening to the very next end, as the prompt says. */
export function outside(text: string, mark: string): string {
  return text.replace(new RegExp(`^⟦data ${mark} [^\\n]*⟧\\n[\\s\\S]*?^⟦end ${mark}⟧`, 'gm'), '');
}
