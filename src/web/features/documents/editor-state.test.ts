import { expect, test } from 'vitest';
import fc from 'fast-check';
import type { DocumentBlock } from '#contract/documents.ts';
import { blocksOf, edit, openEditor, tidy, type EditorAction } from './editor-state.ts';

const start: DocumentBlock[] = [{ type: 'heading', text: 'Loans' }, { type: 'paragraph', text: 'Who has what.' }, { type: 'checklist', items: [{ text: 'Added', done: false, id: 'C1' }] }, { type: 'table', columns: ['a'], rows: [['b']] }];
const after = (...actions: EditorAction[]) => actions.reduce(edit, openEditor(start));

test('typing in one field is one step of undo, typing in another is the next', () => {
  const typed = after({ type: 'type', at: { key: 1, item: 0 }, text: 'Who' }, { type: 'type', at: { key: 1, item: 0 }, text: 'Who has' }, { type: 'type', at: { key: 0, item: 0 }, text: 'Books' });
  expect(blocksOf(typed).slice(0, 2)).toEqual([{ type: 'heading', text: 'Books' }, { type: 'paragraph', text: 'Who has' }]);
  const once = edit(typed, { type: 'undo' });
  expect(blocksOf(once).slice(0, 2)).toEqual([{ type: 'heading', text: 'Loans' }, { type: 'paragraph', text: 'Who has' }]);
  expect(blocksOf(edit(once, { type: 'undo' }))).toEqual(start);
  expect(blocksOf(edit(once, { type: 'redo' }))).toEqual(blocksOf(typed));
});

test('Enter in a list makes an item, in its empty last item a paragraph after the list', () => {
  const item = after({ type: 'split', at: { key: 2, item: 0 } });
  expect(item.focus).toEqual({ key: 2, item: 1 });
  const left = edit(item, { type: 'split', at: { key: 2, item: 1 } });
  expect(blocksOf(left).slice(2, 4)).toEqual([start[2], { type: 'paragraph', text: '' }]);
});

test('after a step back the caret is where something changed', () => {
  const left = after({ type: 'split', at: { key: 2, item: 0 } }, { type: 'type', at: { key: 2, item: 1 }, text: 'More' }, { type: 'undo' });
  expect(left.focus).toEqual({ key: 2, item: 1 });
  expect(edit(left, { type: 'undo' }).focus).toEqual({ key: 2, item: 0 });
});

test('a criterion keeps its id while it is typed in', () => {
  expect(blocksOf(after({ type: 'type', at: { key: 2, item: 0 }, text: 'Added at once' }))[2]).toEqual({ type: 'checklist', items: [{ text: 'Added at once', done: false, id: 'C1' }] });
});

test('a table is moved and removed, but not typed in', () => {
  expect(blocksOf(after({ type: 'move', key: 3, by: -1 })).map(({ type }) => type)).toEqual(['heading', 'paragraph', 'table', 'checklist']);
  expect(blocksOf(after({ type: 'turn', key: 3, into: 'list' }))).toEqual(start);
});

test('whatever is done, undoing all of it gives back the start, and no document is empty', () => {
  const at = fc.record({ key: fc.integer({ min: 0, max: 6 }), item: fc.integer({ min: 0, max: 2 }) });
  const action: fc.Arbitrary<EditorAction> = fc.oneof(
    fc.record({ type: fc.constant('split' as const), at }), fc.record({ type: fc.constant('remove' as const), at }),
    fc.record({ type: fc.constant('move' as const), key: fc.integer({ min: 0, max: 6 }), by: fc.constantFrom(-1 as const, 1 as const) }),
    fc.record({ type: fc.constant('drop' as const), key: fc.integer({ min: 0, max: 6 }) }),
    fc.record({ type: fc.constant('turn' as const), key: fc.integer({ min: 0, max: 6 }), into: fc.constantFrom('list' as const, 'paragraph' as const, 'checklist' as const, 'heading' as const) }),
  );
  fc.assert(fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
    let state = actions.reduce(edit, openEditor(start));
    expect(state.blocks.length).toBeGreaterThan(0);
    expect(new Set(state.blocks.map(({ key }) => key)).size).toBe(state.blocks.length);
    while (state.past.length > 0) state = edit(state, { type: 'undo' });
    expect(blocksOf(state)).toEqual(start);
  }));
});

test('what is empty is not stored', () => {
  expect(tidy([{ type: 'paragraph', text: ' ' }, { type: 'list', items: ['', 'one '] }, { type: 'checklist', items: [{ text: '', done: true }] }])).toEqual([{ type: 'list', items: ['one '] }]);
});
