import type pg from 'pg';
import { type Check, ours } from './check.ts';

type Policy = { name: string; title: string; command: string; permissive: boolean; roles: string; using: string | null; check: string | null };

async function policiesOf(client: pg.ClientBase): Promise<Policy[]> {
  return (await client.query<Policy>(`
    select p.polrelid::regclass || ': ' || p.polname as name, p.polname as title, p.polcmd as command, p.polpermissive as permissive,
      (select string_agg(case r when 0 then 'PUBLIC' else r::regrole::text end, ', ') from unnest(p.polroles) r) as roles,
      pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
    from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace in ${ours} or c.relnamespace = 'storage'::regnamespace`)).rows;
}

function each(breaks: (policy: Policy) => boolean): Check['find'] {
  return async (client) => (await policiesOf(client)).filter(breaks).map((policy) => policy.name);
}

/** A `find` over the conditions as PostgreSQL prints them. */
function conditions(breaks: (condition: string) => boolean): Check['find'] {
  return each((policy) => [policy.using, policy.check].some((condition) => condition !== null && breaks(condition)));
}

/** A `find` over what policies depend on, as the catalogue notes it: `d` is the dependency, `p` the policy. */
function dependencies(where: string): Check['find'] {
  return async (client) => (await client.query<{ name: string }>(`
    select distinct p.polrelid::regclass || ': ' || p.polname as name
    from pg_depend d join pg_policy p on p.oid = d.objid and d.classid = 'pg_policy'::regclass join pg_class c on c.oid = p.polrelid
    where (c.relnamespace in ${ours} or c.relnamespace = 'storage'::regnamespace) and ${where}`)).rows.map((row) => row.name);
}

const shapes: Record<string, [using: boolean, check: boolean]> = { r: [true, false], d: [true, false], a: [false, true], w: [true, true] };

/** What is left of a condition without what is asked once a statement, `( SELECT private.scope(1) AS scope)`, and without constants. */
function asked(condition: string): string {
  return condition
    .replace(/\( ?SELECT (private|auth)\.\w+\([^()]*\) AS \w+\)(::uuid\[\])?/g, 'ONCE')
    .replace(/= ANY \(ARRAY\[('[^']*'::text(, )?)+\]\)/g, 'LISTED')
    .replace(/'[^']*'::text/g, 'TEXT');
}

const plant = (how: string, on = 'public.projects') => `create policy "A planted policy for trial" on ${on} ${how}`;

export const policyChecks: Check[] = [
  {
    fact: 'each policy is a permissive one for one command and for signed-in people',
    find: each(({ command, roles, permissive }) => !(command in shapes) || roles !== 'authenticated' || !permissive),
    plants: [
      plant('for all to authenticated using (true)'), plant('for select using (true)'), plant('for select to anon using (true)'), plant('for select to authenticated, service_role using (true)'),
      plant('as restrictive for select to authenticated using (true)'), plant('for all to authenticated using (true)', 'storage.objects'),
    ],
  },
  {
    fact: 'each policy that lets rows in checks the new row, and a change has the same condition before and after',
    find: each(({ command, using, check }) => {
      const [hasUsing, hasCheck] = shapes[command] ?? [true, true];
      return (using !== null) !== hasUsing || (check !== null) !== hasCheck || (command === 'w' && using !== check);
    }),
    plants: [plant('for update to authenticated using (is_active)'), plant('for update to authenticated using (is_active) with check (true)')],
  },
  {
    fact: 'no policy lets every row through',
    find: conditions((condition) => condition === 'true'),
    plants: [plant('for select to authenticated using (true)'), plant('for insert to authenticated with check (true)')],
  },
  {
    fact: 'each policy is named by a sentence',
    find: each(({ title }) => !/^[A-Z][^"]{9,61}[^".]$/.test(title) || title.split(' ').length < 3),
    plants: ['create policy planted on public.projects for select to authenticated using (true)', 'create policy "planted by a person" on public.projects for select to authenticated using (true)'],
  },
  {
    fact: 'no policy casts, or calls a function of ours once per row',
    find: conditions((condition) => /::|CAST\(|private\.|auth\./i.test(asked(condition))),
    plants: [
      plant("for select to authenticated using (id::text = 'x')"), plant("for select to authenticated using (name::uuid = (select auth.uid()))"),
      plant('for select to authenticated using (id = any (private.scope(1)))'), plant('for select to authenticated using (personal_owner_id = auth.uid())'),
      plant('for select to authenticated using (id = any ((select private.scope(name::integer))::uuid[]))'),
      plant('for select to authenticated using ((storage.foldername(name))[1]::uuid = (select auth.uid()))', 'storage.objects'),
    ],
  },
  {
    fact: 'no policy reads a table, not even its own',
    find: async (client) => [
      ...await dependencies(`d.refclassid = 'pg_class'::regclass and d.refobjid <> p.polrelid`)(client),
      ...await conditions((condition) => /\bSELECT\b/.test(asked(condition)))(client),
    ],
    plants: [
      plant('for select to authenticated using (exists (select from public.project_users m where m.project_id = projects.id))'),
      plant('for select to authenticated using (exists (select from public.projects p where p.id = projects.id))'),
    ],
  },
  {
    fact: 'no policy reads JSON',
    find: async (client) => [
      ...await dependencies(`d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and exists (
        select from pg_attribute a where a.attrelid = d.refobjid and a.attnum = d.refobjsubid and a.atttypid in ('json'::regtype, 'jsonb'::regtype))`)(client),
      ...await conditions((condition) => /->|json|auth\.jwt/i.test(condition))(client),
    ],
    plants: [
      plant("for select to authenticated using (settings ? 'is_global')"), plant("for select to authenticated using (((select auth.jwt()) ->> 'role') = 'owner')"),
      plant("for select to authenticated using (metadata ? 'owner')", 'storage.objects'),
    ],
  },
  {
    fact: 'no policy compares a column with itself',
    find: conditions((condition) => comparesItself(condition.replace(/\b\w+\.(?=\w)/g, ''))),
    plants: [
      plant('for select to authenticated using (id = id)'), plant('for select to authenticated using (projects.workspace_id is not distinct from workspace_id)'),
      plant('for select to authenticated using (exists (select from public.project_users m where m.project_id = projects.id and user_id = m.user_id))'),
    ],
  },
  {
    fact: 'what a policy asks is stable, has an empty search path and may be called by those it is asked for',
    find: dependencies(`d.refclassid = 'pg_proc'::regclass and exists (select from pg_proc f where f.oid = d.refobjid and f.pronamespace in ${ours}
      and (f.provolatile = 'v' or not coalesce(f.proconfig, '{}') @> array['search_path=""'] or not has_function_privilege('authenticated', f.oid, 'execute')))`),
    plants: [
      `create function private.looks() returns boolean language sql volatile set search_path = '' return true; ${plant('for select to authenticated using ((select private.looks()))')}`,
      `create function private.looks() returns boolean language sql stable return true; ${plant('for select to authenticated using ((select private.looks()))')}`,
      `create function private.looks() returns boolean language sql stable set search_path = '' return true; revoke execute on function private.looks() from public;
        ${plant('for select to authenticated using ((select private.looks()))')}`,
    ],
  },
];

/** Whether a condition has the same name on both sides of a comparison. */
export function comparesItself(condition: string): boolean {
  return /(?<![\w.])([a-z_][\w.]*)\s*(?:=|<>|!=|<=|>=|<|>|\bis\s+(?:not\s+)?distinct\s+from\b)\s*\1(?![\w.(])/i.test(condition);
}
