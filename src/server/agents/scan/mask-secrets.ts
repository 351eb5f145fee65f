import { knownSecrets } from './secrets.ts';

const block = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----[\s\S]*?(?:-----END (?:[A-Z]+ )*PRIVATE KEY-----|$)/g;
const masks = knownSecrets.map(({ what, pattern }) => ({ note: noteOf(what), pattern: new RegExp(pattern.source, `${pattern.flags}g`) }));

/** The text with what certainly is a key, token or password replaced by a note. Random words that only may be one stay. */
export function maskSecrets(text: string): string {
  // Most texts hold none: one look for what they all have in common is cheap.
  let safe = text.includes('PRIVATE KEY-----') ? text.replace(block, noteOf('a private key')) : text;
  for (const { note, pattern } of masks) safe = safe.replace(pattern, note);
  return safe;
}

/** The same for every text in a value, e.g. the input of a tool. */
export function maskDeep<T>(value: T): T {
  if (typeof value === 'string') return maskSecrets(value) as T;
  if (Array.isArray(value)) return value.map(maskDeep) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, maskDeep(one)])) as T;
}

function noteOf(what: string): string {
  return `[left out: ${what}]`;
}

/** Longest word that is held back to see whether it becomes a secret. */
const maxHeld = 4096;
const keyBegins = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?![\s\S]*-----END (?:[A-Z]+ )*PRIVATE KEY-----)[\s\S]*$/;
const keyMayBegin = /-{1,5}(?:B(?:E(?:G(?:I(?:N(?: [A-Z ]*-{0,5})?)?)?)?)?)?$/;

/** Masks a text that comes in pieces. The word at its end is held back until it is complete: half a key is no key yet. */
export class SecretMask {
  #held = '';

  /** What may be shown now. */
  push(piece: string): string {
    this.#held += piece;
    const open = keyBegins.exec(this.#held) ?? keyMayBegin.exec(this.#held);
    const word = /[!-~]+$/.exec(this.#held);
    const from = Math.min(open?.index ?? Infinity, word?.index ?? Infinity, this.#held.length);
    if (this.#held.length - from > maxHeld && !open) return this.end();
    // A key that is complete but for its last word waits for that word.
    const end = keyBegins.exec(this.#held.slice(0, from))?.index ?? from;
    const ready = this.#held.slice(0, end);
    this.#held = this.#held.slice(end);
    return maskSecrets(ready);
  }

  /** The rest, when nothing more comes. */
  end(): string {
    const rest = maskSecrets(this.#held);
    this.#held = '';
    return rest;
  }
}
