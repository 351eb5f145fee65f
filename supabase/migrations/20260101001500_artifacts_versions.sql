-- Every turn of the crew is a version that can be restored. Versions are
-- immutable and numbered without gaps; restoring one makes the next one. What a
-- run that was stopped left behind is a version too, but never the current one.

create table public.artifact_versions (
  id uuid primary key default gen_random_uuid(),
  artifact_id uuid not null,
  project_id uuid not null,
  number integer not null default 0,
  summary text not null default '',
  changes jsonb not null default '[]',
  files jsonb not null,
  collections jsonb not null default '[]',
  blueprint jsonb,
  content_hash text not null,
  restored_from integer,
  is_partial boolean not null default false,
  run_id uuid references public.agent_runs (id) on delete set null,
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  foreign key (artifact_id, project_id) references public.artifacts (id, project_id) on delete cascade,
  constraint valid_number check (number >= 1),
  constraint valid_summary check (length(summary) <= 2000),
  constraint valid_changes check (jsonb_typeof(changes) = 'array' and octet_length(changes::text) <= 65536),
  constraint valid_files check (jsonb_typeof(files) = 'array' and octet_length(files::text) <= 1048576),
  constraint valid_collections check (jsonb_typeof(collections) = 'array' and octet_length(collections::text) <= 4194304),
  constraint valid_blueprint check (octet_length(blueprint::text) <= 4194304),
  constraint valid_content_hash check (content_hash ~ '^[0-9a-f]{64}$'),
  constraint valid_restored_from check (restored_from < number),
  unique (artifact_id, number, project_id)
);

create index artifact_versions_run_id_idx on public.artifact_versions (run_id);
create index artifact_versions_created_by_idx on public.artifact_versions (created_by);

create function private.number_version() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  next_number integer;
begin
  -- The row lock makes two writers of one artifact take turns.
  select greatest(a.current_version, (select max(v.number) from public.artifact_versions v
    where v.artifact_id = a.id and v.project_id = a.project_id)) + 1 into next_number from public.artifacts a
  where a.id = new.artifact_id and a.project_id = new.project_id
    -- Policies come after this trigger: whom they will refuse must not learn the number first.
    and (auth.uid() is null or a.project_id = any (private.scope(2))) for no key update;
  if new.number not in (0, next_number) then
    raise exception using errcode = 'serialization_failure',
      message = format('The next version is %s, not %s.', next_number, new.number),
      hint = 'Somebody else published in between; read the current version and try again.';
  end if;
  new.number := coalesce(next_number, 1);
  return new;
end
$$;
comment on function private.number_version() is 'Before insert: gives the next number; a number of the caller''s own must be just that.';

create function private.adopt_version() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.artifacts a set current_version = new.number where a.id = new.artifact_id;
  perform pg_catalog.pg_notify('artifact_events', new.artifact_id::text || '#' || new.number::text);
  return null;
end
$$;
comment on function private.adopt_version() is
  'After insert of a whole version: it is the current one; listeners of channel artifact_events hear <artifact>#<number>.';

create trigger number_version before insert on public.artifact_versions
  for each row execute function private.number_version();
create trigger set_created_by before insert on public.artifact_versions
  for each row execute function private.set_created_by();
create trigger adopt_version after insert on public.artifact_versions
  for each row when (not new.is_partial) execute function private.adopt_version();
-- Only the two references that "on delete set null" clears may change.
create trigger refuse_change before update on public.artifact_versions
  for each row when ((to_jsonb(new) - array['run_id', 'created_by']) is distinct from (to_jsonb(old) - array['run_id', 'created_by'])
    or (new.run_id is distinct from old.run_id and new.run_id is not null)
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();

alter table public.artifact_versions enable row level security;

create policy "Members read versions" on public.artifact_versions
  for select to authenticated
  using (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)));
create policy "Contributors publish versions" on public.artifact_versions
  for insert to authenticated
  with check (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)));

grant select, insert (id, artifact_id, project_id, number, summary, changes, files, collections, blueprint, content_hash,
  restored_from, is_partial, run_id) on public.artifact_versions to authenticated;
grant select, insert, delete on public.artifact_versions to service_role;

comment on table public.artifact_versions is 'A version of an artifact: what its files, collections and blueprint were. Immutable.';
comment on column public.artifact_versions.number is '1, 2, 3 … within the artifact; 0 on insert means the next one.';
comment on column public.artifact_versions.changes is 'What changed against the version before: short lines.';
comment on column public.artifact_versions.files is '[{ "path", "hash", "size", "isMainFile" }]; bytes in storage by hash.';
comment on column public.artifact_versions.collections is '[{ "name", "title", "schema", "samples" }] as they were.';
comment on column public.artifact_versions.blueprint is 'The plan the files were made from, if the builder keeps one.';
comment on column public.artifact_versions.content_hash is 'SHA-256 over paths and contents of all files, in hex.';
comment on column public.artifact_versions.restored_from is
  'Number of the earlier version this one repeats; null for a new one.';
comment on column public.artifact_versions.is_partial is
  'What a run had made when it was stopped: kept to be restored, never the current version.';
