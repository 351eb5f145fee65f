-- Tenants and who belongs to them. Authority lies in typed columns; settings
-- holds preferences only. The global workspace has every person as a member, so
-- there a member sees the workspace and the own membership, and nothing else.

create table public.workspaces (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  description text,
  company_name text not null,
  company_email_domains text[],
  logo_url text,
  color_palette jsonb,
  settings jsonb not null default '{}',
  is_active boolean not null default true,
  deleted_at timestamptz,
  is_global boolean not null default false,
  managed_by_super_user boolean not null default false,
  constraint valid_name check (btrim(name) <> '' and length(name) <= 200),
  constraint valid_company_name check (btrim(company_name) <> '' and length(company_name) <= 200),
  constraint valid_description check (length(description) <= 2000),
  constraint valid_logo_url check (length(logo_url) <= 2000),
  constraint valid_color_palette check (octet_length(color_palette::text) <= 16384),
  -- The mark of before_account_goes has room of its own: settings that are full keep nobody from going.
  constraint valid_settings check (jsonb_typeof(settings) = 'object'
    and octet_length(settings::text) <= case when settings @> '{"archived_reason": "user_deleted"}' then 16448 else 16384 end),
  unique (id, is_global)
);

create table public.workspace_users (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id uuid not null references public.users (id) on delete cascade,
  role text not null,
  rank smallint not null generated always as (case role when 'owner' then 3 when 'admin' then 2 else 1 end) stored,
  created_at timestamptz not null default now(),
  invited_by uuid references public.users (id) on delete set null,
  constraint valid_role check (role in ('owner', 'admin', 'project_creator')),
  constraint workspace_users_workspace_id_user_id_key unique (workspace_id, user_id) include (rank)
);

create unique index workspaces_one_global_key on public.workspaces (is_global) where is_global;
create index workspace_users_user_id_idx on public.workspace_users (user_id, rank, workspace_id);
create index workspace_users_invited_by_idx on public.workspace_users (invited_by);

create function private.global_workspace() returns uuid
language sql stable security definer set search_path = '' as $$
  select w.id from public.workspaces w where w.is_global
$$;
comment on function private.global_workspace() is 'The id of the global workspace.';

create function private.workspace_scope(min_rank integer) returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(wu.workspace_id), '{}')
  from public.workspace_users wu
  join public.workspaces w on w.id = wu.workspace_id and w.is_active and w.deleted_at is null and not w.is_global
  where wu.user_id = (select private.active_user()) and wu.rank >= min_rank
$$;
comment on function private.workspace_scope(integer) is
  'Living workspaces in which the caller has at least this rank (project_creator 1, admin 2, owner 3); never the global one.';

create function private.workspaces_to_read() returns uuid[]
language sql stable security definer set search_path = '' as $$
  -- From the caller's memberships, so that it costs the same however many workspaces others have.
  select coalesce(array_agg(r.id), '{}')
  from (
    select w.id from public.workspace_users wu
    join public.workspaces w on w.id = wu.workspace_id
    where wu.user_id = (select private.active_user())
      and wu.rank >= case when w.is_active and w.deleted_at is null then 1 else 2 end
    union
    select w.id from public.workspaces w where w.is_global and (select private.is_super_user())
  ) r
$$;
comment on function private.workspaces_to_read() is
  'Workspaces whose own row the caller sees: living ones of a member, archived ones of owner and admin, the global one of a super user.';

create function private.administered_global_workspace() returns uuid
language sql stable security definer set search_path = '' as $$
  select w.id from public.workspaces w where w.is_global and (select private.is_super_user())
$$;
comment on function private.administered_global_workspace() is 'The global workspace, for super users; else null.';

create function private.guard_workspace_owner() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- The lock makes two owners who leave at once take turns. No row means that
  -- the workspace or the account itself is going: that may pass.
  perform from public.workspaces w where w.id = old.workspace_id for no key update;
  if found
    and exists (select from public.users u where u.id = old.user_id)
    and not exists (
      select from public.workspace_users wu
      where wu.workspace_id = old.workspace_id and wu.role = 'owner' and wu.id <> old.id
    ) then
    raise exception using errcode = 'raise_exception',
      message = 'A workspace keeps at least one owner.',
      hint = 'Make another member an owner first.';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
comment on function private.guard_workspace_owner() is 'The last owner of a workspace can neither leave nor be demoted or removed.';

