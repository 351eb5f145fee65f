/** Tokens a model takes when nothing is known about it: what small models at home have, too. */
export const defaultWindow = 32_000;

/** Longest answer that is asked for, in tokens: more than a file and its reasoning need. */
export const longestAnswer = 32_000;

/** Kept free for the answer. */
export function reserveOf(window: number): number {
  return Math.min(longestAnswer, Math.floor(window * 0.25));
}

/** What a prompt may have of a window: less the answer, and less what an estimate may be wrong by. */
export function roomOf(window: number): number {
  return Math.floor((window - reserveOf(window)) * 0.92);
}
