import { diffArrays } from 'diff';
import { likeness } from '#contract/likeness.ts';

export type Pair<T> = { before?: T; after?: T };
type Reading<T> = { text: (item: T) => string; /** Only items of one sort are versions of each other. */ sort: (item: T) => string };

/** Texts less alike than this are one removed and another added, not one changed. */
const leastAlike = 0.3;

/** Sets two lists side by side in their order: what is the same, what became something much alike, what came and went. */
export function align<T>(before: T[], after: T[], { text, sort }: Reading<T>): Pair<T>[] {
  const pairs: Pair<T>[] = [];
  let gone: T[] = [];
  let come: T[] = [];
  const settle = () => {
    pairs.push(...alignDifferent(gone, come, (a, b) => (sort(a) === sort(b) ? likeness(text(a), text(b)) : 0)));
    [gone, come] = [[], []];
  };
  let [left, right] = [0, 0];
  for (const { value, added, removed } of diffArrays(before, after, { comparator: (a, b) => sort(a) === sort(b) && text(a) === text(b) })) {
    if (removed) { gone.push(...value); left += value.length; continue; }
    if (added) { come.push(...value); right += value.length; continue; }
    settle();
    for (let n = 0; n < value.length; n++) pairs.push({ before: before[left++]!, after: after[right++]! });
  }
  settle();
  return pairs;
}

/** The pairing, in order, with the most likeness in all. */
function alignDifferent<T>(gone: T[], come: T[], alike: (a: T, b: T) => number): Pair<T>[] {
  const best = Array.from({ length: gone.length + 1 }, () => new Float64Array(come.length + 1));
  const scores = gone.map((a) => come.map((b) => { const score = alike(a, b); return score >= leastAlike ? score : 0; }));
  for (let i = gone.length - 1; i >= 0; i--) {
    for (let j = come.length - 1; j >= 0; j--) {
      const together = scores[i]![j]! > 0 ? scores[i]![j]! + best[i + 1]![j + 1]! : 0;
      best[i]![j] = Math.max(together, best[i + 1]![j]!, best[i]![j + 1]!);
    }
  }
  const pairs: Pair<T>[] = [];
  let [i, j] = [0, 0];
  while (i < gone.length && j < come.length) {
    const score = scores[i]![j]!;
    if (score > 0 && best[i]![j] === score + best[i + 1]![j + 1]!) pairs.push({ before: gone[i++]!, after: come[j++]! });
    else if (best[i]![j] === best[i + 1]![j]) pairs.push({ before: gone[i++]! });
    else pairs.push({ after: come[j++]! });
  }
  return [...pairs, ...gone.slice(i).map((before) => ({ before })), ...come.slice(j).map((after) => ({ after }))];
}
