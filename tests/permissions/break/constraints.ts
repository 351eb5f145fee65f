import type pg from 'pg';

export type Column = { name: string; type: string; isNotNull: boolean; isGenerated: boolean; isIdentity: boolean };
export type Check = { name: string; columns: string[]; condition: string };
export type ForeignKey = { name: string; columns: string[]; parent: string; parentColumns: string[]; action: 'cascade' | 'set null' | null; definition: string };
export type UniqueIndex = { name: string; columns: string[]; isConstraint: boolean; isPrimary: boolean; isPartial: boolean; isReferenced: boolean };

/** What the catalogue says of a table. */
export async function columnsOf(admin: pg.Client, table: string): Promise<Column[]> {
  return rowsOf(admin, table, `
    select attname as name, format_type(atttypid, null) as type, attnotnull as "isNotNull", attgenerated <> '' as "isGenerated", attidentity = 'a' as "isIdentity"
    from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`);
}

export async function checksOf(admin: pg.Client, table: string): Promise<Check[]> {
  return rowsOf(admin, table, `
    select conname as name, ${named('conkey', 'conrelid')} as columns, pg_get_expr(conbin, conrelid) as condition
    from pg_constraint where conrelid = $1::regclass and contype = 'c'`);
}

export async function foreignKeysOf(admin: pg.Client, table: string): Promise<ForeignKey[]> {
  return rowsOf(admin, table, `
    select conname as name, ${named('conkey', 'conrelid')} as columns, ${named('confkey', 'confrelid')} as "parentColumns",
      n.nspname || '.' || p.relname as parent, pg_get_constraintdef(k.oid) as definition,
      case confdeltype when 'c' then 'cascade' when 'n' then 'set null' end as action
    from pg_constraint k join pg_class p on p.oid = confrelid join pg_namespace n on n.oid = p.relnamespace
    where conrelid = $1::regclass and contype = 'f' and conparentid = 0`);
}

/** `columns` are those of the key and of expressions in it. */
export async function uniqueIndexesOf(admin: pg.Client, table: string): Promise<UniqueIndex[]> {
  return rowsOf(admin, table, `
    select c.relname as name, k.oid is not null as "isConstraint", i.indisprimary as "isPrimary", i.indpred is not null as "isPartial",
      exists (select from pg_constraint f where f.conindid = i.indexrelid and f.contype = 'f') as "isReferenced",
      (select array_agg(a.attname::text) from pg_attribute a where a.attrelid = i.indrelid and (
        a.attnum = any (i.indkey[0:i.indnkeyatts - 1])
        or pg_get_expr(i.indexprs, i.indrelid) ~ ('\\m' || a.attname || '\\M'))) as columns
    from pg_index i join pg_class c on c.oid = i.indexrelid left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u')
    where i.indrelid = $1::regclass and i.indisunique`);
}

function named(numbers: string, table: string): string {
  return `(select array_agg(a.attname::text order by n.i) from unnest(${numbers}) with ordinality n (number, i) join pg_attribute a on a.attrelid = ${table} and a.attnum = n.number)`;
}

async function rowsOf<Row extends object>(admin: pg.Client, table: string, sql: string): Promise<Row[]> {
  return (await admin.query<Row & pg.QueryResultRow>(sql, [table])).rows;
}
