import { expect, test } from 'vitest';
import fc from 'fast-check';
import { blockText } from '#contract/block-text.ts';
import type { DocumentBlock } from '#contract/documents.ts';
import { countChanges, diffBlocks } from './diff-blocks.ts';

const p = (text: string): DocumentBlock => ({ type: 'paragraph', text });
const list = (...items: string[]): DocumentBlock => ({ type: 'list', items });

test('a reworded paragraph is one changed block, word by word', () => {
  expect(diffBlocks([p('A loan has a due date.')], [p('Every loan has a due date.')])).toEqual([{
    kind: 'changed', block: p('Every loan has a due date.'),
    lines: [{ kind: 'changed', words: [{ text: 'A', kind: 'removed' }, { text: 'Every', kind: 'added' }, { text: ' loan has a due date.', kind: 'same' }] }],
  }]);
});

test('a paragraph that says something else is one removed and one added', () => {
  expect(diffBlocks([p('Colours are teal.')], [p('Exports need a button somewhere')]).map(({ kind }) => kind)).toEqual(['removed', 'added']);
});

test('an item that joins a list changes one line of one block', () => {
  const [block, ...more] = diffBlocks([list('one', 'two')], [list('one', 'and a half', 'two')]);
  expect(more).toEqual([]);
  expect(block).toMatchObject({ kind: 'changed', lines: [{ kind: 'same' }, { kind: 'added', words: [{ text: 'and a half' }] }, { kind: 'same' }] });
});

test('a heading never becomes a paragraph: another kind of block is another block', () => {
  expect(countChanges(diffBlocks([{ type: 'heading', text: 'Stories' }], [p('Stories')]))).toEqual({ added: 1, removed: 1, changed: 0 });
});

test('whatever the versions are, the diff tells both of them completely and in order', () => {
  const words = fc.array(fc.constantFrom('loan', 'date', 'red', 'list', 'due', 'is'), { maxLength: 6 }).map((all) => all.join(' '));
  const block = fc.oneof(words.map(p), fc.array(words, { maxLength: 4 }).map((items) => list(...items)), words.map((text): DocumentBlock => ({ type: 'heading', text })));
  const blocks = fc.array(block, { maxLength: 10 });
  const side = (diff: ReturnType<typeof diffBlocks>, left: 'removed' | 'added') => diff.flatMap((one) => {
    if (one.kind === left || one.kind === 'same') return [blockText(one.block)];
    if (one.kind !== 'changed') return [];
    return [one.lines.filter(({ kind }) => kind !== (left === 'removed' ? 'added' : 'removed'))
      .map((line) => line.words.filter(({ kind }) => kind === left || kind === 'same').map(({ text }) => text).join('')).join('\n')];
  });
  fc.assert(fc.property(blocks, blocks, (before, after) => {
    const diff = diffBlocks(before, after);
    expect(side(diff, 'removed')).toEqual(before.map(blockText));
    expect(side(diff, 'added')).toEqual(after.map(blockText));
    expect(diffBlocks(after, after).every(({ kind }) => kind === 'same')).toBe(true);
  }));
});
