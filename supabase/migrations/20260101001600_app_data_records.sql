-- The data that apps store: typed collections of records, shared by the
-- project's members. A deleted record leaves a tombstone, so that deletion can
-- be undone and other readers learn of it; queries filter tombstones out.

create table public.app_collections (
  id uuid primary key default gen_random_uuid(),
  artifact_id uuid not null,
  project_id uuid not null,
  name text not null,
  title text not null,
  schema jsonb not null,
  samples jsonb not null default '[]',
  change bigint not null default 0,
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  updated_at timestamptz not null default now(),
  updated_by uuid references auth.users (id) on delete set null,
  foreign key (artifact_id, project_id) references public.artifacts (id, project_id) on delete cascade,
  constraint valid_name check (name ~ '^[a-z][a-z0-9-]{0,62}$'),
  constraint valid_title check (btrim(title) <> '' and length(title) <= 200),
  constraint valid_schema check (jsonb_typeof(schema) = 'object' and octet_length(schema::text) <= 65536),
  constraint valid_samples check (jsonb_typeof(samples) = 'array' and octet_length(samples::text) <= 1048576),
  -- With the project, as in artifact_files.
  unique (artifact_id, name, project_id)
);

create table public.app_records (
  id uuid primary key default gen_random_uuid(),
  artifact_id uuid not null,
  project_id uuid not null,
  collection text not null,
  data jsonb not null,
  revision integer not null default 1,
  change bigint not null default 0,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  updated_at timestamptz not null default now(),
  updated_by uuid references auth.users (id) on delete set null,
  foreign key (artifact_id, collection, project_id)
    references public.app_collections (artifact_id, name, project_id) on delete cascade,
  constraint valid_data check (jsonb_typeof(data) = 'object' and octet_length(data::text) <= 65536)
);

create index app_collections_created_by_idx on public.app_collections (created_by);
create index app_collections_updated_by_idx on public.app_collections (updated_by);
create index app_records_collection_change_idx on public.app_records (artifact_id, collection, change) include (project_id);
create index app_records_created_by_idx on public.app_records (created_by);
create index app_records_updated_by_idx on public.app_records (updated_by);

create function private.count_record_change() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  next_change bigint;
begin
  -- "on delete set null" clearing an author is no change of the record.
  if tg_op = 'UPDATE' and new.data = old.data and new.deleted_at is not distinct from old.deleted_at
    and pg_catalog.pg_trigger_depth() > 1 then
    return new;
  end if;
  -- The row lock on the collection puts numbers in commit order.
  update public.app_collections c set change = c.change + 1
  where c.artifact_id = new.artifact_id and c.name = new.collection and c.project_id = new.project_id
  returning c.change into next_change;
  new.change := coalesce(next_change, 0);
  new.updated_at := now();
  new.updated_by := coalesce(auth.uid(), new.updated_by);
  if tg_op = 'INSERT' then
    new.revision := 1;
    new.created_by := coalesce(auth.uid(), new.created_by);
  else
    new.revision := old.revision + 1;
  end if;
  if new.deleted_at is not null then
    new.deleted_at := case when tg_op = 'UPDATE' then coalesce(old.deleted_at, now()) else now() end;
  end if;
  return new;
end
$$;
comment on function private.count_record_change() is
  'Before insert or update: numbers the change within the collection, counts the revision, stamps author and times.';

create function private.announce_record_changes() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('artifact_events', n.artifact_id::text || ':' || n.collection)
  from (select distinct artifact_id, collection from changed) n;
  return null;
end
$$;
comment on function private.announce_record_changes() is
  'After insert or update: listeners of channel artifact_events hear <artifact>:<collection>.';

create trigger keep_identity before update on public.app_collections
  for each row when (new.id is distinct from old.id or new.artifact_id is distinct from old.artifact_id
    or new.project_id is distinct from old.project_id or new.name is distinct from old.name
    or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_created_by before insert on public.app_collections
  for each row execute function private.set_created_by();
create trigger set_updated_by before insert or update of title, schema, samples on public.app_collections
  for each row execute function private.set_updated_by();
create trigger keep_identity before update on public.app_records
  for each row when (new.id is distinct from old.id or new.artifact_id is distinct from old.artifact_id
    or new.project_id is distinct from old.project_id or new.collection is distinct from old.collection
    or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
-- Last by name, so that a refused move leaves the collection's count alone.
create trigger number_record_change before insert or update on public.app_records
  for each row execute function private.count_record_change();
create trigger announce_inserted_records after insert on public.app_records
  referencing new table as changed for each statement execute function private.announce_record_changes();
create trigger announce_updated_records after update on public.app_records
  referencing new table as changed for each statement execute function private.announce_record_changes();

alter table public.app_collections enable row level security;
alter table public.app_records enable row level security;

create policy "Members read collections" on public.app_collections
  for select to authenticated
  using (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)));
create policy "Contributors define collections" on public.app_collections
  for insert to authenticated
  with check (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)));
create policy "Contributors change collections" on public.app_collections
  for update to authenticated
  using (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)))
  with check (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)));

create policy "Members read records, deleted ones included" on public.app_records
  for select to authenticated
  using (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)));
create policy "Contributors add records" on public.app_records
  for insert to authenticated
  with check (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)));
create policy "Contributors change, delete and restore records" on public.app_records
  for update to authenticated
  using (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)))
  with check (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)));

grant select, insert (id, artifact_id, project_id, name, title, schema, samples), update (title, schema, samples)
  on public.app_collections to authenticated;
grant select, insert (id, artifact_id, project_id, collection, data), update (data, deleted_at)
  on public.app_records to authenticated;
grant select, insert, update, delete on public.app_collections, public.app_records to service_role;

comment on table public.app_collections is 'A kind of records an app stores, with the JSON Schema they satisfy.';
comment on column public.app_collections.change is 'Number of the latest change to one of its records.';
comment on table public.app_records is 'One record an app stored.';
comment on column public.app_records.revision is 'Grows by one with each change of the record.';
comment on column public.app_records.change is 'Position of the latest change within the collection; readers resume after it.';
comment on column public.app_records.deleted_at is 'Set on a deleted record; null again restores it.';
comment on column public.app_collections.schema is 'JSON Schema every record satisfies.';
comment on column public.app_collections.samples is 'Example records the app is tried and filled with; dates relative to today, references by position.';
comment on column public.app_records.data is 'What the app stored: an object that satisfies the collections schema.';
