import { blockText } from '#contract/block-text.ts';
import type { DocumentComment } from '#contract/document-comments.ts';
import type { DocumentBlock } from '#contract/documents.ts';
import { likeness } from '#contract/likeness.ts';

export type Thread = { first: DocumentComment; answers: DocumentComment[] };

/** A paragraph that kept less of its words than this is another one. */
const leastAlike = 0.5;
const quotedLength = 2000;

/** Threads by the block they are about in this version; `lost` are those whose paragraph it no longer has. */
export function placeThreads(comments: DocumentComment[], blocks: DocumentBlock[]): { byBlock: Map<number, Thread[]>; lost: Thread[] } {
  const byBlock = new Map<number, Thread[]>();
  const lost: Thread[] = [];
  for (const first of comments) {
    if (first.threadId !== null) continue;
    const thread = { first, answers: comments.filter(({ threadId }) => threadId === first.id) };
    const at = placeOf(first, blocks);
    if (at === null) lost.push(thread);
    else byBlock.set(at, [...(byBlock.get(at) ?? []), thread]);
  }
  return { byBlock, lost };
}

/** The block that reads as the comment quotes it, else the one most like it; of equals the nearest to where it stood. */
function placeOf({ quote, blockIndex }: DocumentComment, blocks: DocumentBlock[]): number | null {
  if (quote === null) return null;
  let best: { at: number; score: number; away: number } | null = null;
  for (const [at, block] of blocks.entries()) {
    const text = blockText(block).slice(0, quotedLength);
    const score = text === quote ? 2 : likeness(text, quote);
    const away = Math.abs(at - (blockIndex ?? 0));
    if (score < leastAlike || (best && (score < best.score || (score === best.score && away >= best.away)))) continue;
    best = { at, score, away };
  }
  return best?.at ?? null;
}
