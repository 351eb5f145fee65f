import { diffWordsWithSpace } from 'diff';
import { blockText } from '#contract/block-text.ts';
import type { DocumentBlock } from '#contract/documents.ts';
import { align } from './align.ts';

export type Word = { text: string; kind: 'same' | 'added' | 'removed' };
/** A line of a changed block: its words, each kept, added or removed. */
export type Line = { kind: 'same' | 'added' | 'removed' | 'changed'; words: Word[] };
export type BlockDiff =
  | { kind: 'same' | 'added' | 'removed'; block: DocumentBlock }
  | { kind: 'changed'; block: DocumentBlock; lines: Line[] };

/** What became of each block from one version to another: first block by block, then line by line, then word by word. */
export function diffBlocks(before: DocumentBlock[], after: DocumentBlock[]): BlockDiff[] {
  return align(before, after, { text: blockText, sort: ({ type }) => type }).map((pair): BlockDiff => {
    if (!pair.after) return { kind: 'removed', block: pair.before! };
    if (!pair.before) return { kind: 'added', block: pair.after };
    const [old, now] = [blockText(pair.before), blockText(pair.after)];
    return old === now ? { kind: 'same', block: pair.after } : { kind: 'changed', block: pair.after, lines: diffLines(old, now) };
  });
}

function diffLines(before: string, after: string): Line[] {
  return align(before.split('\n'), after.split('\n'), { text: (line) => line, sort: () => '' }).map((pair): Line => {
    if (pair.after === undefined) return { kind: 'removed', words: [{ text: pair.before!, kind: 'removed' }] };
    if (pair.before === undefined) return { kind: 'added', words: [{ text: pair.after, kind: 'added' }] };
    if (pair.before === pair.after) return { kind: 'same', words: [{ text: pair.after, kind: 'same' }] };
    const words = diffWordsWithSpace(pair.before, pair.after).map(({ value, added, removed }): Word => ({ text: value, kind: added ? 'added' : removed ? 'removed' : 'same' }));
    return { kind: 'changed', words };
  });
}

/** How many blocks came, went and changed. */
export function countChanges(diff: BlockDiff[]): { added: number; removed: number; changed: number } {
  const count = (kind: BlockDiff['kind']) => diff.filter((block) => block.kind === kind).length;
  return { added: count('added'), removed: count('removed'), changed: count('changed') };
}
