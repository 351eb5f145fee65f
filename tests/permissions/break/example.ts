import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { matrix } from '../matrix.ts';
import { relationOf } from '../model.ts';
import type { TableRules } from '../model.ts';
import { filler, makeRow } from '../probe.ts';
import type { Place, World } from '../world.ts';

/** A row of the table, made as the matrix makes rows, as a condition on it. */
export async function exampleRow(admin: pg.Client, world: World, rules: TableRules, place: Place = world.places.ours): Promise<string> {
  const fill = filler(world, { role: 'project owner', place });
  for (const sql of Object.values(rules.rows)) {
    await admin.query('savepoint example');
    const id = await makeRow(admin, fill(sql));
    if (id !== null) return `id = ${pg.escapeLiteral(id)}`;
    await admin.query('rollback to example');
  }
  throw new Error(`The matrix makes no row of ${rules.table} for a project owner.`);
}

/** A row of a referenced table: of one of ours, or an account. */
export async function parentRow(admin: pg.Client, world: World, table: string, place: Place): Promise<string> {
  if (table === 'auth.users' || table === 'public.users') return `id = ${pg.escapeLiteral(place === world.places.ours ? world.unjoined : place.bystander)}`;
  const rules = matrix.find((candidate) => relationOf(candidate) === table);
  if (!rules) throw new Error(`${table} has no row in the matrix.`);
  return exampleRow(admin, world, rules, place);
}

/** What the database says to each statement, which is taken back: the SQLSTATE of a refusal, or "accepted". Needs `prepareStates`. */
export async function statesOf(admin: pg.Client, statements: string[]): Promise<string[]> {
  const { rows } = await admin.query<{ state: string }>('select pg_temp.state_of(s) as state from unnest($1::text[]) with ordinality t (s, i) order by i', [statements]);
  return rows.map(({ state }) => state);
}

export async function prepareStates(admin: pg.Client): Promise<void> {
  await admin.query(`create function pg_temp.state_of(statement text) returns text language plpgsql as $$
    begin
      execute statement;
      raise exception 'taken back' using errcode = 'TB000';
    exception when others then
      return case sqlstate when 'TB000' then 'accepted' else sqlstate end;
    end $$`);
}

/** Another value of the same type, as SQL: what a column is moved to. */
export function otherValue(column: string, type: string): string {
  if (type === 'uuid') return `'${randomUUID()}'::uuid`;
  if (type === 'boolean') return `not coalesce(${column}, false)`;
  if (type === 'date') return `'2001-01-01'::date`;
  if (type === 'bytea') return `'\\x01'::bytea`;
  if (type === 'inet') return `'192.0.2.1'::inet`;
  if (type.startsWith('timestamp')) return `'2001-01-01'::timestamptz`;
  if (type === 'jsonb') return `jsonb_build_array(${column})`;
  if (type.startsWith('text') || type.startsWith('character')) return type.endsWith('[]') ? `array['other']` : `coalesce(${column}, '') || 'x'`;
  return `coalesce(${column}, 0) + 1`;
}
