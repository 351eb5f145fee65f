-- The tenant wall: which projects the caller reaches. Policies ask once per
-- statement, never per row. The setting app.project names the project a request
-- is about; it only narrows, because it is met with membership here.
--   scope       for tables that hold few rows a project: an array, an index condition
--   scope_one   for leaf tables, narrowed: one id to compare
--   scope_rest  for leaf tables, not narrowed: a set, hashed once

create function private.is_narrowed() returns boolean
language sql stable set search_path = '' as $$
  select nullif(current_setting('app.project', true), '') is not null
$$;
comment on function private.is_narrowed() is 'Whether the transaction names a project. A malformed name counts: it then matches nothing.';

create function private.named_project() returns uuid
language sql stable set search_path = '' as $$
  select private.to_uuid(current_setting('app.project', true))
$$;
comment on function private.named_project() is 'The project the transaction names, or null.';

create function private.scope(min_rank integer, with_workspace boolean default false, with_personal boolean default true)
returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  caller uuid := private.active_user();
  narrowed boolean := private.is_narrowed();
  named uuid := private.named_project();
begin
  if caller is null or (narrowed and named is null) then
    return '{}';
  end if;
  if narrowed then
    return coalesce((
      select array[p.id]
      from public.projects p
      join public.workspaces w on w.id = p.workspace_id and w.is_active and w.deleted_at is null
      where p.id = named and p.is_active and p.deleted_at is null
        and (with_personal or p.personal_owner_id is null)
        and (
          (select pu.rank from public.project_users pu where pu.project_id = p.id and pu.user_id = caller) >= min_rank
          or (with_workspace and p.personal_owner_id is null and
            (select wu.rank from public.workspace_users wu where wu.workspace_id = p.workspace_id and wu.user_id = caller) >= 2)
        )
    ), '{}');
  end if;
  return coalesce((
    select array_agg(p.id)
    from (
      select pu.project_id as id from public.project_users pu where pu.user_id = caller and pu.rank >= min_rank
      union
      select q.id from public.workspace_users wu
      join public.projects q on q.workspace_id = wu.workspace_id and q.personal_owner_id is null
      where with_workspace and wu.user_id = caller and wu.rank >= 2
    ) reached
    join public.projects p on p.id = reached.id and p.is_active and p.deleted_at is null
      and (with_personal or p.personal_owner_id is null)
    join public.workspaces w on w.id = p.workspace_id and w.is_active and w.deleted_at is null
  ), '{}');
end
$$;
comment on function private.scope(integer, boolean, boolean) is
  'Living projects in which the caller has at least this rank; with_workspace adds those of workspaces the caller owns or administers, personal ones never.';

create function private.scope_one(min_rank integer) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  named uuid := private.named_project();
begin
  if named is null then
    return null;
  end if;
  -- The rank is compared outside of the search, so that it is one probe of the unique index
  -- and not a walk over the caller's memberships by rank.
  return (
    select case when pu.rank >= min_rank then pu.project_id end
    from public.project_users pu
    join public.users u on u.id = pu.user_id and u.status = 'active' and u.deleted_at is null
    join public.projects p on p.id = pu.project_id and p.is_active and p.deleted_at is null
    join public.workspaces w on w.id = p.workspace_id and w.is_active and w.deleted_at is null
    where pu.project_id = named and pu.user_id = auth.uid()
  );
end
$$;
comment on function private.scope_one(integer) is 'The named project, if the caller has at least this rank in it and it lives; else null.';

create function private.scope_rest(min_rank integer) returns setof uuid
language plpgsql stable security definer set search_path = '' rows 20 as $$
begin
  if private.is_narrowed() then
    return;
  end if;
  return query
    select pu.project_id
    from public.project_users pu
    join public.projects p on p.id = pu.project_id and p.is_active and p.deleted_at is null
    join public.workspaces w on w.id = p.workspace_id and w.is_active and w.deleted_at is null
    where pu.user_id = (select private.active_user()) and pu.rank >= min_rank;
end
$$;
comment on function private.scope_rest(integer) is 'All living projects in which the caller has at least this rank; nothing when a project is named.';

create function private.archived_projects() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(p.id), '{}')
  from public.projects p
  join public.workspaces w on w.id = p.workspace_id and w.is_active and w.deleted_at is null
  where not (p.is_active and p.deleted_at is null)
    and (not private.is_narrowed() or p.id = private.named_project())
    and p.id in (
      select pu.project_id from public.project_users pu
      where pu.user_id = (select private.active_user()) and pu.rank = 4
      union all
      select q.id from public.workspace_users wu
      join public.projects q on q.workspace_id = wu.workspace_id and q.personal_owner_id is null
      where wu.user_id = (select private.active_user()) and wu.rank >= 2
    )
$$;
comment on function private.archived_projects() is
  'Archived projects whose own row the caller sees, to restore them: of project owners, workspace owners and admins.';

create policy "Members and the workspace's owners and admins read projects" on public.projects
  for select to authenticated
  using (
    id = any ((select private.scope(1, true))::uuid[])
    or id = any ((select private.archived_projects())::uuid[])
  );
create policy "Managers and the workspace's owners and admins change projects" on public.projects
  for update to authenticated
  using (id = any ((select private.scope(3, true))::uuid[]))
  with check (id = any ((select private.scope(3, true))::uuid[]));

create policy "Members and the workspace's owners and admins read members" on public.project_users
  for select to authenticated
  using (project_id = any ((select private.scope(1, true))::uuid[]));
create policy "Owners add members, managers add contributors and viewers" on public.project_users
  for insert to authenticated
  with check (
    project_id = any ((select private.scope(4, true, false))::uuid[])
    or (role in ('contributor', 'viewer') and project_id = any ((select private.scope(3, false, false))::uuid[]))
  );
create policy "Owners change roles, managers lower ones, nobody the own" on public.project_users
  for update to authenticated
  using (
    user_id <> (select auth.uid())
    and (
      project_id = any ((select private.scope(4, true, false))::uuid[])
      or (role in ('contributor', 'viewer') and project_id = any ((select private.scope(3, false, false))::uuid[]))
    )
  )
  with check (
    user_id <> (select auth.uid())
    and (
      project_id = any ((select private.scope(4, true, false))::uuid[])
      or (role in ('contributor', 'viewer') and project_id = any ((select private.scope(3, false, false))::uuid[]))
    )
  );
create policy "Owners remove anybody, managers lower roles, all themselves" on public.project_users
  for delete to authenticated
  using (
    project_id = any ((select private.scope(4, true, false))::uuid[])
    or (role in ('contributor', 'viewer') and project_id = any ((select private.scope(3, false, false))::uuid[]))
    or (user_id = (select auth.uid()) and project_id = any ((select private.scope(1, false, false))::uuid[]))
  );

grant select, update (name, description, logo_url, color_palette, settings) on public.projects to authenticated;
grant select, insert (project_id, user_id, role), update (role), delete on public.project_users to authenticated;
grant select, insert, update, delete on public.projects, public.project_users to service_role;
grant execute on function private.scope(integer, boolean, boolean), private.scope_one(integer), private.scope_rest(integer),
  private.archived_projects() to authenticated;
