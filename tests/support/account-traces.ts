import type pg from 'pg';

/** How many rows of each kind there are that sign-up makes, and how many accounts lack one of theirs. */
export type Traces = { accounts: number; people: number; memberships: number; projects: number; owners: number; incomplete: number };

/** Counts what sign-up makes, over the whole database: two counts differ by all of an account or by nothing. */
export async function countTraces(admin: pg.ClientBase): Promise<Traces> {
  const { rows } = await admin.query<Traces>(`
    select (select count(*)::int from auth.users) as accounts,
      (select count(*)::int from public.users) as people,
      (select count(*)::int from public.workspace_users m join public.workspaces w on w.id = m.workspace_id and w.is_global) as memberships,
      (select count(*)::int from public.projects where personal_owner_id is not null) as projects,
      (select count(*)::int from public.project_users o join public.projects p on p.id = o.project_id and p.personal_owner_id = o.user_id and o.role = 'owner') as owners,
      (select count(*)::int from auth.users a where not a.is_anonymous and not exists (
        select from public.users u
        join public.workspace_users m on m.user_id = u.id join public.workspaces w on w.id = m.workspace_id and w.is_global
        join public.projects p on p.personal_owner_id = u.id and p.workspace_id = w.id
        join public.project_users o on o.project_id = p.id and o.user_id = u.id and o.role = 'owner' where u.id = a.id)) as incomplete`);
  return rows[0]!;
}

/** The counts after `accounts` more complete ones. */
export function withMore(before: Traces, accounts: number): Traces {
  const { accounts: a, people, memberships, projects, owners, incomplete } = before;
  return { accounts: a + accounts, people: people + accounts, memberships: memberships + accounts, projects: projects + accounts, owners: owners + accounts, incomplete };
}