create trigger guard_owner_on_update before update of role on public.workspace_users
  for each row when (old.role = 'owner' and new.role <> 'owner')
  execute function private.guard_workspace_owner();
create trigger guard_owner_on_delete before delete on public.workspace_users
  for each row when (old.role = 'owner')
  execute function private.guard_workspace_owner();
create trigger keep_identity before update on public.workspace_users
  for each row when (new.id is distinct from old.id or new.workspace_id is distinct from old.workspace_id
    or new.user_id is distinct from old.user_id or new.created_at is distinct from old.created_at
    or (new.invited_by is distinct from old.invited_by and new.invited_by is not null))
  execute function private.refuse_move();
create trigger set_invited_by before insert on public.workspace_users
  for each row execute function private.set_invited_by();
create trigger keep_identity before update on public.workspaces
  for each row when (new.id is distinct from old.id or new.created_at is distinct from old.created_at
    or new.is_global is distinct from old.is_global)
  execute function private.refuse_move();
create trigger set_updated_at before update on public.workspaces
  for each row execute function private.set_updated_at();

alter table public.workspaces enable row level security;
alter table public.workspace_users enable row level security;

create policy "Members read living workspaces, owners and admins archived ones" on public.workspaces
  for select to authenticated
  using (id = any ((select private.workspaces_to_read())::uuid[]));
create policy "Owners change their workspace, super users the global one" on public.workspaces
  for update to authenticated
  using (id = any ((select private.workspace_scope(3))::uuid[]) or id = (select private.administered_global_workspace()))
  with check (id = any ((select private.workspace_scope(3))::uuid[]) or id = (select private.administered_global_workspace()));

create policy "Members read members, in the global workspace only themselves" on public.workspace_users
  for select to authenticated
  using (
    workspace_id = any ((select private.workspace_scope(1))::uuid[])
    or (user_id = (select private.active_user()) and workspace_id = (select private.global_workspace()))
    or workspace_id = (select private.administered_global_workspace())
  );
create policy "Owners add members, admins add project creators" on public.workspace_users
  for insert to authenticated
  with check (
    workspace_id = any ((select private.workspace_scope(3))::uuid[])
    or (role = 'project_creator' and workspace_id = any ((select private.workspace_scope(2))::uuid[]))
  );
create policy "Owners change roles other than their own" on public.workspace_users
  for update to authenticated
  using (user_id <> (select auth.uid()) and workspace_id = any ((select private.workspace_scope(3))::uuid[]))
  with check (user_id <> (select auth.uid()) and workspace_id = any ((select private.workspace_scope(3))::uuid[]));
create policy "Owners remove anybody, admins project creators, all themselves" on public.workspace_users
  for delete to authenticated
  using (
    workspace_id = any ((select private.workspace_scope(3))::uuid[])
    or (role = 'project_creator' and workspace_id = any ((select private.workspace_scope(2))::uuid[]))
    or (user_id = (select auth.uid()) and workspace_id = any ((select private.workspace_scope(1))::uuid[]))
  );

grant select, update (name, description, company_name, logo_url, color_palette, settings)
  on public.workspaces to authenticated;
grant select, insert (workspace_id, user_id, role), update (role), delete on public.workspace_users to authenticated;
grant select, insert, update, delete on public.workspaces, public.workspace_users to service_role;
grant execute on function private.global_workspace(), private.workspace_scope(integer), private.workspaces_to_read(),
  private.administered_global_workspace() to authenticated;

comment on table public.workspaces is 'A tenant: a company or department.';
comment on column public.workspaces.company_email_domains is 'Read-only mirror of the verified rows in workspace_domains.';
comment on column public.workspaces.settings is 'Preferences. Carries no authority.';
comment on column public.workspaces.is_global is 'The one workspace every person belongs to. Written by migrations only.';
comment on column public.workspaces.managed_by_super_user is 'Super users read and change this workspace. Written by migrations only.';
comment on column public.workspaces.deleted_at is 'When it was archived; removed for good 30 days later.';
comment on table public.workspace_users is 'Membership of a person in a workspace.';
comment on column public.workspace_users.rank is 'The role as a number: project_creator 1, admin 2, owner 3.';
comment on column public.workspaces.color_palette is 'Colours of the workspace, as the studio shows them.';
comment on column public.workspaces.is_active is
  'False while archived: invisible and read-only for all but those who may restore it.';
