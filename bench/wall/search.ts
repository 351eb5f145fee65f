import type pg from 'pg';
import { beginMessage } from '#server/platform/database/session.ts';
import { sessionOf } from '#tests/support/accounts.ts';
import { personId, personNames } from './generate.ts';

// What the search function asks for the caller's rights, and the same written by hand, where nobody asks who calls.
const member = (table: string, place: string, places: string, rank: number) => `(select coalesce(array_agg(m.${place}), '{}') from public.${table} m
  join public.users u on u.id = m.user_id and u.status = 'active' and u.deleted_at is null
  join public.${places} p on p.id = m.${place} and p.is_active and p.deleted_at is null
  where m.user_id = current_setting('bench.person')::uuid and m.rank >= ${rank})`;
const written: [asked: string, byHand: string][] = [
  ['private.workspaces_to_read()', member('workspace_users', 'workspace_id', 'workspaces', 1)],
  ['private.scope(1, true)', member('project_users', 'project_id', 'projects', 1)],
  ['private.scope(1)', member('project_users', 'project_id', 'projects', 1)],
];

/**
 * Milliseconds of a search over everything the person may read, by "person, design". By hand it is the same function for a
 * role that no policy holds back, with the membership written into it. Empty where there is no such function yet.
 */
export async function searchSamples(admin: pg.Client, rounds: number): Promise<Map<string, number[]>> {
  const samples = new Map<string, number[]>();
  const { rows: [found] } = await admin.query<{ definition: string }>(
    `select pg_get_functiondef(oid) as definition from pg_proc where pronamespace = 'public'::regnamespace and proname = 'search_everything'`);
  if (!found) return samples;
  let byHand = found.definition.replace('public.search_everything', 'bench.search_everything');
  for (const [asked, hand] of written) {
    if (!byHand.includes(asked)) throw new Error(`The search function does not ask ${asked} any more: write its membership by hand anew.`);
    byHand = byHand.replaceAll(asked, hand);
  }
  await admin.query(byHand);
  const { rows: [ids] } = await admin.query<Record<string, string>>(`select ${personNames.map((name) => `${personId(name)} as ${name}`).join(', ')}`);
  for (let round = 0; round < rounds; round++) {
    for (const name of personNames) {
      for (const design of ['wall', 'by hand'] as const) {
        await admin.query('begin');
        await admin.query(`set local bench.person = '${ids![name]}'`);
        if (design === 'wall') await admin.query(beginMessage(sessionOf(ids![name]!), 'savepoint asked'));
        const sql = `explain (analyze, timing off, format json) select * from ${design === 'wall' ? 'public' : 'bench'}.search_everything('needle', array['message'])`;
        let best = Infinity;
        for (let n = 0; n < 3; n++) {
          const { rows } = await admin.query({ text: sql, rowMode: 'array' });
          best = Math.min(best, rows[0]![0][0]['Execution Time'] as number);
        }
        await admin.query('rollback');
        const key = `${name}, ${design}`;
        samples.set(key, [...(samples.get(key) ?? []), best]);
      }
    }
  }
  return samples;
}
