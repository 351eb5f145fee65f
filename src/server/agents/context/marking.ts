import { createHmac } from 'node:crypto';
import { deriveKey } from '#server/platform/secrets/index.ts';
import { maskSecrets } from '../scan/mask-secrets.ts';

/**
 * Text that is material and no instruction goes to a model between two lines which nobody can
 * write who did not make the prompt: they hold the mark of the run. The system prompt says what they mean.
 */
export function markData(mark: string, kind: string, text: string): string {
  return between(mark, kind, safeText(text, mark));
}

/** A text as it may stand between the lines: without what could pass for one, and without secrets. */
export function safeText(text: string, mark: string): string {
  return maskSecrets(neutralise(text, mark));
}

/** Puts a text that is safe already between the lines. */
export function between(mark: string, kind: string, safe: string): string {
  return `${opening(mark, kind)}\n${safe}\n${closing(mark)}`;
}

/** The mark of a run's boundaries: unguessable for whoever has no key of the server, and the same at a replay. */
export function markOf(runId: string): string {
  return createHmac('sha256', deriveKey('marks of data')).update(runId).digest('hex').slice(0, 16);
}

export function opening(mark: string, kind: string): string {
  return `⟦data ${mark} ${kind}⟧`;
}

export function closing(mark: string): string {
  return `⟦end ${mark}⟧`;
}

// Invisible, or turning the direction of what follows: people do not see them, models do. Joiners of emoji and scripts stay.
const unseen = /[\u00ad\u061c\u180e\u200b\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\u{e0001}|[\u{e0020}-\u{e007f}]|(?![\t\n\r])\p{Cc}/gu;
/** A joiner between two ASCII characters joins nothing; it only breaks a word that a check looks for. */
const idleJoiner = /(?<=[\0-\u007f]|^)[\u200c-\u200f]+(?=[\0-\u007f]|$)/gu;
const brackets: [RegExp, string][] = [[/[⟦〚⟬⦗⁅]/gu, '['], [/[⟧〛⟭⦘⁆]/gu, ']']];
/** What reads like one of our lines in other brackets: the word, then something like a mark. Code and headings do not. */
const lookAlike = /^([^\S\n]*)([[<{(|#=*_~`-]+[^\S\n]*)(\/?(?:data|end))(?=[^\S\n]+(?=[a-z_-]*\d)[\w-]{8,})/gimu;

/** Makes sure that a text holds nothing that could pass for a boundary, whatever it is made of. */
export function neutralise(text: string, mark: string): string {
  let safe = text.replace(unseen, '').replace(idleJoiner, '');
  for (const [look, plain] of brackets) safe = safe.replace(look, plain);
  safe = safe.replace(lookAlike, '$1$2·$3');
  // Wide letters and the like: what reads as the mark once it is folded is folded, and removed.
  const folded = safe.normalize('NFKC');
  return holds(folded, mark) ? folded.replace(new RegExp(mark, 'gi'), '(a mark)') : safe;
}

function holds(text: string, mark: string): boolean {
  return text.toLowerCase().includes(mark.toLowerCase());
}
