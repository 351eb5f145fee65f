-- Apps and their files. A version is immutable; artifact_files lists the files
-- of the current one. Bytes lie in storage under <artifact id>/<content hash>.

create table public.artifacts (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references public.projects (id) on delete cascade,
  chat_id uuid,
  title text not null,
  description text,
  artifact_type text not null,
  status text not null default 'pending',
  progress integer not null default 0,
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  updated_at timestamptz not null default now(),
  metadata jsonb not null default '{}',
  is_public boolean not null default false,
  current_version integer not null default 0,
  foreign key (chat_id, project_id) references public.chat_sessions (id, project_id) on delete set null (chat_id),
  constraint valid_title check (btrim(title) <> '' and length(title) <= 200),
  constraint valid_description check (length(description) <= 2000),
  constraint valid_artifact_type check (btrim(artifact_type) <> '' and length(artifact_type) <= 50),
  constraint valid_status check (status in ('pending', 'generating', 'ready', 'failed', 'archived')),
  constraint valid_progress check (progress between 0 and 100),
  constraint valid_metadata check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 65536),
  constraint valid_current_version check (current_version >= 0),
  unique (id, project_id)
);

create table public.artifact_files (
  id uuid primary key default gen_random_uuid(),
  artifact_id uuid not null,
  project_id uuid not null,
  file_name text not null,
  file_type text not null,
  file_size bigint not null,
  file_path text not null,
  is_main_file boolean not null default false,
  storage_path text not null,
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  updated_at timestamptz not null default now(),
  updated_by uuid references auth.users (id) on delete set null,
  metadata jsonb not null default '{}',
  foreign key (artifact_id, project_id) references public.artifacts (id, project_id) on delete cascade,
  constraint valid_file_name check (btrim(file_name) <> '' and length(file_name) <= 255 and file_name !~ '[/\\[:cntrl:]]'),
  constraint valid_file_type check (length(file_type) between 1 and 200),
  constraint valid_file_size check (file_size between 0 and 104857600),
  -- Relative, normalised, no empty, "." or ".." segment, no backslash or control character.
  constraint valid_file_path check (length(file_path) <= 500 and file_path !~ '(^|/)\.{0,2}(/|$)|\\|[[:cntrl:]]'),
  constraint valid_storage_path check (
    starts_with(storage_path, artifact_id::text || '/') and length(storage_path) <= 600
    and storage_path !~ '(^|/)\.{0,2}(/|$)|\\|[[:cntrl:]]'),
  constraint valid_metadata check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 65536),
  -- With the project, which the foreign key compares: who names an app of others is told so, and not which files it has.
  unique (artifact_id, file_path, project_id)
);

create unique index one_main_file_per_artifact on public.artifact_files (artifact_id, project_id) where is_main_file;
create index artifacts_project_id_idx on public.artifacts (project_id, updated_at desc);
create index artifacts_chat_id_idx on public.artifacts (chat_id);
create index artifacts_created_by_idx on public.artifacts (created_by);
create index artifact_files_artifact_id_idx on public.artifact_files (artifact_id) include (project_id);
create index artifact_files_created_by_idx on public.artifact_files (created_by);
create index artifact_files_updated_by_idx on public.artifact_files (updated_by);

create function private.unpublish_personal_artifacts() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.artifacts a set is_public = false
  where a.is_public and a.project_id in (select p.id from public.projects p where p.personal_owner_id = old.id);
  return old;
end
$$;
comment on function private.unpublish_personal_artifacts() is 'Before delete of an account: the apps of its personal project are no longer public.';

create trigger on_auth_user_deleted_unpublish before delete on auth.users
  for each row execute function private.unpublish_personal_artifacts();
create trigger keep_identity before update on public.artifacts
  for each row when (new.id is distinct from old.id or new.project_id is distinct from old.project_id
    or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_created_by before insert on public.artifacts
  for each row execute function private.set_created_by();
create trigger set_updated_at before update on public.artifacts
  for each row execute function private.set_updated_at();
create trigger keep_identity before update on public.artifact_files
  for each row when (new.id is distinct from old.id or new.artifact_id is distinct from old.artifact_id
    or new.project_id is distinct from old.project_id or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_created_by before insert on public.artifact_files
  for each row execute function private.set_created_by();
create trigger set_updated_by before insert or update on public.artifact_files
  for each row execute function private.set_updated_by();

alter table public.artifacts enable row level security;
alter table public.artifact_files enable row level security;

create policy "Members read artifacts" on public.artifacts
  for select to authenticated using (project_id = any ((select private.scope(1))::uuid[]));
create policy "Contributors create artifacts" on public.artifacts
  for insert to authenticated with check (project_id = any ((select private.scope(2))::uuid[]));
create policy "Contributors change artifacts" on public.artifacts
  for update to authenticated
  using (project_id = any ((select private.scope(2))::uuid[]))
  with check (project_id = any ((select private.scope(2))::uuid[]));
create policy "Contributors delete their own artifacts, managers all" on public.artifacts
  for delete to authenticated
  using (
    (created_by = (select auth.uid()) and project_id = any ((select private.scope(2))::uuid[]))
    or project_id = any ((select private.scope(3))::uuid[])
  );

create policy "Members read artifact files" on public.artifact_files
  for select to authenticated
  using (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)));
create policy "Contributors add artifact files" on public.artifact_files
  for insert to authenticated
  with check (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)));
create policy "Contributors change artifact files" on public.artifact_files
  for update to authenticated
  using (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)))
  with check (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)));
create policy "Contributors delete artifact files" on public.artifact_files
  for delete to authenticated
  using (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)));

grant select, insert (id, project_id, chat_id, title, description, artifact_type, status, progress, metadata, is_public),
  update (title, description, artifact_type, status, progress, metadata, is_public), delete on public.artifacts to authenticated;
grant select, insert (id, artifact_id, project_id, file_name, file_type, file_size, file_path, is_main_file, storage_path, metadata),
  update (file_name, file_type, file_size, file_path, is_main_file, storage_path, metadata), delete
  on public.artifact_files to authenticated;
grant select, insert, update, delete on public.artifacts, public.artifact_files to service_role;

comment on table public.artifacts is 'An app the crew builds for a project.';
comment on column public.artifacts.progress is 'Percent, 0 to 100.';
comment on column public.artifacts.current_version is 'Number of the version in use, 0 before the first. Kept by artifact_versions.';
comment on column public.artifacts.is_public is 'Readable without sign-in through a share link.';
comment on table public.artifact_files is 'A file of an artifact''s current version.';
comment on column public.artifact_files.file_path is 'Path inside the app, relative and normalised.';
comment on column public.artifact_files.storage_path is '<artifact id>/<SHA-256 of the content>.';
comment on column public.artifact_files.file_size is 'Bytes, at most 100 MiB.';
comment on column public.artifacts.artifact_type is 'What kind of artifact it is: app. Free text that nothing decides by.';
comment on column public.artifacts.status is 'pending before the first version, ready once there is one, generating and failed in between, archived when put away.';
comment on column public.artifacts.metadata is 'Facts about the app that nothing decides by.';
comment on column public.artifact_files.file_type is 'Media type, such as text/css.';
comment on column public.artifact_files.is_main_file is 'The file the app begins with; at most one per artifact.';
comment on column public.artifact_files.metadata is 'Facts about the file that nothing decides by.';
