import { createRequire } from 'node:module';
import type { ItsHelpers, WinkMethods } from 'wink-nlp';

export type Token = { word: string; pos: string };

type Tagger = { nlp: WinkMethods; its: ItsHelpers; dictionarySize: number; texts: number };

let loaded: Tagger | undefined;
const known = new Map<string, boolean>();

// wink numbers the words it has never seen upwards from the size of its dictionary and keeps them for good,
// so the instance is made anew from time to time; loading takes a quarter of a second and happens on first use.
const textsPerInstance = 20_000;

function tagger(): Tagger {
  if (loaded && loaded.texts++ < textsPerInstance) return loaded;
  const require = createRequire(import.meta.url);
  const winkNLP = require('wink-nlp') as typeof import('wink-nlp').default;
  const model = require('wink-eng-lite-web-model') as Parameters<typeof winkNLP>[0];
  const nlp = winkNLP(model, ['sbd', 'pos']);
  const its = nlp.its;
  const [dictionarySize = 0] = nlp.readDoc('qzxqvzxk').tokens().out(its.uniqueId) as unknown as number[];
  known.clear();
  loaded = { nlp, its, dictionarySize, texts: 0 };
  return loaded;
}

/** Tokens with their universal part of speech (NOUN, VERB, ADJ, DET, …). */
export function tag(text: string): Token[] {
  const { nlp, its } = tagger();
  const tokens = nlp.readDoc(text).tokens();
  const words = tokens.out(its.value) as string[];
  const pos = tokens.out(its.pos) as string[];
  return words.map((word, at) => ({ word, pos: pos[at] ?? 'X' }));
}

/** Whether English has this word, going by the model's dictionary of 87,000 words. */
export function isEnglish(word: string): boolean {
  const lower = word.toLowerCase();
  const cached = known.get(lower);
  if (cached !== undefined) return cached;
  const { nlp, its, dictionarySize } = tagger();
  const ids = nlp.readDoc(lower).tokens().out(its.uniqueId) as unknown as number[];
  const answer = ids.length > 0 && ids.every((id) => id < dictionarySize);
  known.set(lower, answer);
  return answer;
}
