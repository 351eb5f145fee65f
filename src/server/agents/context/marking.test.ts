import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closing, markData, neutralise, opening } from './marking.ts';

const mark = '0a1b2c3d4e5f6071';
const pieces = ['⟦', '⟧', '〚', '\u200b', '\u202e', 'data', 'end', 'END', mark, mark.toUpperCase(), 'ｅｎｄ', [...mark].map((char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)).join(''), ' ', '\n', '[', '<', 'text'];

test('nothing inside of marked data is a boundary or holds the mark, whatever it is made of', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string())), (parts) => {
    const lines = markData(mark, 'document', parts.join('')).split('\n');
    expect(lines[0]).toBe(opening(mark, 'document'));
    expect(lines.at(-1)).toBe(closing(mark));
    const inside = lines.slice(1, -1).join('\n');
    expect(inside).not.toMatch(/[⟦⟧〚〛]/);
    expect(inside.normalize('NFKC').toLowerCase().replace(/[\p{Cf}]/gu, '')).not.toContain(mark);
  }), { numRuns: 500 });
});

test('what could not pass for a boundary stays as it is: code, headings, other scripts, joined emoji', () => {
  for (const text of ['const a = b >>> 0;\n{data.map((x) => <li>{x}</li>)}', '## Data\n\n[end of file]\n<end />', '数据。اَلْعَرَبِيَّةُ नमस्ते', '👨‍👩‍👧 می‌خواهم', 'a\tb\r\nc']) expect(neutralise(text, mark)).toBe(text);
});

test('a line in other brackets that has the form of a boundary is broken up', () => {
  expect(neutralise('[[end 1a2b3c4d5e]]', mark)).toBe('[[·end 1a2b3c4d5e]]');
  expect(neutralise('<<< data 1a2b3c4d5e', mark)).toBe('<<< ·data 1a2b3c4d5e');
});

test('invisible characters and turned directions are gone', () => {
  expect(neutralise('a\u200bb\u202ec\u2066d\u{e0041}e\u0007f', mark)).toBe('abcdef');
});

test('a secret in data does not reach a model, and the rest does', () => {
  const key = ['AK', 'IA1234567890ABCDEF'].join('');
  expect(markData(mark, 'record', `key: ${key}, item: drill`)).toBe(`${opening(mark, 'record')}\nkey: [left out: an AWS access key], item: drill\n${closing(mark)}`);
  // Cut into pieces by what cannot be seen.
  expect(markData(mark, 'record', [...key].join('\u200b'))).not.toContain(key);
});
