import { expect, test } from 'vitest';
import type { DocumentComment } from '#contract/document-comments.ts';
import type { DocumentBlock } from '#contract/documents.ts';
import { placeThreads } from './threads.ts';

const p = (text: string): DocumentBlock => ({ type: 'paragraph', text });
const comment = (o: Partial<DocumentComment>): DocumentComment => ({
  id: 'a', documentId: 'd', version: 1, threadId: null, quote: 'A loan has a borrower and a due date.', blockIndex: 0, body: 'Why?', createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: null, authorName: null, resolvedAt: null, resolvedByName: null, resolvedAgent: null, resolution: null, ...o,
});
const places = (comments: DocumentComment[], blocks: DocumentBlock[]) => {
  const { byBlock, lost } = placeThreads(comments, blocks);
  return { byBlock: [...byBlock].map(([at, threads]) => [at, threads.map(({ first, answers }) => [first.id, answers.length])]), lost: lost.map(({ first }) => first.id) };
};

test('a comment follows its paragraph when others come before it, and when it is reworded', () => {
  expect(places([comment({})], [p('New.'), p('A loan has a borrower and a due date.')])).toEqual({ byBlock: [[1, [['a', 0]]]], lost: [] });
  expect(places([comment({})], [p('New.'), p('A loan has a borrower, an item and a due date.')])).toEqual({ byBlock: [[1, [['a', 0]]]], lost: [] });
});

test('of paragraphs that read the same it is the nearest', () => {
  const blocks = [p('None.'), p('Other text'), p('None.')];
  expect(places([comment({ quote: 'None.', blockIndex: 2 })], blocks).byBlock).toEqual([[2, [['a', 0]]]]);
});

test('a comment whose paragraph is gone is kept, apart', () => {
  expect(places([comment({})], [p('Something else entirely.')])).toEqual({ byBlock: [], lost: ['a'] });
});

test('answers stand with their thread', () => {
  expect(places([comment({}), comment({ id: 'b', threadId: 'a', quote: null, blockIndex: null })], [p('A loan has a borrower and a due date.')])).toEqual({ byBlock: [[0, [['a', 1]]]], lost: [] });
});
