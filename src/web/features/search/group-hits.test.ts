import { expect, test } from 'vitest';
import type { SearchHit } from '#contract/search.ts';
import { groupHits } from './kinds.ts';

const hit = (kind: SearchHit['kind'], id: string) => ({ kind, id }) as SearchHit;

test('hits come by kind, the kind of the best one first', () => {
  const groups = groupHits([hit('chat', '1'), hit('message', '2'), hit('chat', '3'), hit('project', '4')]);
  expect(groups.map(({ kind, hits }) => [kind, hits.map(({ id }) => id)])).toEqual([['chat', ['1', '3']], ['message', ['2']], ['project', ['4']]]);
});
