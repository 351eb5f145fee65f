import { expect, test } from 'vitest';
import fc from 'fast-check';
import type { DocumentBlock } from '#contract/documents.ts';
import { criteriaOf, withIds } from './criteria.ts';

const story = (text: string, ...criteria: string[]): DocumentBlock[] => [{ type: 'paragraph', text }, { type: 'checklist', items: criteria.map((line) => ({ text: line, done: false })) }];
const ids = (blocks: DocumentBlock[]) => criteriaOf(blocks).map(({ id }) => id);
const first = withIds([...story('As a lead, I want to record a loan.', 'Saving without a borrower shows a message.', 'A saved loan is in the list at once.')], [], { S: 0, C: 0 });

test('stories and criteria get ids in order', () => {
  expect(first.blocks[0]).toMatchObject({ id: 'S1' });
  expect(ids(first.blocks)).toEqual(['C1', 'C2']);
  expect(first.given).toEqual({ S: 1, C: 2 });
});

test('a criterion that is reworded, moved or joined by others keeps its id', () => {
  const next = withIds(story('As a lead, I want to record a loan.', 'A new one.', 'A saved loan is in the list at once and stays there.', 'Saving without a borrower shows a message.'), first.blocks, first.given);
  expect(ids(next.blocks)).toEqual(['C3', 'C2', 'C1']);
});

test('an id is not given again after its criterion is gone', () => {
  const gone = withIds(story('As a lead, I want to record a loan.', 'Saving without a borrower shows a message.'), first.blocks, first.given);
  const next = withIds(story('As a lead, I want to record a loan.', 'Saving without a borrower shows a message.', 'Loans can be exported as a file.'), gone.blocks, gone.given);
  expect(ids(next.blocks)).toEqual(['C1', 'C3']);
});

test('an id that the version before does not have is not taken over', () => {
  const forged: DocumentBlock[] = [{ type: 'checklist', items: [{ text: 'x', done: false, id: 'C99' }, { text: 'Saving without a borrower shows a message.', done: false, id: 'C1' }, { text: 'twice', done: false, id: 'C1' }] }];
  expect(ids(withIds(forged, first.blocks, first.given).blocks)).toEqual(['C3', 'C1', 'C4']);
});

test('whatever is written, ids are unique, complete and never beyond what was given', () => {
  const text = fc.array(fc.constantFrom('loan', 'date', 'saved', 'list', 'item', 'is', 'red'), { maxLength: 5 }).map((words) => words.join(' '));
  const document = fc.array(text, { maxLength: 8 }).map((criteria) => story('A story.', ...criteria));
  fc.assert(fc.property(fc.array(document, { minLength: 1, maxLength: 5 }), (versions) => {
    let before: ReturnType<typeof withIds> = { blocks: [], given: { S: 0, C: 0 } };
    for (const version of versions) {
      const next = withIds(version, before.blocks, before.given);
      const given = ids(next.blocks);
      expect(new Set(given).size).toBe(criteriaOf(version).length);
      expect(Math.max(0, ...given.map((id) => Number(id!.slice(1))))).toBeLessThanOrEqual(next.given.C);
      // The same text twice in a row changes nothing.
      expect(withIds(version, next.blocks, next.given)).toEqual(next);
      before = next;
    }
  }));
});
