import { pairAlike } from '#contract/likeness.ts';
import type { DocumentBlock } from '#contract/documents.ts';

/** How many ids a document has given to stories and criteria so far; none is given twice. */
export type IdsGiven = { S: number; C: number };
type Named = { id?: string | undefined; text: string };

/**
 * Gives the stories and criteria of requirements their ids. What reads the same as in the version before, or much alike,
 * keeps its id; the rest gets new ones. Ids that come with the blocks hold if the version before has them.
 */
export function withIds(blocks: DocumentBlock[], before: DocumentBlock[], given: IdsGiven): { blocks: DocumentBlock[]; given: IdsGiven } {
  const copy = structuredClone(blocks);
  const stories = nameAll(storiesOf(copy), storiesOf(before), 'S', given.S);
  const criteria = nameAll(criteriaOf(copy), criteriaOf(before), 'C', given.C);
  return { blocks: copy, given: { S: stories, C: criteria } };
}

/** Items of checklists, in order. */
export function criteriaOf(blocks: DocumentBlock[]): Named[] {
  return blocks.flatMap((block) => (block.type === 'checklist' ? block.items : []));
}

/** Paragraphs that a checklist follows. */
function storiesOf(blocks: DocumentBlock[]): Named[] {
  return blocks.filter((block, n) => block.type === 'paragraph' && blocks[n + 1]?.type === 'checklist') as Named[];
}

function nameAll(now: Named[], before: Named[], letter: 'S' | 'C', given: number): number {
  const known = new Set(before.flatMap(({ id }) => id ?? []));
  const kept = new Set<string>();
  for (const one of now) {
    if (one.id !== undefined && known.has(one.id) && !kept.has(one.id)) kept.add(one.id);
    else delete one.id;
  }
  const open = now.filter(({ id }) => id === undefined);
  const free = before.filter(({ id }) => id !== undefined && !kept.has(id));
  const pairs = pairAlike(free.map(({ text }) => text), open.map(({ text }) => text));
  for (const [n, one] of open.entries()) {
    const pair = pairs.get(n);
    one.id = pair === undefined ? `${letter}${++given}` : free[pair]!.id;
  }
  return given;
}
