-- Public apps, readable without an account. Nobody lists them: whoever knows
-- the id of a public artifact, or holds a link to it, gets this one and nothing
-- that says whose it is. Taking is_public back ends every link at once.

create table public.share_links (
  id uuid primary key default gen_random_uuid(),
  artifact_id uuid not null,
  project_id uuid not null,
  token_hash text not null unique,
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  expires_at timestamptz,
  revoked_at timestamptz,
  foreign key (artifact_id, project_id) references public.artifacts (id, project_id) on delete cascade,
  constraint valid_token_hash check (token_hash ~ '^[0-9a-f]{64}$'),
  constraint valid_expiry check (expires_at > created_at)
);

create index share_links_artifact_id_idx on public.share_links (artifact_id) include (project_id);
create index share_links_created_by_idx on public.share_links (created_by);

create function private.is_shared(artifact uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.artifacts a
    join public.projects p on p.id = a.project_id and p.is_active and p.deleted_at is null
    join public.workspaces w on w.id = p.workspace_id and w.is_active and w.deleted_at is null
    where a.id = artifact and a.is_public and a.status <> 'archived'
  )
$$;
comment on function private.is_shared(uuid) is 'Whether an artifact is public and everything above it lives.';

create function public.create_share_link(of_artifact uuid, expiry timestamptz default null)
returns table (share_link_id uuid, token text, expires_at timestamptz)
language plpgsql security definer set search_path = '' as $$
declare
  secret text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
begin
  return query
    insert into public.share_links as l (artifact_id, project_id, token_hash, created_by, expires_at)
    select a.id, a.project_id, private.hash_token(secret), auth.uid(), expiry
    from public.artifacts a where a.id = of_artifact and a.project_id = any (private.scope(2))
    returning l.id, secret, l.expires_at;
  if not found then
    raise exception using errcode = 'insufficient_privilege', message = 'Only contributors of its project can share an app.';
  end if;
end
$$;
comment on function public.create_share_link(uuid, timestamptz) is
  'Makes a link to an artifact; for contributors. The token is returned once; the link works while the artifact is public.';

create function public.shared_artifact(artifact uuid)
returns table (id uuid, title text, description text, artifact_type text, status text, created_at timestamptz, updated_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select a.id, a.title, a.description, a.artifact_type, a.status, a.created_at, a.updated_at
  from public.artifacts a where a.id = artifact and private.is_shared(a.id)
$$;
comment on function public.shared_artifact(uuid) is 'A public artifact without anything that tells whose it is; no row for any other.';

create function public.shared_artifact_files(artifact uuid)
returns table (id uuid, file_name text, file_type text, file_size bigint, file_path text, is_main_file boolean, storage_path text)
language sql stable security definer set search_path = '' as $$
  select f.id, f.file_name, f.file_type, f.file_size, f.file_path, f.is_main_file, f.storage_path
  from public.artifact_files f where f.artifact_id = artifact and private.is_shared(artifact)
  order by f.file_path
$$;
comment on function public.shared_artifact_files(uuid) is
  'The files of a public artifact; their bytes may be handed out. No row for any other.';

create function public.open_share_link(token text) returns uuid
language sql stable security definer set search_path = '' as $$
  select l.artifact_id from public.share_links l
  where l.token_hash = private.hash_token(token) and l.revoked_at is null
    and (l.expires_at is null or l.expires_at > now()) and private.is_shared(l.artifact_id)
$$;
comment on function public.open_share_link(text) is 'The id of the public artifact that a link leads to; null when the link does not work.';

create function private.set_revoke_time() returns trigger
language plpgsql set search_path = '' as $$
begin
  -- Revoking cannot be taken back or dated.
  new.revoked_at := coalesce(old.revoked_at, now());
  return new;
end
$$;
comment on function private.set_revoke_time() is 'Before update of revoked_at: it is the time of the first revocation.';

create trigger keep_identity before update on public.share_links
  for each row when ((to_jsonb(new) - array['revoked_at', 'created_by']) is distinct from (to_jsonb(old) - array['revoked_at', 'created_by'])
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_revoke_time before update of revoked_at on public.share_links
  for each row execute function private.set_revoke_time();

alter table public.share_links enable row level security;

create policy "Members read share links" on public.share_links
  for select to authenticated
  using (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)));
create policy "Contributors revoke share links" on public.share_links
  for update to authenticated
  using (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)))
  with check (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)));

grant select (id, artifact_id, project_id, created_at, created_by, expires_at, revoked_at), update (revoked_at)
  on public.share_links to authenticated;
grant select, insert, update, delete on public.share_links to service_role;
grant execute on function public.create_share_link(uuid, timestamptz) to authenticated;
grant execute on function public.shared_artifact(uuid), public.shared_artifact_files(uuid), public.open_share_link(text)
  to anon, authenticated;

comment on table public.share_links is 'A link to a public artifact, with an end of its own.';
comment on column public.share_links.token_hash is 'SHA-256 of the token in the link; the token itself is stored nowhere.';
comment on column public.share_links.expires_at is 'When the link ends by itself; null for never.';
