import { type Check, ours, rows } from './check.ts';

// Columns whose name says all there is to say; so does the column of a foreign key. Every other one has a comment.
const selfEvident = [
  'id', 'name', 'title', 'description', 'summary', 'email', 'phone', 'role', 'display_name', 'avatar_url', 'logo_url', 'company_name', 'file_name',
  'created_at', 'updated_at', 'started_at', 'finished_at', 'joined_at', 'expires_at', 'accepted_at', 'declined_at', 'revoked_at', 'received_at', 'last_sign_in_at', 'current_period_start', 'current_period_end',
  'total_projects', 'total_users', 'total_chats', 'total_artifacts', 'total_files',
];

const tables = `pg_class c where c.relnamespace in ${ours} and c.relkind in ('r', 'p')`;
const planted = 'create table public.planted (id uuid primary key)';

// Every grant on tables, views, sequences and single columns, but the owner's own.
const grants = `
  select c.oid::regclass::text as place, c.relkind, x.grantee, x.privilege_type, x.is_grantable
    from pg_class c, aclexplode(c.relacl) x where c.relnamespace in ${ours} and x.grantee <> c.relowner
  union all select c.oid::regclass || '.' || a.attname, c.relkind, x.grantee, x.privilege_type, x.is_grantable
    from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) x where c.relnamespace in ${ours} and x.grantee <> c.relowner`;

export const tableChecks: Check[] = [
  {
    fact: 'row-level security is on for every table, those of storage included',
    find: rows(`select c.oid::regclass::text as name from ${tables} and not c.relrowsecurity
      union all select c.oid::regclass::text from pg_class c where c.relnamespace = 'storage'::regnamespace and c.relkind in ('r', 'p') and not c.relrowsecurity`),
    plants: ['create table private.planted (id uuid primary key)', 'create table public.planted (id uuid) partition by hash (id)'],
  },
  {
    fact: 'people hold a command on a table if and only if one policy lets rows in',
    find: rows(`
      with granted as (
        select c.oid as relation, x.privilege_type as command from pg_class c, aclexplode(c.relacl) x
          where c.relnamespace in ${ours} and c.relkind in ('r', 'p') and x.grantee = 'authenticated'::regrole
        union select c.oid, x.privilege_type from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) x
          where c.relnamespace in ${ours} and c.relkind in ('r', 'p') and x.grantee = 'authenticated'::regrole
      ), decided as (
        select p.polrelid as relation, case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' when 'd' then 'DELETE' else 'ALL' end as command, count(*) as policies
        from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace in ${ours} group by 1, 2
      )
      select relation::regclass || ' ' || command || ': ' || coalesce(policies, 0) || ' policies' as name
      from granted full join decided using (relation, command) where granted.command is null or policies is distinct from 1`),
    plants: [
      `${planted}; grant select on public.planted to authenticated`,
      `${planted}; grant update (id) on public.planted to authenticated`,
      `${planted}; create policy "Nobody was granted this" on public.planted for delete to authenticated using (true)`,
      `${planted}; grant select on public.planted to authenticated; create policy "One too few" on public.planted for select to authenticated using (true);
        create policy "One too many" on public.planted for select to authenticated using (true)`,
    ],
  },
  {
    fact: 'only named roles hold rights on tables, only to read and write rows, and none to pass on',
    find: rows(`select place || ' ' || privilege_type || ' to ' || coalesce(r.rolname, 'PUBLIC') as name
      from (${grants}) g left join pg_roles r on r.oid = g.grantee
      where coalesce(r.rolname, 'PUBLIC') not in ('anon', 'authenticated', 'service_role') or is_grantable
        or privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE') and not (relkind = 'S' and privilege_type = 'USAGE')`),
    plants: [
      `${planted}; grant select on public.planted to public`,
      `${planted}; grant select (id) on public.planted to public`,
      `${planted}; grant truncate on public.planted to service_role`,
      `${planted}; grant all on public.planted to authenticated`,
      `${planted}; grant insert on public.planted to authenticated with grant option`,
    ],
  },
  {
    fact: 'every foreign key has an index that begins with its first column and covers every row it points from',
    find: rows(`
      select k.conrelid::regclass || '.' || k.conname as name from pg_constraint k
      where k.contype = 'f' and k.connamespace in ${ours} and not exists (
        select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.conkey[1]
        where i.indrelid = k.conrelid and i.indkey[0] = k.conkey[1]
          and coalesce(pg_get_expr(i.indpred, i.indrelid), '') in ('', format('(%I IS NOT NULL)', a.attname)))`),
    plants: [
      'create table public.planted (by_whom uuid references auth.users)',
      'create table public.planted (chat_id uuid, project_id uuid, foreign key (chat_id, project_id) references public.chat_sessions (id, project_id)); create index on public.planted (project_id)',
      'create table public.planted (by_whom uuid references auth.users, done boolean); create index on public.planted (by_whom) where done',
    ],
  },
  {
    fact: 'every table and view says what it is for',
    find: rows(`select c.oid::regclass::text as name from pg_class c where c.relnamespace in ${ours} and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
      and coalesce(btrim(obj_description(c.oid, 'pg_class')), '') = ''`),
    plants: [planted, 'create view public.planted as select 1 as n'],
  },
  {
    fact: 'every column whose name does not say all says what it holds',
    find: rows(`select c.oid::regclass || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace in ${ours} and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and a.attnum > 0 and not a.attisdropped
        and a.attname not in (${selfEvident.map((name) => `'${name}'`).join(', ')})
        and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey))
        and coalesce(btrim(col_description(c.oid, a.attnum)), '') = ''`),
    plants: ['alter table public.users add column planted text', "alter table public.users add column planted text; comment on column public.users.planted is ' '"],
  },
  {
    fact: 'every view that people read keeps their conditions behind its own',
    find: rows(`select c.oid::regclass::text as name from pg_class c where c.relnamespace in ${ours} and c.relkind in ('v', 'm')
      and exists (select from aclexplode(c.relacl) x where x.grantee <> c.relowner)
      and not coalesce(c.reloptions, '{}') && array['security_barrier=true', 'security_invoker=true']`),
    plants: ['create view public.planted as select * from public.users; grant select on public.planted to authenticated'],
  },
];
