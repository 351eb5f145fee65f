import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connect } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { relationOf } from '../model.ts';
import { buildWorld } from '../world.ts';
import type { World } from '../world.ts';
import { aloneRules, leavePoliciesAlone, moves, sameMeaning } from './alone.ts';
import { answersOf, broken, firstWrongCell, tables } from './cells.ts';
import { withOtherRanks, withoutParts } from './expression.ts';

// The matrix is worth something only if it turns red: every policy is taken away, opened and moved by one notch,
// in a copy of the database, and a cell of its table and command must notice.
// A break that no cell notices is asked of all of them, in every state, before it counts as unnoticed.
vi.setConfig({ testTimeout: 120_000 });
const database = await testDatabase({ open: false });
let admin: pg.Client;
let world: World;

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  admin = await connect(database.adminUrl);
  world = await buildWorld(admin, auth);
  await auth.end();
});
afterAll(() => admin.end());

const verbs = { r: 'select', a: 'insert', w: 'update', d: 'delete' } as const;
type Policy = { name: string; command: keyof typeof verbs; using: string | null; check: string | null };

// A table of which the matrix speaks in parts has one set of policies for all of them.
const byRelation = [...Map.groupBy(tables, relationOf)];

describe.each(byRelation)('%s', (table, rules) => {
  // Changing and deleting also need the row to be seen, so the wall of select would hide the hole.
  const opened = `create policy opened on ${table} for select to authenticated using (true)`;

  test('every cell is as the matrix says while nothing is broken', async () => {
    expect(await firstWrongCell(admin, world, { rules })).toBe(null);
    for (const command of ['update', 'delete'] as const) expect(await broken(admin, opened, () => firstWrongCell(admin, world, { rules, command }))).toBe(null);
  });

  test('a cell notices when row-level security is off', async () => {
    const off = `alter table ${table} disable row level security`;
    if (await broken(admin, off, () => firstWrongCell(admin, world, { rules }))) return;
    const answers = (sql: string) => alone(sql, () => answersOf(admin, world, { rules, inStates: ['as it is'] }));
    expect(await answers(off)).not.toEqual(await answers(''));
  });

  test('a cell notices each policy that is missing', async () => {
    await noticed((policy) => [`drop policy ${pg.escapeIdentifier(policy.name)} on ${table}`]);
  });

  test('a cell notices each policy that lets everything through', async () => {
    await noticed((policy) => [altered(policy, 'true')]);
  });

  test('a cell notices each policy that asks for another rank', async () => {
    await noticed((policy) => withOtherRanks(policy.using ?? policy.check!).map((condition) => altered(policy, condition)));
  });

  test('a cell notices each policy that lacks a part of its condition', async () => {
    await noticed((policy) => withoutParts(policy.using ?? policy.check!).map((condition) => altered(policy, condition)));
  });

  test('a moved row is noticed where a policy of update checks nothing', async () => {
    for (const policy of (await policiesOf(table)).filter(({ command }) => command === 'w')) {
      for (const change of moves(world, policy.check!)) {
        const answers = (sql: string) => alone(sql, () => answersOf(admin, world, { rules: rules.map((part) => ({ ...aloneRules(part), change })), command: 'update', inStates: ['as it is'] }));
        expect(await answers(`${opened}; alter policy ${pg.escapeIdentifier(policy.name)} on ${table} with check (true)`), change).not.toEqual(await answers(opened));
      }
    }
  });

  /** Fails with the breaks that neither a cell notices nor, with all other guards out of the way, the policies themselves. */
  async function noticed(breaks: (policy: Policy) => string[]): Promise<void> {
    const unnoticed: string[] = [];
    for (const policy of await policiesOf(table)) {
      const command = verbs[policy.command];
      const answers = (change: string) => alone(change, () => answersOf(admin, world, { rules: rules.map(aloneRules), command, inStates: ['as it is', 'with the project named'] }));
      let whole: string[] | null = null;
      for (const sql of breaks(policy)) {
        if (sameMeaning.some((entry) => `public.${entry.table}` === table && entry.condition.test(sql))) continue;
        if (await broken(admin, sql, () => firstWrongCell(admin, world, { rules, command }))) continue;
        whole ??= await answers(openedFor(policy));
        if (String(await answers(sql)) === String(whole)) unnoticed.push(sql);
      }
    }
    expect(unnoticed, 'nobody notices').toEqual([]);
  }

  /** Without the other guards: what is answered with this broken. */
  async function alone<T>(sql: string, work: () => Promise<T>): Promise<T> {
    const { rows } = await admin.query<{ name: string }>('select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0', [table]);
    return broken(admin, `${leavePoliciesAlone(table, rows.map(({ name }) => name))} ${sql}`, work);
  }

  function openedFor(policy: Policy): string {
    return policy.command === 'w' || policy.command === 'd' ? opened : '';
  }

  function altered(policy: Policy, condition: string): string {
    const parts = [policy.using && `using (${condition})`, policy.check && `with check (${condition})`].filter(Boolean).join(' ');
    return `${openedFor(policy)}; alter policy ${pg.escapeIdentifier(policy.name)} on ${table} ${parts}`;
  }
});

async function policiesOf(table: string): Promise<Policy[]> {
  const { rows } = await admin.query<Policy>(`
    select polname as name, polcmd as command, pg_get_expr(polqual, polrelid) as using, pg_get_expr(polwithcheck, polrelid) as check
    from pg_policy where polrelid = $1::regclass`, [table]);
  return rows;
}
