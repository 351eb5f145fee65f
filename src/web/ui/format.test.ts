import { expect, test } from 'vitest';
import { ago, bytes, count, duration, initials } from './format.ts';

test.each([
  ['Alex Rivera', 'AR'], ['alex', 'A'], ['  Mary  Ann   Lee ', 'ML'], ['', ''], ['Åsa Öberg', 'ÅÖ'], ['😀 Team', '😀T'],
])('%j has the initials %j', (name, expected) => expect(initials(name)).toBe(expected));

test.each([
  [-5, '0.0 s'], [3240, '3.2 s'], [9999, '10.0 s'], [12_400, '12 s'], [60_000, '1 min'], [125_000, '2 min 5 s'], [3_600_000, '1 h'], [3_780_000, '1 h 3 min'],
])('%d ms is %j', (ms, expected) => expect(duration(ms)).toBe(expected));

test.each([
  [0, 'just now'], [-60, 'just now'], [50, '1 min ago'], [3000, '50 min ago'], [7200, '2 h ago'], [90_000, 'yesterday'], [3 * 86_400, '3 days ago'],
])('%d seconds back is %j', (seconds, expected) => {
  const now = Date.parse('2026-06-15T12:00:00Z');
  expect(ago(new Date(now - seconds * 1000).toISOString(), now)).toBe(expected);
});

test('what is older than a week is a date, with the year when it was another', () => {
  const now = Date.parse('2026-06-15T12:00:00Z');
  expect(ago('2026-03-02T12:00:00Z', now)).toBe('Mar 2');
  expect(ago('2025-03-02T12:00:00Z', now)).toBe('Mar 2, 2025');
});

test('one is not many', () => {
  expect([count(1, 'step'), count(1200, 'step'), count(0, 'entry', 'entries')]).toEqual(['1 step', '1,200 steps', '0 entries']);
});

test('sizes keep to a readable unit', () => {
  expect([bytes(12), bytes(2048), bytes(3 * 1024 * 1024)]).toEqual(['12 B', '2.0 kB', '3.0 MB']);
});
