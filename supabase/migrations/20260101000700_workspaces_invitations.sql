-- Invitations into a workspace or a project. They go to an address; whoever
-- proves to own it may accept. What an inviter may grant is checked twice: when
-- inviting and again when the invitation is accepted.

create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  email text not null,
  workspace_id uuid references public.workspaces (id) on delete cascade,
  project_id uuid references public.projects (id) on delete cascade,
  role text not null,
  invited_by uuid references public.users (id) on delete set null,
  token_hash text not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '7 days',
  accepted_at timestamptz,
  accepted_by uuid references public.users (id) on delete set null,
  declined_at timestamptz,
  revoked_at timestamptz,
  constraint lower_case_email check (email = lower(email) and email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and length(email) <= 320),
  constraint one_scope check (num_nonnulls(workspace_id, project_id) = 1),
  constraint valid_role check (
    case when workspace_id is null then role in ('owner', 'manager', 'contributor', 'viewer')
    else role in ('owner', 'admin', 'project_creator') end),
  constraint one_ending check (num_nonnulls(accepted_at, declined_at, revoked_at) <= 1)
);

create unique index invitations_open_workspace_key on public.invitations (email, workspace_id)
  where accepted_at is null and declined_at is null and revoked_at is null and project_id is null;
create unique index invitations_open_project_key on public.invitations (email, project_id)
  where accepted_at is null and declined_at is null and revoked_at is null and workspace_id is null;
create index invitations_workspace_id_idx on public.invitations (workspace_id);
create index invitations_project_id_idx on public.invitations (project_id);
create index invitations_invited_by_idx on public.invitations (invited_by);
create index invitations_accepted_by_idx on public.invitations (accepted_by);

create function private.hash_token(token text) returns text
language sql immutable set search_path = '' as $$
  select encode(sha256(convert_to(token, 'utf8')), 'hex')
$$;
comment on function private.hash_token(text) is 'What is stored of a secret token: SHA-256 in hex.';

create function private.is_open(invitation public.invitations) returns boolean
language sql stable set search_path = '' as $$
  select invitation.accepted_at is null and invitation.declined_at is null
    and invitation.revoked_at is null and invitation.expires_at > now()
$$;
comment on function private.is_open(public.invitations) is 'Whether an invitation can still be accepted.';

create function private.may_grant(inviter uuid, in_workspace uuid, in_project uuid, granted_role text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.workspace_users wu
    join public.users u on u.id = wu.user_id and u.status = 'active' and u.deleted_at is null
    join public.workspaces w on w.id = wu.workspace_id and w.is_active and w.deleted_at is null and not w.is_global
    where in_project is null and wu.workspace_id = in_workspace and wu.user_id = inviter
      and (wu.rank = 3 or (wu.rank = 2 and granted_role = 'project_creator'))
  ) or exists (
    select from public.projects p
    join public.workspaces w on w.id = p.workspace_id and w.is_active and w.deleted_at is null
    join public.users u on u.id = inviter and u.status = 'active' and u.deleted_at is null
    left join public.project_users pu on pu.project_id = p.id and pu.user_id = inviter
    left join public.workspace_users wu on wu.workspace_id = p.workspace_id and wu.user_id = inviter
    where p.id = in_project and p.is_active and p.deleted_at is null and p.personal_owner_id is null
      and (pu.rank = 4 or wu.rank >= 2 or (pu.rank = 3 and granted_role in ('contributor', 'viewer')))
  )
$$;
comment on function private.may_grant(uuid, uuid, uuid, text) is
  'Whether this person may give somebody this role in this workspace or project.';

create function private.visible_invitation_projects() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select private.scope(3, true, false)
$$;
comment on function private.visible_invitation_projects() is
  'Team projects whose invitations the caller sees: of project owners and managers, workspace owners and admins.';

alter table public.invitations enable row level security;

create policy "Those who manage a workspace or project read its invitations" on public.invitations
  for select to authenticated
  using (
    workspace_id = any ((select private.workspace_scope(2))::uuid[])
    or project_id = any ((select private.visible_invitation_projects())::uuid[])
  );

create trigger keep_identity before update on public.invitations
  for each row when (new.id is distinct from old.id or new.workspace_id is distinct from old.workspace_id
    or new.project_id is distinct from old.project_id or new.email is distinct from old.email
    or new.role is distinct from old.role or new.created_at is distinct from old.created_at
    or (new.invited_by is distinct from old.invited_by and new.invited_by is not null))
  execute function private.refuse_move();

grant select (id, email, workspace_id, project_id, role, invited_by, created_at, expires_at, accepted_at, accepted_by,
  declined_at, revoked_at) on public.invitations to authenticated;
grant select, insert, update, delete on public.invitations to service_role;
grant execute on function private.visible_invitation_projects() to authenticated;

comment on table public.invitations is 'An address invited into a workspace or a project (exactly one of them).';
comment on column public.invitations.email is 'Lower case.';
comment on column public.invitations.token_hash is 'SHA-256 of the token in the link; the token itself is stored nowhere.';
