/** How alike two texts are by their words, 0 to 1: twice the words they share over all their words. */
export function likeness(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left.length + right.length === 0) return 1;
  const counts = new Map<string, number>();
  for (const word of left) counts.set(word, (counts.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of right) {
    const held = counts.get(word) ?? 0;
    if (held === 0) continue;
    counts.set(word, held - 1);
    shared++;
  }
  return (2 * shared) / (left.length + right.length);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * Pairs texts of two lists: those that read the same first, then the most alike, down to `least`. Each is in one pair.
 * Of equals the earlier ones pair first, so that the same lists always give the same pairs.
 */
export function pairAlike(before: string[], after: string[], least = 0.5): Map<number, number> {
  const pairs = new Map<number, number>();
  const free = new Set(before.keys());
  for (const [n, text] of after.entries()) {
    const same = [...free].find((m) => before[m] === text);
    if (same === undefined) continue;
    free.delete(same);
    pairs.set(n, same);
  }
  const close = [...after.keys()].filter((n) => !pairs.has(n))
    .flatMap((n) => [...free].map((m) => ({ n, m, score: likeness(before[m]!, after[n]!) })))
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score || a.n - b.n || a.m - b.m);
  for (const { n, m } of close) {
    if (pairs.has(n) || !free.delete(m)) continue;
    pairs.set(n, m);
  }
  return pairs;
}
