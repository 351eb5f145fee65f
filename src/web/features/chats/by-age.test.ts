import { expect, test } from 'vitest';
import { byAge } from './by-age.ts';

test('chats are grouped by local day, newest first', () => {
  const now = new Date(2026, 5, 15, 9, 0);
  const item = (id: string, ...date: [number, number, number, number]) => ({ id, updatedAt: new Date(...date).toISOString() });
  const groups = byAge([
    item('old', 2026, 3, 1, 12), item('morning', 2026, 5, 15, 1), item('late', 2026, 5, 14, 23), item('newest', 2026, 5, 15, 8), item('monday', 2026, 5, 10, 8),
  ], now);
  expect(groups.map(({ label, items }) => [label, items.map(({ id }) => id)])).toEqual([
    ['Today', ['newest', 'morning']], ['Yesterday', ['late']], ['This week', ['monday']], ['Earlier', ['old']],
  ]);
});
