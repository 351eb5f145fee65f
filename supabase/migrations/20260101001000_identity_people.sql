-- How people see each other, and how super users decide about accounts.

create function private.fellow_members() returns table (user_id uuid, shows_email boolean)
language plpgsql stable security definer set search_path = '' rows 50 as $$
declare
  caller uuid := private.active_user();
begin
  if auth.role() = 'service_role' or (private.is_super_user() and not private.is_narrowed()) then
    return query select u.id, true from public.users u;
    return;
  end if;
  if caller is null then
    return;
  end if;
  -- Named project: its members only, so the answer does not grow with the caller's other projects.
  return query
    select f.id, bool_or(f.managed)
    from (
      select caller as id, true as managed
      union all
      select other.user_id, mine.rank >= 3
      from public.project_users mine
      join public.projects p on p.id = mine.project_id and p.is_active and p.deleted_at is null
      join public.workspaces w on w.id = p.workspace_id and w.is_active and w.deleted_at is null
      join public.project_users other on other.project_id = mine.project_id
      where mine.user_id = caller and (not private.is_narrowed() or mine.project_id = private.named_project())
      union all
      select other.user_id, mine.rank >= 2
      from public.workspace_users mine
      join public.workspaces w on w.id = mine.workspace_id and w.is_active and w.deleted_at is null and not w.is_global
      join public.workspace_users other on other.workspace_id = mine.workspace_id
      where mine.user_id = caller and not private.is_narrowed()
      union all
      -- Owners and admins of the workspace see the members of its team projects.
      select other.user_id, true
      from public.workspace_users mine
      join public.workspaces w on w.id = mine.workspace_id and w.is_active and w.deleted_at is null and not w.is_global
      join public.projects p on p.workspace_id = w.id and p.personal_owner_id is null and p.is_active and p.deleted_at is null
      join public.project_users other on other.project_id = p.id
      where mine.user_id = caller and mine.rank >= 2
        and (not private.is_narrowed() or p.id = private.named_project())
    ) f
    group by f.id;
end
$$;
comment on function private.fellow_members() is
  'People who share a project or a non-global workspace with the caller, and whether the caller manages one of them; everybody for super users and the server.';

create view public.member_profiles with (security_barrier = true) as
  select u.id,
    coalesce(nullif(btrim(u.profile ->> 'display_name'), ''), 'Unnamed person') as display_name,
    nullif(btrim(u.profile ->> 'avatar_url'), '') as avatar_url,
    case when f.shows_email then u.email end as email
  from private.fellow_members() f
  join public.users u on u.id = f.user_id;

create function public.set_user_status(target uuid, new_status text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not private.is_super_user() then
    raise exception using errcode = 'insufficient_privilege', message = 'Only a super user can change the status of an account.';
  end if;
  if target = auth.uid() then
    raise exception using errcode = 'insufficient_privilege', message = 'Nobody can change the own status.';
  end if;
  update public.users u set status = new_status where u.id = target;
  if not found then
    raise exception using errcode = 'no_data_found', message = 'The account was not found.';
  end if;
  if new_status <> 'active' then
    delete from auth.sessions s where s.user_id = target;
  end if;
end
$$;
comment on function public.set_user_status(uuid, text) is
  'Sets another person''s status; for super users. Any status but active ends the person''s sessions.';

grant select on public.member_profiles to authenticated, service_role;
grant execute on function private.fellow_members() to authenticated, service_role;
grant execute on function public.set_user_status(uuid, text) to authenticated;

comment on view public.member_profiles is
  'Name and picture of fellow members; the e-mail address only for those who manage them, and the own one.';
