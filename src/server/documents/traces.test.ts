import { expect, test } from 'vitest';
import fc from 'fast-check';
import { traceCriterion, type AppVersion, type CheckTrace } from './traces.ts';

const version = (number: number, files: Record<string, string>, schema = 's'): AppVersion =>
  ({ number, files: new Map(Object.entries(files)), collections: new Map([['loans', schema]]), contentHash: JSON.stringify(files) });
const check = (o: Partial<CheckTrace> = {}): CheckTrace => ({ text: 'It works.', version: 1, findingId: 'f', check: 'tried', ok: true, at: '2026-01-01T00:00:00.000Z', ...o });
const code = { text: 'It works.', version: 1, files: ['form.tsx'], collections: ['loans'] };
const criterion = { id: 'C1', text: 'It works.', story: null };
const v1 = version(1, { 'form.tsx': 'a', 'theme.ts': 'a' });
const trace = (o: { checks?: CheckTrace[]; code?: typeof code | null; current?: AppVersion; text?: string }) => {
  const current = o.current ?? v1;
  return traceCriterion({ ...criterion, text: o.text ?? criterion.text }, { code: o.code === undefined ? code : o.code, checks: o.checks ?? [], versions: new Map([[1, v1], [current.number, current]]), current });
};

test('nothing tried it: unchecked, with or without files', () => {
  expect(trace({}).state).toBe('unchecked');
  expect(trace({ code: null }).state).toBe('unchecked');
});

test('a check that passed covers it, one of several that failed does not', () => {
  expect(trace({ checks: [check()] }).state).toBe('covered');
  expect(trace({ checks: [check(), check({ ok: false })] }).state).toBe('failing');
});

test('other words than those that were checked make it stale', () => {
  expect(trace({ checks: [check()], text: 'It works twice.' })).toMatchObject({ state: 'stale', reason: 'The criterion reads otherwise than when it was checked.' });
  expect(trace({ text: 'It works twice.' }).state).toBe('stale');
});

test('a file or collection behind it that changed since the check makes it stale, another file does not', () => {
  const checks = [check()];
  expect(trace({ checks, current: version(2, { 'form.tsx': 'b', 'theme.ts': 'a' }) })).toMatchObject({ state: 'stale', reason: 'Changed since the check of version 1: form.tsx.', files: [{ path: 'form.tsx', isChanged: true, isGone: false }] });
  expect(trace({ checks, current: version(2, { 'theme.ts': 'a' }) })).toMatchObject({ state: 'stale', files: [{ isGone: true }] });
  expect(trace({ checks, current: version(2, { 'form.tsx': 'a', 'theme.ts': 'a' }, 'other') })).toMatchObject({ state: 'stale', collections: [{ isChanged: true }] });
  expect(trace({ checks, current: version(2, { 'form.tsx': 'a', 'theme.ts': 'b' }) }).state).toBe('covered');
  // Where nobody said which files it is about, every change counts.
  expect(trace({ checks, code: null, current: version(2, { 'form.tsx': 'a', 'theme.ts': 'b' }) }).state).toBe('stale');
});

test('going back to the very same files makes it hold again', () => {
  expect(trace({ checks: [check()], current: version(3, { 'form.tsx': 'a', 'theme.ts': 'z' }) }).state).toBe('covered');
});

test('it is covered only if words, files and data are as the check saw them and every check passed', () => {
  const hash = fc.constantFrom('a', 'b');
  fc.assert(fc.property(fc.record({ file: hash, other: hash, schema: fc.constantFrom('s', 't'), text: fc.constantFrom('It works.', 'Else.'), oks: fc.array(fc.boolean(), { maxLength: 3 }), hasCode: fc.boolean() }), (c) => {
    const current = version(2, { 'form.tsx': c.file, 'theme.ts': c.other }, c.schema);
    const { state, reason } = trace({ checks: c.oks.map((ok) => check({ ok })), code: c.hasCode ? code : null, current, text: c.text });
    const isSame = c.text === 'It works.' && (c.hasCode ? c.file === 'a' && c.schema === 's' : c.file === 'a' && c.other === 'a');
    expect(state === 'covered').toBe(c.oks.length > 0 && c.oks.every(Boolean) && isSame);
    expect(state === 'failing').toBe(c.oks.includes(false) && isSame);
    expect(reason !== null).toBe(state === 'stale');
  }));
});
