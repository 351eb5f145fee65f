import pg from 'pg';
import { changes, unique } from '../guards/constraints.ts';
import type { World } from '../world.ts';
import { foreignKeysOf, uniqueIndexesOf } from './constraints.ts';
import type { Check, Column, ForeignKey } from './constraints.ts';
import { otherValue, parentRow, statesOf } from './example.ts';
import { withoutParts } from './expression.ts';
import { valuesFor, withOtherValues } from './values.ts';

/** A table with an example row in it; `row` is the condition that finds it. */
export type Example = { admin: pg.Client; world: World; table: string; name: string; row: string; columns: Column[]; checks: Check[] };

/** A change for the worse (`sql`), once the other guards are out of the way (`given`), and the statements that must notice: before it, they are answered as they `must` (one of them, or each). */
export type Break = { name: string; given: string; sql: string; tried: string[]; must: string | string[] };

const quoted = pg.escapeIdentifier;
const noTriggers = 'set local session_replication_role = replica';

/** Each check dropped, without one of its parts, and with its line drawn elsewhere. */
export async function* breaksOfChecks(e: Example): AsyncGenerator<Break> {
  for (const check of e.checks) {
    const generated = e.columns.filter(({ name }) => check.columns.includes(name))
      .flatMap(({ name, type }) => valuesFor(type, check.condition).map((value) => `${quoted(name)} = ${value}`));
    const tried = [...generated, ...listed(e, check.name)].map((change) => changed(e, change));
    const given = [noTriggers, ...e.checks.filter((other) => other !== check).map((other) => drop(e, other.name))].join('; ');
    yield { name: check.name, given, sql: drop(e, check.name), tried, must: '23514' };
    for (const condition of [...withoutParts(check.condition), ...withOtherValues(check.condition)]) {
      yield { name: check.name, given, sql: `${drop(e, check.name)}; alter table ${e.table} add constraint ${quoted(check.name)} check (${condition}) not valid`, tried, must: '23514' };
    }
  }
}

/** Each column that may be null from now on. */
export async function* breaksOfNotNull(e: Example): AsyncGenerator<Break> {
  const key = (await uniqueIndexesOf(e.admin, e.table)).find((index) => index.isPrimary)!.columns;
  for (const { name } of e.columns.filter((column) => column.isNotNull && !column.isGenerated && !column.isIdentity && !key.includes(column.name))) {
    yield { name, given: noOtherGuard(e), sql: `alter table ${e.table} alter ${quoted(name)} drop not null`, tried: [changed(e, `${quoted(name)} = null`)], must: '23502' };
  }
}

/** Each unique index dropped. What another one implies exists for a foreign key that compares more: without one it serves nothing. */
export async function* breaksOfUnique(e: Example): AsyncGenerator<Break> {
  const indexes = await uniqueIndexesOf(e.admin, e.table);
  for (const index of indexes) {
    const isImplied = indexes.some((other) => other !== index && !other.isPartial && other.columns.length < index.columns.length && other.columns.every((name) => index.columns.includes(name)));
    if (isImplied && index.isReferenced) continue;
    // A copy of the row that differs in everything else that is unique.
    const moved = (name: string) => !index.columns.includes(name) && indexes.some((other) => other.columns.includes(name));
    const set = e.columns.filter((column) => !column.isGenerated);
    const copied = set.map(({ name, type }) => (moved(name) ? `case when ${quoted(name)} is null then null else ${otherValue(quoted(name), type)} end` : quoted(name)));
    const copy = `insert into ${e.table} (${set.map(({ name }) => quoted(name)).join(', ')}) overriding system value select ${copied.join(', ')} from ${e.table} where ${e.row}`;
    const before = unique[`${e.name} ${index.name}`];
    yield {
      name: index.name, given: noOtherGuard(e), tried: [before ? `do $$ begin ${changed(e, before)}; ${copy}; end $$` : copy], must: '23505',
      sql: index.isConstraint ? drop(e, index.name) : `drop index ${e.table.split('.')[0]}.${quoted(index.name)}`,
    };
  }
}

