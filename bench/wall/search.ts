import type pg from 'pg';
import { beginMessage } from '#server/platform/database/session.ts';
import { sessionOf } from '#tests/support/accounts.ts';
import { personId, personNames } from './generate.ts';

// What the search function asks for the caller's rights, and the same written by hand, where nobody asks who calls.
const who = `current_setting('bench.person')::uuid and exists (select from public.users u where u.id = current_setting('bench.person')::uuid and u.status = 'active' and u.deleted_at is null)`;
const alive = (table: string, name: string) => `public.${table} ${name} on ${name}.is_active and ${name}.deleted_at is null`;
const member = `select p.id from public.project_users m join ${alive('projects', 'p')} and p.id = m.project_id
  join ${alive('workspaces', 'w')} and w.id = p.workspace_id where m.rank >= 1 and m.user_id = ${who}`;
const leader = `select p.id from public.workspace_users m join ${alive('workspaces', 'w')} and w.id = m.workspace_id
  join ${alive('projects', 'p')} and p.workspace_id = w.id and p.personal_owner_id is null where m.rank >= 2 and m.user_id = ${who}`;
const inWorkspace = `select w.id from public.workspace_users m join public.workspaces w on w.id = m.workspace_id
  where m.rank >= case when w.is_active and w.deleted_at is null then 1 else 2 end and m.user_id = ${who}`;
const written: [asked: string, byHand: string][] = [
  ['private.workspaces_to_read()', `array(${inWorkspace})`],
  ['private.scope(1, true)', `array(${member} union ${leader})`],
  ['private.scope(1)', `array(${member})`],
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
