import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { matrix } from './matrix.ts';
import { cell, commands, kindsOf, roles } from './model.ts';
import { attempt } from './probe.ts';
import { buildWorld } from './world.ts';
import type { World } from './world.ts';

// The matrix is worth something only if it turns red: every policy is taken away and then made to let everything through,
// in a copy of the database, and a cell of its table and command must notice.
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

describe.each(matrix.filter((rules) => rules.table !== 'member_profiles').map((rules) => [rules.table, rules] as const))('%s', (table, rules) => {
  test('a cell notices each policy that is missing', async () => {
    for (const policy of await policiesOf(table)) {
      await broken(policy, `drop policy ${pg.escapeIdentifier(policy.name)} on public.${table}`);
    }
  });

  test('a cell notices each policy that lets everything through', async () => {
    for (const policy of await policiesOf(table)) {
      const parts = [policy.using && 'using (true)', policy.check && 'with check (true)'].filter(Boolean).join(' ');
      // Changing and deleting also need the row to be seen, so the wall of select would hide the hole.
      const open = policy.command === 'w' || policy.command === 'd' ? `create policy everything on public.${table} for select to authenticated using (true);` : '';
      await broken(policy, `${open} alter policy ${pg.escapeIdentifier(policy.name)} on public.${table} ${parts}`);
    }
  });

  // Where people hold no right at all, the grants are the wall, and there is no policy to see past.
  test.runIf(commands.some((command) => roles.some((role) => role !== 'service_role' && cell(rules, command, role).kinds.length > 0)))('a cell notices when row-level security is off', async () => {
    await admin.query(`alter table public.${table} disable row level security`);
    try {
      expect(await mismatches()).toBeGreaterThan(0);
    } finally {
      await admin.query(`alter table public.${table} enable row level security`);
    }
  });

  async function broken(policy: Policy, sql: string): Promise<void> {
    const { command } = policy;
    await admin.query(sql);
    try {
      expect(await mismatches(verbs[command]), `nobody notices: ${sql}`).toBeGreaterThan(0);
    } finally {
      await admin.query(`drop policy if exists everything on public.${table}; drop policy if exists ${pg.escapeIdentifier(policy.name)} on public.${table};
        create policy ${pg.escapeIdentifier(policy.name)} on public.${table} for ${verbs[command]} to authenticated
          ${policy.using ? `using (${policy.using})` : ''} ${policy.check ? `with check (${policy.check})` : ''}`);
    }
  }

  /** How many cells of the table (of one command, if given) are not as the matrix says; stops at the first. */
  async function mismatches(command?: (typeof commands)[number]): Promise<number> {
    for (const tried of command ? [command] : commands) {
      for (const role of roles.filter((r) => r !== 'service_role')) {
        const { kinds } = cell(rules, tried, role);
        for (const kind of kindsOf(rules, tried)) {
          // An error (a foreign key, a guard) means that the command got past the wall.
          const answer = await attempt(admin, world, { rules, command: tried, kind, role }).catch(() => 'allowed' as const);
          if (answer !== 'impossible' && (answer === 'allowed') !== kinds.includes(kind)) return 1;
        }
      }
    }
    return 0;
  }
});

async function policiesOf(table: string): Promise<Policy[]> {
  const { rows } = await admin.query<Policy>(`
    select polname as name, polcmd as command, pg_get_expr(polqual, polrelid) as using, pg_get_expr(polwithcheck, polrelid) as check
    from pg_policy where polrelid = $1::regclass`, [`public.${table}`]);
  return rows;
}
