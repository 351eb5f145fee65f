import type pg from 'pg';
import { describeSchema } from '../../scripts/generate/schema.ts';

// What migrations leave beside our own schemas, and the rows they put in.
const beside = `
  select 'extension ' || e.extname || ' in ' || n.nspname as line from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'
  union all select 'schema ' || nspname || ' of ' || nspowner::regrole || ' for ' || coalesce((select string_agg(x.grantee || ' ' || x.privilege_type, ', ' order by x.grantee, x.privilege_type)
    from (select coalesce(r.rolname::text, 'public') as grantee, a.privilege_type from aclexplode(nspacl) a left join pg_roles r on r.oid = a.grantee) x), 'nobody')
    from pg_namespace where nspname in ('public', 'private', 'supabase_migrations')
  union all select 'owner of ' || c.oid::regclass || ' is ' || c.relowner::regrole from pg_class c where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p', 'v', 'S')
  union all select 'default privilege on ' || d.defaclobjtype::text || ' of ' || d.defaclrole::regrole || ' in ' || coalesce(n.nspname::text, 'any schema') || ': ' || coalesce(r.rolname::text, 'public') || ' ' || x.privilege_type
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace cross join aclexplode(d.defaclacl) x left join pg_roles r on r.oid = x.grantee
    where n.nspname is null or n.nspname in ('public', 'private')
  union all select 'policy of storage: ' || p.tablename || ' ' || p.policyname || ' ' || p.cmd || ' ' || p.roles::text || ' using ' || coalesce(p.qual, '') || ' check ' || coalesce(p.with_check, '')
    from pg_policies p where p.schemaname = 'storage'
  union all select 'bucket ' || (to_jsonb(b) - array['created_at', 'updated_at'])::text from storage.buckets b
  union all select 'migration ' || version || ' ' || name from supabase_migrations.schema_migrations`;

/**
 * All that an install makes, as text: the schema as `supabase/schema.sql` shows it, then what lies outside of it (default
 * privileges, storage, extensions, history) and how many rows each table holds. Two installs are the same if it is equal.
 */
export async function describeInstall(client: pg.ClientBase): Promise<string> {
  const schema = await describeSchema(client);
  const { rows: lines } = await client.query<{ line: string }>(`select line from (${beside}) l order by line collate "C"`);
  const { rows: tables } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind = 'r' order by 1`);
  const counts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ count: number }>(`select count(*)::int from ${name}`);
    counts.push(`${rows[0]!.count} rows in ${name}`);
  }
  return [schema, ...lines.map((row) => row.line), ...counts].join('\n');
}