/** Each foreign key dropped, comparing fewer columns where that is possible, and without its rule for deletion. */
export async function* breaksOfKeys(e: Example): AsyncGenerator<Break> {
  for (const key of await foreignKeysOf(e.admin, e.table)) {
    const given = `${noOtherGuard(e, '')} alter table ${e.table} disable trigger user; alter table ${key.parent} disable trigger user`;
    const columns = key.columns.map((name) => e.columns.find((column) => column.name === name)!);
    const theirs = columns.every((column) => column.isGenerated) ? '' : await parentRow(e.admin, e.world, key.parent, e.world.places.theirs);
    const tried = columns.flatMap((column, i) => {
      const { name } = column;
      return column.isGenerated ? [] : [otherValue(quoted(name), column.type), `(select ${quoted(key.parentColumns[i]!)} from ${key.parent} where ${theirs})`].map((value) => changed(e, `${quoted(name)} = ${value}`));
    });
    tried.push(...listed(e, key.name).map((change) => changed(e, change)));
    for (const sql of [drop(e, key.name), ...lesserKeys(e, key)]) {
      if ((await statesOf(e.admin, [sql]))[0] === 'accepted') yield { name: key.name, given, sql, tried, must: '23503' };
    }
    if (!key.action) continue;
    const deletions = listed(e, `${key.name} on delete`);
    yield {
      name: key.name, given, sql: again(e, key, key.definition.replace(/ ON DELETE (CASCADE|SET NULL( \(\w+\))?)/, '')),
      tried: deletions.length > 0 ? deletions : [await deletion(e, key)], must: 'accepted',
    };
  }
}

function lesserKeys(e: Example, key: ForeignKey): string[] {
  if (key.columns.length === 1) return [];
  return key.columns.map((_, i) => {
    const [own, theirs] = [key.columns, key.parentColumns].map((names) => names.toSpliced(i, 1).map(quoted).join(', '));
    return again(e, key, `foreign key (${own}) references ${key.parent} (${theirs}) on delete cascade`);
  });
}

/** Deletes the row's parent and raises unless the key's rule was followed. */
async function deletion(e: Example, key: ForeignKey): Promise<string> {
  const filled = key.columns.map((name, i) => ({ name: quoted(name), parent: quoted(key.parentColumns[i]!) }));
  const nullable = filled.filter(({ name }) => e.columns.some((column) => quoted(column.name) === name && !column.isNotNull && !column.isGenerated));
  const ours = nullable.length > 0 ? await parentRow(e.admin, e.world, key.parent, e.world.places.ours) : '';
  const lacking = nullable.map(({ name, parent }) => `update ${e.table} set ${name} = (select ${parent} from ${key.parent} where ${ours}) where ${e.row} and ${name} is null;`).join(' ');
  const same = filled.map(({ name, parent }) => `p.${parent} = t.${name}`).join(' and ');
  const right = key.action === 'cascade' ? `not exists (select from ${e.table} where ${e.row})`
    : `exists (select from ${e.table} where ${e.row} and (${filled.map(({ name }) => `${name} is null`).join(' or ')}))`;
  return `do $$ begin ${lacking} delete from ${key.parent} p using ${e.table} t where t.${e.row} and ${same}; if not ${right} then raise 'the rule was not followed'; end if; end $$`;
}

function again(e: Example, key: ForeignKey, definition: string): string {
  return `${drop(e, key.name)}; alter table ${e.table} add constraint ${quoted(key.name)} ${definition}`;
}

function drop(e: Example, constraint: string): string {
  return `alter table ${e.table} drop constraint ${quoted(constraint)} cascade`;
}

function noOtherGuard(e: Example, triggers = noTriggers): string {
  return [triggers, ...e.checks.map((check) => drop(e, check.name))].filter(Boolean).map((sql) => `${sql};`).join(' ');
}

function changed(e: Example, change: string): string {
  return /^(insert|update|delete) /.test(change) ? change : `update ${e.table} set ${change} where ${e.row}`;
}

function listed(e: Example, constraint: string): string[] {
  return changes[`${e.name} ${constraint}`] ?? [];
}
