import pg from 'pg';
import { functions, policyHelpers } from '../functions.ts';
import { cell, roles, relationOf } from '../model.ts';
import type { Command, TableRules } from '../model.ts';
import { takenBack } from '../probe.ts';

const databaseRoles = ['anon', 'authenticated', 'service_role'] as const;
export type DatabaseRole = (typeof databaseRoles)[number];

/**
 * One thing a role of the database may do or not: `expected` says the matrix, `statement` tries it on no row at all,
 * because the right is checked before any row is looked at. `grant` and `revoke` change it.
 */
export type Right = { name: string; role: DatabaseRole; expected: boolean; statement: string; grant: string; revoke: string };

/** Whether the role holds the right now: only "permission denied" is a no. */
export async function holds(admin: pg.Client, right: Right): Promise<boolean> {
  return takenBack(admin, async () => {
    await admin.query(`set local role ${right.role}`);
    try {
      await admin.query(right.statement);
      return true;
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (code === '42501' && message.startsWith('permission denied')) return false;
      // Past the check of rights: a truncated table is referenced, or a trigger refuses.
      if (code === '0A000' || code === '42501') return true;
      throw error;
    }
  });
}

/** Every right to a table: each column to be read, set on insert and changed, and what goes for the table as a whole. */
export async function tableRights(admin: pg.Client, rules: TableRules): Promise<Right[]> {
  const table = relationOf(rules);
  const { rows: columns } = await admin.query<{ name: string; written: boolean; isView: boolean }>(`
    select attname as name, attgenerated = '' and attidentity <> 'a' as written, relkind = 'v' as "isView"
    from pg_attribute a join pg_class c on c.oid = attrelid where attrelid = $1::regclass and attnum > 0 and not attisdropped`, [table]);
  const isView = columns.some((column) => column.isView);
  return databaseRoles.flatMap((role) => [
    ...columns.flatMap((column) => [
      right(role, 'select', column.name, `select ${quoted(column.name)} from ${table} where false`),
      ...(column.written && !isView ? [
        right(role, 'insert', column.name, `insert into ${table} (${quoted(column.name)}) select null where false`),
        right(role, 'update', column.name, `update ${table} set ${quoted(column.name)} = null where false`),
      ] : []),
    ]),
    ...(isView ? [] : [
      right(role, 'delete', null, `delete from ${table} where false`),
      right(role, 'truncate', null, `truncate ${table}`),
      right(role, 'trigger', null, `create trigger intruder before update on ${table} for each statement execute function suppress_redundant_updates_trigger()`),
    ]),
  ]);

  function right(role: DatabaseRole, privilege: Command | 'truncate' | 'trigger', column: string | null, statement: string): Right {
    const what = `${privilege}${column === null ? '' : ` (${quoted(column)})`}`;
    // To take one column out of a grant for the whole table, the others are granted one by one.
    const others = columns.filter(({ name }) => name !== column).map(({ name }) => quoted(name)).join(', ');
    const rest = column === null ? '' : `; grant ${privilege} (${others}) on ${table} to ${role}`;
    return {
      name: `${role}: ${what} on ${table}`, role, statement, expected: expects(rules, role, privilege, column),
      grant: `grant ${what} on ${table} to ${role}`,
      revoke: `revoke ${what}, ${privilege} on ${table} from ${role}${rest}`,
    };
  }
}

function expects(rules: TableRules, role: DatabaseRole, privilege: Command | 'truncate' | 'trigger', column: string | null): boolean {
  if (role === 'anon' || privilege === 'truncate' || privilege === 'trigger') return false;
  if (role === 'service_role') return !rules.serverRefused?.includes(privilege);
  const reached = roles.some((person) => person !== 'service_role' && cell(rules, privilege, person).kinds.length > 0);
  if (privilege === 'delete') return reached;
  return privilege === 'select' ? reached && (rules.columns.select?.includes(column!) ?? true) : rules.columns[privilege].includes(column!);
}

/** The right to call each function of schemas public and private. */
export async function functionRights(admin: pg.Client): Promise<Right[]> {
  const { rows } = await admin.query<{ name: string; called: string; types: string[] }>(`
    select p.oid::regprocedure::text as name, p.oid::regproc::text as called,
      array(select format_type(t, null) from unnest(p.proargtypes) with ordinality a (t, i) order by i) as types
    from pg_proc p where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and p.prokind = 'f' and p.prorettype <> 'trigger'::regtype`);
  return rows.flatMap(({ name, called, types }) => databaseRoles.map((role) => {
    const granted: readonly string[] = functions.find((rules) => rules.name === name)?.granted ?? policyHelpers[name] ?? [];
    // Arguments from a row that is never read: a call with nothing but null might be folded away before it is checked.
    const statement = `select ${called}(${types.map((_, i) => `a${i}`).join(', ')}) from (select ${['1 as one', ...types.map((type, i) => `null::${type} as a${i}`)].join(', ')} offset 0) a where random() < 0`;
    return {
      name: `${role}: execute ${name}`, role, expected: granted.includes(role), statement,
      // Two locks for those who are not signed in: the schema is closed to them as well.
      grant: `grant usage on schema private to ${role}; grant execute on function ${name} to ${role}`, revoke: `revoke execute on function ${name} from ${role}`,
    };
  }));
}

/** Who may enter the schema of internal helpers. */
export const schemaRights: Right[] = databaseRoles.map((role) => ({
  name: `${role}: usage on schema private`, role, expected: role !== 'anon', statement: `select 'private.to_uuid(text)'::regprocedure`,
  grant: `grant usage on schema private to ${role}`, revoke: `revoke usage on schema private from ${role}`,
}));

const quoted = (name: string): string => pg.escapeIdentifier(name);
