import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkout } from '#server/platform/config.ts';
import { connect } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { describePermissions } from './describe.ts';
import { functions, policyHelpers } from './functions.ts';
import { matrix } from './matrix.ts';
import { cell, commands, relationOf, roles } from './model.ts';
import type { Command, TableRules } from './model.ts';

const database = await testDatabase({ open: false });
let admin: pg.Client;
beforeAll(async () => { admin = await connect(database.adminUrl); });
afterAll(() => admin.end());

// Grants on the tables of schema storage are Supabase's.
const ours = matrix.filter((rules) => rules.schema === undefined);

const rowsOf = async <Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> => (await admin.query<Row & pg.QueryResultRow>(sql, values)).rows;

test('every table and view has a row in the matrix, and no row is left over', async () => {
  const rows = await rowsOf<{ name: string }>(`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')`);
  expect(rows.map((row) => row.name).sort()).toEqual(ours.map((rules) => rules.table).sort());
});

test('every command a person may send has exactly one policy, and no other command has one', async () => {
  const rows = await rowsOf<{ key: string; count: number }>(`
    select n.nspname || '.' || c.relname || ' ' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as key, count(*)::int
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'storage') group by 1`);
  // The buckets share the policies of their table.
  const expected = new Set(matrix.filter((rules) => rules.table !== 'member_profiles')
    .flatMap((rules) => commands.filter((command) => reachable(rules, command)).map((command) => `${relationOf(rules)} ${command}`)));
  expect(rows.sort(byKey)).toEqual([...expected].sort().map((key) => ({ key, count: 1 })));
});

test('signed-in people hold exactly the column grants of the matrix', async () => {
  const rows = await rowsOf<{ table: string; privilege: string; columns: string[] }>(`
    select table_name as table, lower(privilege_type) as privilege, array_agg(column_name::text order by column_name::text) as columns
    from information_schema.column_privileges where table_schema = 'public' and grantee = 'authenticated' group by 1, 2`);
  const actual = Object.fromEntries(rows.map((row) => [`${row.table} ${row.privilege}`, row.columns]));
  const expected: Record<string, string[]> = {};
  for (const rules of ours) {
    const all = (await rowsOf<{ name: string }>(`select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`, [`public.${rules.table}`])).map((row) => row.name);
    const granted = { select: rules.columns.select ?? (reachable(rules, 'select') ? all : []), insert: rules.columns.insert, update: rules.columns.update };
    for (const [privilege, columns] of Object.entries(granted)) if (columns.length > 0) expected[`${rules.table} ${privilege}`] = [...columns].sort();
  }
  expect(actual).toEqual(expected);
});

test('signed-in people may delete exactly where the matrix lets them, and hold no other table right', async () => {
  const rows = await rowsOf<{ table: string; privilege: string }>(`
    select c.relname as table, lower(x.privilege_type) as privilege from pg_class c, aclexplode(c.relacl) x
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and x.grantee = 'authenticated'::regrole and x.privilege_type <> 'SELECT'`);
  expect(rows.map((row) => `${row.table} ${row.privilege}`).sort()).toEqual(ours.filter((rules) => reachable(rules, 'delete')).map((rules) => `${rules.table} delete`).sort());
});

test('nobody who is not signed in holds any right, reading what is shared apart', async () => {
  const rows = await rowsOf<{ name: string }>(`
    select c.relname as name from pg_class c, aclexplode(c.relacl) x where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and x.grantee in (0, 'anon'::regrole)
    union all select p.oid::regprocedure::text from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
      where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and x.grantee in (0, 'anon'::regrole)`);
  expect(rows.map((row) => row.name).sort()).toEqual(['open_share_link(text)', 'shared_artifact(uuid)', 'shared_artifact_files(uuid)']);
});

test('nobody but the owner may truncate, reference or put triggers on a table', async () => {
  expect(await rowsOf(`
    select c.relname, x.privilege_type from pg_class c, aclexplode(c.relacl) x
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and x.grantee <> c.relowner
      and x.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')`)).toEqual([]);
});

test('the server role holds the rights of the matrix', async () => {
  const rows = await rowsOf<{ key: string }>(`
    select c.relname || ' ' || lower(x.privilege_type) as key from pg_class c, aclexplode(c.relacl) x
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and x.grantee = 'service_role'::regrole`);
  const expected = ours.flatMap((rules) => commands.filter((command) => !rules.serverRefused?.includes(command)).map((command) => `${rules.table} ${command}`));
  expect(rows.map((row) => row.key).sort()).toEqual(expected.sort());
});

describe('functions', () => {
  type Granted = { name: string; grantees: string[] };
  const granted = (schema: string) => rowsOf<Granted>(`
    select p.oid::regprocedure::text as name, coalesce(array_agg(x.grantee::regrole::text order by x.grantee::regrole::text) filter (where x.grantee <> p.proowner), '{}') as grantees
    from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x where p.pronamespace = $1::regnamespace group by p.oid`, [schema]);

  test('every function of schema public has a row, with exactly its grants', async () => {
    const rows = await granted('public');
    const expected = functions.map((rules) => ({ name: rules.name, grantees: [...rules.granted] }));
    expect(rows.sort(byName)).toEqual(expected.sort(byName));
  });

  test('of the internal functions only the helpers of policies are granted', async () => {
    const rows = (await granted('private')).filter((row) => row.grantees.length > 0);
    const expected = Object.entries(policyHelpers).map(([name, grantees]) => ({ name, grantees: [...grantees] as string[] }));
    expect(rows.sort(byName)).toEqual(expected.sort(byName));
  });
});

test('docs/permissions.md shows this matrix', () => {
  expect(readFileSync(join(checkout, 'docs/permissions.md'), 'utf8'), 'run: npm run generate').toBe(describePermissions());
});

function reachable(rules: TableRules, command: Command): boolean {
  return roles.some((role) => role !== 'service_role' && cell(rules, command, role).kinds.length > 0);
}

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : 1;
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
