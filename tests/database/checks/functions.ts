import { type Check, ours, rows } from './check.ts';
import { comparesItself } from './policies.ts';

const functions = `pg_proc p where p.pronamespace in ${ours}`;
const named = `p.oid::regprocedure::text as name`;
const safe = `language sql security definer set search_path = '' return 1`;

export const functionChecks: Check[] = [
  {
    fact: 'every function has an empty search path',
    find: rows(`select ${named} from ${functions} and not coalesce(p.proconfig, '{}') @> array['search_path=""']`),
    plants: ['create function private.planted() returns integer language sql security definer return 1', 'create function public.planted() returns integer language sql set search_path = public return 1'],
  },
  {
    fact: 'every function has explicit execute grants, to named roles only',
    find: rows(`select ${named} from ${functions} and (p.proacl is null or exists (
      select from aclexplode(p.proacl) x left join pg_roles r on r.oid = x.grantee
      where x.grantee <> p.proowner and (coalesce(r.rolname, 'PUBLIC') not in ('anon', 'authenticated', 'service_role') or x.is_grantable)))`),
    plants: [
      `create function private.planted() returns integer ${safe}`,
      `create function public.planted() returns integer ${safe}; grant execute on function public.planted() to public, authenticated`,
      `create function public.planted() returns integer ${safe}; revoke execute on function public.planted() from public; grant execute on function public.planted() to authenticated with grant option`,
    ],
  },
  {
    fact: 'every function of schema public is for somebody',
    find: rows(`select ${named} from pg_proc p where p.pronamespace = 'public'::regnamespace and not exists (select from aclexplode(p.proacl) x where x.grantee <> p.proowner)`),
    plants: [`create function public.planted() returns integer ${safe}; revoke execute on function public.planted() from public`],
  },
  {
    fact: 'every function that runs as its owner belongs to an owner who is no superuser',
    find: rows(`select ${named} from pg_proc p join pg_roles r on r.oid = p.proowner where p.pronamespace in ${ours} and p.prosecdef and r.rolsuper`),
    plants: [`create function private.planted() returns integer ${safe}`],
  },
  {
    fact: 'every function says what it does',
    find: rows(`select ${named} from ${functions} and coalesce(btrim(obj_description(p.oid, 'pg_proc')), '') = ''`),
    plants: [`create function private.planted() returns integer ${safe}`],
  },
  {
    fact: 'no function, view or check compares a column with itself',
    find: async (client) => (await client.query<{ name: string; body: string }>(`
      select ${named}, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) as body from ${functions}
      union all select c.oid::regclass::text, pg_get_viewdef(c.oid) from pg_class c where c.relnamespace in ${ours} and c.relkind in ('v', 'm')
      union all select k.conrelid::regclass || '.' || k.conname, pg_get_constraintdef(k.oid) from pg_constraint k where k.connamespace in ${ours} and k.contype = 'c'`)).rows
      .filter((row) => comparesItself(row.body)).map((row) => row.name),
    plants: [
      `create function private.planted(workspace uuid) returns bigint language sql set search_path = '' as 'select count(*) from public.workspace_users m where m.workspace_id = m.workspace_id'`,
      'create view public.planted as select m.id from public.workspace_users m where m.user_id = m.user_id',
      'alter table public.projects add constraint planted check (name = name)',
    ],
  },
];
