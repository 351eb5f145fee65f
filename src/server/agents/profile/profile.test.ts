import fc from 'fast-check';
import { expect, test } from 'vitest';
import { profileOf } from './index.ts';

const columns = (text: string) => Object.fromEntries(profileOf(text)!.columns.map(({ name, ...rest }) => [name, rest]));

test('a CSV file is told by its columns: types, ranges, gaps, how many differ, and shapes without values', () => {
  const text = '\ufeffName;Amount;Due;Mail;Paid;Note\r\nAda Lovelace;1200;2026-01-05;ada@example.com;yes;"a; ""b""\r\nc"\r\nGrace Hopper;-3;2025-12-31;grace@example.com;no;\r\n';
  expect(profileOf(text)).toMatchObject({ format: 'csv', delimiter: ';', rows: 2, looked: 2, problems: [] });
  expect(columns(text)).toMatchObject({
    Name: { type: 'text', filled: 2, missing: 0, distinct: 2, longest: 12, looksLike: ['Xxx Xxxx…', 'Xxxx… Xxxx…'] },
    Amount: { type: 'integer', min: -3, max: 1200 }, Due: { type: 'date', min: '2025-12-31', max: '2026-01-05' }, Mail: { type: 'e-mail' }, Paid: { type: 'yes-no' },
    Note: { type: 'text', filled: 1, missing: 1 },
  });
  const said = JSON.stringify(profileOf(text));
  for (const value of ['Ada', 'Grace', 'ada@example.com', 'Hopper']) expect(said).not.toContain(value);
});

test('a column in which a few values do not fit keeps its type and says so', () => {
  const text = `n,x\n${Array.from({ length: 99 }, (_one, n) => `${n},a`).join('\n')}\nmany,a`;
  expect(columns(text).n).toMatchObject({ type: 'integer', also: '1 of 100 values do not fit', min: 0, max: 98 });
});

test('JSON is a list of objects, an object that holds one, or an object a line', () => {
  for (const text of ['[{"a":1,"b":[1]},{"a":2.5}]', '{"meta":{},"items":[{"a":1,"b":[1]},{"a":2.5}]}', '{"a":1,"b":[1]}\n{"a":2.5}']) {
    expect(profileOf(text)).toMatchObject({ format: 'json', rows: 2 });
    expect(columns(text)).toMatchObject({ a: { type: 'number', min: 1, max: 2.5 }, b: { type: 'list or object', missing: 1 } });
  }
});

test('what is no data file is none, and uneven rows are counted', () => {
  for (const text of ['', '   ', 'PNG\0\u0001', '[1, 2]', '{"a": 1}', 'hello']) expect(profileOf(text)).toBeNull();
  expect(profileOf('a,b\n1\n1,2,3\n1,2')!.problems).toEqual(['2 rows have more or fewer values than the first line has names.']);
});

test('any text is profiled without an error', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.array(fc.array(fc.string())).map((rows) => rows.map((row) => row.join(',')).join('\n'))), (text) => {
    const profile = profileOf(text);
    for (const column of profile?.columns ?? []) expect(column.filled + column.missing).toBe(profile!.looked);
  }), { numRuns: 300 });
});
