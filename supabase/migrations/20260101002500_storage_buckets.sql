-- Files of workspaces, projects and apps. A row of storage.objects is what makes
-- bytes reachable: "<owner>/<path>", the owner being the id of the workspace, the
-- project or the artifact. The files of an app's versions have rows of their own,
-- in artifact_versions. Bytes lie where FILES_URL says, and go after their rows:
-- a deleted owner is queued here and a job removes what it leaves behind.

insert into storage.buckets (id, name, public, file_size_limit)
values
  ('workspace-files', 'workspace-files', false, 104857600),
  ('project-files', 'project-files', false, 104857600),
  ('artifact-files', 'artifact-files', false, 104857600)
on conflict (id) do update set public = false, file_size_limit = excluded.file_size_limit;

create table private.file_removals (
  bucket_id text not null,
  owner_id uuid not null,
  queued_at timestamptz not null default now(),
  constraint valid_bucket check (bucket_id in ('workspace-files', 'project-files', 'artifact-files')),
  primary key (bucket_id, owner_id)
);

create index file_removals_queued_at_idx on private.file_removals (queued_at);

create function private.file_owners(bucket text, min_rank integer) returns setof text
language sql stable security definer set search_path = '' rows 20 as $$
  select id::text from unnest(private.workspace_scope(min_rank)) id where bucket = 'workspace-files'
  union all
  select w.id::text from public.workspaces w where bucket = 'workspace-files' and w.id = private.administered_global_workspace()
  union all
  select id::text from unnest(private.scope(min_rank)) id where bucket = 'project-files'
  union all
  select a.id::text from public.artifacts a
  where bucket = 'artifact-files' and a.project_id = any ((select private.scope(min_rank))::uuid[])
$$;
comment on function private.file_owners(text, integer) is
  'First folders of a bucket below which the caller reads (rank 1) or writes (rank 2), as text: a name that begins with anything but an id is in none.';

create function private.queue_file_removal() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.file_removals (bucket_id, owner_id)
  select distinct tg_argv[0], (to_jsonb(d) ->> tg_argv[1])::uuid from deleted d
  on conflict (bucket_id, owner_id) do update set queued_at = now();
  return null;
end
$$;
comment on function private.queue_file_removal() is
  'After delete: the job looks at the files of these owners. Arguments: the bucket, and the column that names the owner.';

create function private.refuse_used_id() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if auth.uid() is not null and exists (
    select from private.file_removals r where r.bucket_id = 'artifact-files' and r.owner_id = new.id
  ) then
    raise exception using errcode = 'unique_violation', message = 'This id was that of an app that was deleted.', hint = 'Use a new id.';
  end if;
  return null;
end
$$;
comment on function private.refuse_used_id() is
  'After insert: people choose ids, and whoever took over that of a deleted app would reach its files until they are removed.';

create trigger queue_file_removal after delete on public.workspaces
  referencing old table as deleted for each statement execute function private.queue_file_removal('workspace-files', 'id');
create trigger queue_file_removal after delete on public.projects
  referencing old table as deleted for each statement execute function private.queue_file_removal('project-files', 'id');
create trigger queue_file_removal after delete on public.artifacts
  referencing old table as deleted for each statement execute function private.queue_file_removal('artifact-files', 'id');
create trigger queue_file_removal after delete on public.artifact_files
  referencing old table as deleted for each statement execute function private.queue_file_removal('artifact-files', 'artifact_id');

create trigger refuse_used_id after insert on public.artifacts
  for each row execute function private.refuse_used_id();

-- Row-level security is on for the tables of schema storage, here as on Supabase.
alter table private.file_removals enable row level security;

create policy "Members read files of their workspaces, projects and apps" on storage.objects
  for select to authenticated
  using (
    (bucket_id = 'workspace-files' and (storage.foldername(name))[1] in (select private.file_owners('workspace-files', 1)))
    or (bucket_id = 'project-files' and (storage.foldername(name))[1] in (select private.file_owners('project-files', 1)))
    or (bucket_id = 'artifact-files' and (storage.foldername(name))[1] in (select private.file_owners('artifact-files', 1)))
  );
create policy "Workspace admins and project contributors add files" on storage.objects
  for insert to authenticated
  with check (
    (bucket_id = 'workspace-files' and (storage.foldername(name))[1] in (select private.file_owners('workspace-files', 2)))
    or (bucket_id = 'project-files' and (storage.foldername(name))[1] in (select private.file_owners('project-files', 2)))
    or (bucket_id = 'artifact-files' and (storage.foldername(name))[1] in (select private.file_owners('artifact-files', 2)))
  );
create policy "Workspace admins and project contributors replace files" on storage.objects
  for update to authenticated
  using (
    (bucket_id = 'workspace-files' and (storage.foldername(name))[1] in (select private.file_owners('workspace-files', 2)))
    or (bucket_id = 'project-files' and (storage.foldername(name))[1] in (select private.file_owners('project-files', 2)))
    or (bucket_id = 'artifact-files' and (storage.foldername(name))[1] in (select private.file_owners('artifact-files', 2)))
  )
  with check (
    (bucket_id = 'workspace-files' and (storage.foldername(name))[1] in (select private.file_owners('workspace-files', 2)))
    or (bucket_id = 'project-files' and (storage.foldername(name))[1] in (select private.file_owners('project-files', 2)))
    or (bucket_id = 'artifact-files' and (storage.foldername(name))[1] in (select private.file_owners('artifact-files', 2)))
  );
create policy "Workspace admins and project contributors delete files" on storage.objects
  for delete to authenticated
  using (
    (bucket_id = 'workspace-files' and (storage.foldername(name))[1] in (select private.file_owners('workspace-files', 2)))
    or (bucket_id = 'project-files' and (storage.foldername(name))[1] in (select private.file_owners('project-files', 2)))
    or (bucket_id = 'artifact-files' and (storage.foldername(name))[1] in (select private.file_owners('artifact-files', 2)))
  );

grant select, delete on private.file_removals to service_role;
grant execute on function private.file_owners(text, integer) to authenticated;

comment on table private.file_removals is 'Owners of files that lost rows: a job removes their bytes that no row names any more.';
comment on column private.file_removals.owner_id is 'The workspace, project or artifact; it may be gone.';
comment on column private.file_removals.queued_at is 'When it lost rows last. Later changes queue it anew.';
comment on column private.file_removals.bucket_id is 'Which of the buckets held the files.';
