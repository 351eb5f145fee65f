import { expect, test } from 'vitest';
import { chooseRemoved, type Kept } from './retention.ts';

const now = new Date('2027-03-10T12:00:00Z');
const at = (time: string): Kept => ({ name: time, takenAt: new Date(time) });
const daily = (count: number, hour = '00'): Kept[] => Array.from({ length: count }, (_, n) => at(`${new Date(now.getTime() - n * 86_400_000).toISOString().slice(0, 10)}T${hour}:00:00Z`));
const keptOf = (backups: Kept[]): string[] => {
  const removed = new Set(chooseRemoved(backups, now));
  return backups.map(({ name }) => name).filter((name) => !removed.has(name)).sort();
};

test('of two years of daily backups 30 days and the last of each of 12 months stay', () => {
  const kept = keptOf(daily(730));
  // March and February are among the 30 days: ten other months.
  expect(kept).toHaveLength(30 + 10);
  expect(kept[0]).toBe('2026-04-30T00:00:00Z');
  expect(kept).toContain('2026-12-31T00:00:00Z');
  expect(kept).not.toContain('2026-12-30T00:00:00Z');
});

test('removing day after day keeps what removing once keeps', () => {
  let there: Kept[] = [];
  for (const backup of daily(730).toReversed()) {
    there.push(backup);
    const removed = new Set(chooseRemoved(there, backup.takenAt));
    there = there.filter(({ name }) => !removed.has(name));
  }
  expect(there.map(({ name }) => name).sort()).toEqual(keptOf(daily(730)));
});

test('of an earlier day the last one stays, of the current day all', () => {
  expect(keptOf([at('2027-03-09T01:00:00Z'), at('2027-03-09T23:00:00Z'), at('2027-03-10T01:00:00Z'), at('2027-03-10T02:00:00Z')]))
    .toEqual(['2027-03-09T23:00:00Z', '2027-03-10T01:00:00Z', '2027-03-10T02:00:00Z']);
});

test('old backups stay as long as no newer ones are made', () => {
  const old = Array.from({ length: 20 }, (_, n) => at(`2020-01-${String(n + 1).padStart(2, '0')}T00:00:00Z`));
  expect(chooseRemoved(old, now)).toEqual([]);
  expect(chooseRemoved([], now)).toEqual([]);
});
