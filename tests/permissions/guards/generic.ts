import pg from 'pg';
import { otherValue } from '../break/example.ts';
import { silently } from './probe.ts';
import type { Subject, TriggerProbe } from './probe.ts';

const quoted = pg.escapeIdentifier;

/** Nothing that says which row it is can be changed; clearing an author may pass, and so may an update of nothing. */
export function fixed({ table, row, columns, trigger: { condition } }: Subject): TriggerProbe[] {
  const free = /to_jsonb\(new\.\*\) - ARRAY\[(.*?)\]/.exec(condition ?? '')?.[1];
  const compared = (name: string) => new RegExp(`new\\.${name}\\b`).test(condition!) || (free !== undefined && !free.includes(`'${name}'`));
  const refused = columns.filter((column) => !column.isGenerated && !column.isIdentity && (condition === null || compared(column.name)))
    .map(({ name, type }) => ({ do: [`update ${table} set ${quoted(name)} = ${otherValue(quoted(name), type)} where ${row}`], raises: '42501' }));
  if (condition === null) return refused;
  const clearable = columns.map(({ name }) => name).filter((name) => condition.includes(`(new.${name} IS NOT NULL)`));
  return [...refused, { do: [`update ${table} set id = id where ${row}`] }, ...clearable.map((name) => ({
    do: [...silently(`update ${table} set ${quoted(name)} = coalesce(${quoted(name)}, ${name === 'run_id' ? ':run' : ':unjoined'}) where ${row}`), `update ${table} set id = id where ${row}`, `update ${table} set ${quoted(name)} = null where ${row}`],
  }))];
}

/** A change stamps the time, whatever the time was. */
export function stamped({ table, row, changes }: Subject): TriggerProbe[] {
  return changes.map((change) => ({
    do: [...silently(`update ${table} set updated_at = '2001-01-01' where ${row}`), `update ${table} set ${change} where ${row}`],
    holds: `exists (select from ${table} where ${row} and updated_at = now())`,
  }));
}

/** A change names the caller, and so does the insert. */
export function stampedBy(e: Subject): TriggerProbe[] {
  return [...authored(e, 'updated_by'), {
    as: ':newcomer', do: [`update ${e.table} set ${e.changes[0]} where ${e.row}`], holds: `exists (select from ${e.table} where ${e.row} and updated_by = :newcomer)`,
  }];
}

/** Whoever an insert names, the caller is the author. */
export function authored({ table, row, insert }: Subject, column: string): TriggerProbe[] {
  return [{
    as: ':newcomer', do: [`alter table ${table} alter ${quoted(column)} set default :unjoined`, ...silently(`delete from ${table} where ${row}`), insert],
    holds: `exists (select from ${table} where ${quoted(column)} = :newcomer)`,
  }];
}

/** A ledger refuses every change, whoever asks. */
export function appendOnly({ table, row, trigger }: Subject): TriggerProbe[] {
  // The partitions of a log refuse for themselves as well.
  const alone = `do $alone$ declare p regclass; begin
    for p in select inhrelid::regclass from pg_inherits where inhparent = '${table}'::regclass loop execute format('alter table %s disable trigger user', p); end loop;
  end $alone$`;
  if (trigger.definition.includes('TRUNCATE')) return [{ do: [alone, `truncate ${table}`], raises: '42501' }];
  const statements = [`update ${table} set id = id where ${row}`, `delete from ${table} where ${row}`];
  return statements.map((sql) => ({ do: [sql], raises: '42501' }));
}

/** A change of the table leaves an entry in the trail. */
export function audited({ name }: Subject, action: 'INSERT' | 'UPDATE' | 'DELETE', statements: string[]): TriggerProbe[] {
  return [{ do: [...silently('delete from public.audit_logs'), ...statements], holds: `exists (select from public.audit_logs where table_name = '${name}' and action = '${action}')` }];
}
