import { nowMs } from '../streams/part.ts';
import type { Seen } from '../streams/follower.ts';

/** The answer of the model: numbered words, the first of which tells when the request came. */
export function wordsOf(count: number): string {
  return [`0:${nowMs()}`, ...Array.from({ length: count - 1 }, (_, n) => n + 1)].join(' ');
}

/** A word as it is sent, with the time. It ends with its space: what is masked before people see it waits for whole words. */
export function stamped(word: string): string {
  return `${word.trim()}:${nowMs()} `;
}

/** The words of some text of the answer, and when the model was asked, where that is told. */
export function readWords(text: string): { said: Omit<Seen, 'read'>[]; calledAt?: number } {
  const words = text.trim().split(' ').map((word) => word.split(':').map(Number));
  const first = words.find((parts) => parts.length === 3);
  return {
    said: words.map((parts) => ({ n: parts[0]!, said: parts.at(-1)!, written: parts.at(-1)! })),
    ...(first ? { calledAt: first[1]! } : {}),
  };
}
