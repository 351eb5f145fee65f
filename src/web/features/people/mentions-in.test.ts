import { expect, test } from 'vitest';
import { mentionsIn, piecesOf } from './mentions-in.ts';

const ann = { userId: '1', name: 'Ann' };
const annLee = { userId: '2', name: 'Ann Lee' };
const other = { userId: '3', name: 'Ann Lee' };
const layla = { userId: '4', name: 'ليلى' };
const dotted = { userId: '5', name: 'Dr. (Bo)' };
const idsIn = (text: string, people = [ann, annLee, layla, dotted]) => mentionsIn(text, people).map(({ userId }) => userId);

test('the longest name counts', () => {
  expect(idsIn('ask @Ann Lee, then @Ann')).toEqual(['2', '1']);
  expect(idsIn('ask @Ann Leeds')).toEqual(['1']);
});

test('a name within a word or an address mentions nobody', () => {
  expect(idsIn('ann@Ann @Anna @ann @')).toEqual([]);
});

test('names of any script and with any signs are found', () => {
  expect(idsIn('شكرا @ليلى! (@Dr. (Bo))')).toEqual(['4', '5']);
});

test('people of the same name are all meant, each once', () => {
  expect(idsIn('@Ann Lee @Ann Lee', [annLee, other])).toEqual(['2', '3']);
});

test('the pieces are the text', () => {
  const text = '@Ann and @Ann Lee, a@b @@Ann';
  const pieces = piecesOf(text, [ann, annLee]);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  expect(pieces.filter(({ people }) => people.length > 0).map((piece) => piece.text)).toEqual(['@Ann', '@Ann Lee', '@Ann']);
});
