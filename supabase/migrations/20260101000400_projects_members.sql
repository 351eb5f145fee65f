-- Projects and who works in them. A personal project lies in the global
-- workspace, belongs to one person and has exactly that one member.

create table public.projects (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  description text,
  logo_url text,
  color_palette jsonb,
  settings jsonb not null default '{}',
  is_active boolean not null default true,
  deleted_at timestamptz,
  personal_owner_id uuid unique references public.users (id) on delete set null,
  personal_in_global boolean generated always as (case when personal_owner_id is not null then true end) stored,
  constraint valid_name check (btrim(name) <> '' and length(name) <= 200),
  constraint valid_description check (length(description) <= 2000),
  constraint valid_logo_url check (length(logo_url) <= 2000),
  constraint valid_color_palette check (octet_length(color_palette::text) <= 16384),
  -- The mark of before_account_goes has room of its own: settings that are full keep nobody from going.
  constraint valid_settings check (jsonb_typeof(settings) = 'object'
    and octet_length(settings::text) <= case when settings @> '{"archived_reason": "user_deleted"}' then 16448 else 16384 end),
  -- Checked only for personal projects: the other side must then be global.
  constraint personal_projects_are_global foreign key (workspace_id, personal_in_global)
    references public.workspaces (id, is_global),
  unique (id, workspace_id)
);

create table public.project_users (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references public.projects (id) on delete cascade,
  user_id uuid not null references public.users (id) on delete cascade,
  role text not null,
  rank smallint not null generated always as
    (case role when 'owner' then 4 when 'manager' then 3 when 'contributor' then 2 else 1 end) stored,
  created_at timestamptz not null default now(),
  invited_by uuid references public.users (id) on delete set null,
  constraint valid_role check (role in ('owner', 'manager', 'contributor', 'viewer')),
  -- With the rank, so that one probe answers who may do what, however many memberships there are.
  constraint project_users_project_id_user_id_key unique (project_id, user_id) include (rank)
);

create index projects_workspace_id_idx on public.projects (workspace_id);
create index project_users_user_id_idx on public.project_users (user_id, rank, project_id);
create index project_users_invited_by_idx on public.project_users (invited_by);

create function private.guard_project_owner() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- As in guard_workspace_owner: take turns, and let cascades pass.
  perform from public.projects p where p.id = old.project_id for no key update;
  if found
    and exists (select from public.users u where u.id = old.user_id)
    and not exists (
      select from public.project_users pu
      where pu.project_id = old.project_id and pu.role = 'owner' and pu.id <> old.id
    ) then
    raise exception using errcode = 'raise_exception',
      message = 'A project keeps at least one owner.',
      hint = 'Make another member an owner first.';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
comment on function private.guard_project_owner() is 'The last owner of a project can neither leave nor be demoted or removed.';

create function private.guard_personal_project() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (
    select from public.projects p
    where p.id = new.project_id and p.personal_owner_id is not null
      and (p.personal_owner_id <> new.user_id or new.role <> 'owner')
  ) then
    raise exception using errcode = 'insufficient_privilege',
      message = 'A personal project has exactly one member.',
      hint = 'Create a project in a workspace to work with others.';
  end if;
  return new;
end
$$;
comment on function private.guard_personal_project() is 'After insert or update: nobody joins a personal project.';

-- After: policies refuse first, so that nobody learns whose project is a personal one.
create trigger guard_personal_project after insert or update on public.project_users
  for each row execute function private.guard_personal_project();
create trigger guard_owner_on_update before update of role on public.project_users
  for each row when (old.role = 'owner' and new.role <> 'owner')
  execute function private.guard_project_owner();
create trigger guard_owner_on_delete before delete on public.project_users
  for each row when (old.role = 'owner')
  execute function private.guard_project_owner();
create trigger keep_identity before update on public.project_users
  for each row when (new.id is distinct from old.id or new.project_id is distinct from old.project_id
    or new.user_id is distinct from old.user_id or new.created_at is distinct from old.created_at
    or (new.invited_by is distinct from old.invited_by and new.invited_by is not null))
  execute function private.refuse_move();
create trigger set_invited_by before insert on public.project_users
  for each row execute function private.set_invited_by();
create trigger keep_identity before update on public.projects
  for each row when (new.id is distinct from old.id or new.workspace_id is distinct from old.workspace_id
    or new.created_at is distinct from old.created_at
    or (new.personal_owner_id is distinct from old.personal_owner_id and new.personal_owner_id is not null))
  execute function private.refuse_move();
create trigger set_updated_at before update on public.projects
  for each row execute function private.set_updated_at();

alter table public.projects enable row level security;
alter table public.project_users enable row level security;

comment on table public.projects is 'People, chats, documents and apps around one purpose.';
comment on column public.projects.settings is 'Preferences. Carries no authority.';
comment on column public.projects.personal_owner_id is 'Whose personal project it is. Set by sign-up, cleared by account deletion.';
comment on column public.projects.personal_in_global is 'True for personal projects, else null; half of the foreign key that keeps them in the global workspace.';
comment on column public.projects.deleted_at is 'When it was archived; removed for good 30 days later.';
comment on table public.project_users is 'Membership of a person in a project.';
comment on column public.project_users.rank is 'The role as a number: viewer 1, contributor 2, manager 3, owner 4.';
comment on column public.projects.color_palette is 'Colours of the project, as the studio shows them.';
comment on column public.projects.is_active is
  'False while archived: invisible and read-only for all but those who may restore it.';
