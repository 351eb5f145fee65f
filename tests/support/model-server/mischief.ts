import type { Refusal } from './protocol.ts';

/** How an answer goes wrong. */
export type Mischief =
  | { kind: 'refused'; refusal: Refusal; status: number; retryAfter?: string }
  /** The bytes come `bytes` at a time, so that characters are cut in the middle. */
  | { kind: 'split'; bytes: number }
  /** The arguments of each tool come in so many pieces. */
  | { kind: 'pieces'; count: number }
  | { kind: 'malformed-json' } | { kind: 'unknown-tool' } | { kind: 'no-usage' } | { kind: 'error-in-stream' }
  /** With or without a word about it. */
  | { kind: 'refusal'; isSilent?: true }
  /** Silence: before the first byte, or after the first words. */
  | { kind: 'stall'; ms: number; after: 'nothing' | 'words' }
  /** The connection breaks, or ends as if all was said, after the first words. */
  | { kind: 'cut'; clean: boolean }
  /** So many characters of text, which nobody asked for. */
  | { kind: 'flood'; characters: number }
  /** No answer of a model at all. */
  | { kind: 'garbage' };

/** Refusals as providers send them. */
export const refusals = {
  badKey: { kind: 'refused', refusal: 'key', status: 401 },
  noCredit: { kind: 'refused', refusal: 'credit', status: 429 },
  noModel: { kind: 'refused', refusal: 'model', status: 404 },
  tooLong: { kind: 'refused', refusal: 'too-long', status: 400 },
  busy: { kind: 'refused', refusal: 'busy', status: 429 },
  overloaded: { kind: 'refused', refusal: 'overloaded', status: 529 },
  broken: { kind: 'refused', refusal: 'broken', status: 500 },
} as const satisfies Record<string, Mischief>;

/** Tool arguments in so many pieces, none of them empty as long as there are characters. */
export function cutInto(text: string, count: number): string[] {
  const size = Math.max(1, Math.ceil(text.length / count));
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += size) pieces.push(text.slice(at, at + size));
  return pieces;
}
