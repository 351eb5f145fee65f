-- Context documents of a project: versioned, reviewed, and fixed once approved.
-- Members read them; owners and managers, and the crew on their behalf, write.

create table public.project_requirements (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references public.projects (id) on delete cascade,
  title text not null,
  content jsonb not null,
  version integer not null default 1,
  status text not null default 'draft',
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  updated_at timestamptz not null default now(),
  updated_by uuid references auth.users (id) on delete set null,
  agent_type text,
  run_id uuid references public.agent_runs (id) on delete set null,
  status_at timestamptz,
  status_by uuid references auth.users (id) on delete set null,
  approved_at timestamptz,
  approved_by uuid references auth.users (id) on delete set null,
  constraint valid_title check (btrim(title) <> '' and length(title) <= 200),
  constraint valid_content check (jsonb_typeof(content) in ('object', 'array') and octet_length(content::text) <= 1048576),
  constraint valid_version check (version >= 1),
  constraint valid_status check (status in ('draft', 'review', 'approved', 'archived')),
  unique (project_id, title, version),
  unique (id, project_id)
);

create table public.technical_architecture (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references public.projects (id) on delete cascade,
  title text not null,
  content jsonb not null,
  version integer not null default 1,
  status text not null default 'draft',
  apis_used jsonb not null default '[]',
  data_schemas jsonb not null default '[]',
  security_requirements jsonb not null default '[]',
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  updated_at timestamptz not null default now(),
  updated_by uuid references auth.users (id) on delete set null,
  agent_type text,
  run_id uuid references public.agent_runs (id) on delete set null,
  status_at timestamptz,
  status_by uuid references auth.users (id) on delete set null,
  approved_at timestamptz,
  approved_by uuid references auth.users (id) on delete set null,
  constraint valid_title check (btrim(title) <> '' and length(title) <= 200),
  constraint valid_content check (jsonb_typeof(content) in ('object', 'array') and octet_length(content::text) <= 1048576),
  constraint valid_version check (version >= 1),
  constraint valid_status check (status in ('draft', 'review', 'approved', 'archived')),
  constraint valid_apis_used check (jsonb_typeof(apis_used) = 'array' and octet_length(apis_used::text) <= 1048576),
  constraint valid_data_schemas check (jsonb_typeof(data_schemas) = 'array' and octet_length(data_schemas::text) <= 1048576),
  constraint valid_security_requirements check (jsonb_typeof(security_requirements) = 'array' and octet_length(security_requirements::text) <= 1048576),
  unique (project_id, title, version),
  unique (id, project_id)
);

create table public.ui_design (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references public.projects (id) on delete cascade,
  title text not null,
  content jsonb not null,
  version integer not null default 1,
  status text not null default 'draft',
  color_palette jsonb,
  ui_framework text,
  components jsonb not null default '[]',
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  updated_at timestamptz not null default now(),
  updated_by uuid references auth.users (id) on delete set null,
  agent_type text,
  run_id uuid references public.agent_runs (id) on delete set null,
  status_at timestamptz,
  status_by uuid references auth.users (id) on delete set null,
  approved_at timestamptz,
  approved_by uuid references auth.users (id) on delete set null,
  constraint valid_title check (btrim(title) <> '' and length(title) <= 200),
  constraint valid_content check (jsonb_typeof(content) in ('object', 'array') and octet_length(content::text) <= 1048576),
  constraint valid_version check (version >= 1),
  constraint valid_status check (status in ('draft', 'review', 'approved', 'archived')),
  constraint valid_components check (jsonb_typeof(components) = 'array' and octet_length(components::text) <= 1048576),
  constraint valid_ui_framework check (length(ui_framework) <= 200),
  constraint valid_color_palette check (octet_length(color_palette::text) <= 65536),
  unique (project_id, title, version),
  unique (id, project_id)
);

create table public.project_context (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references public.projects (id) on delete cascade,
  context_type text not null,
  title text not null,
  content jsonb not null,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  updated_at timestamptz not null default now(),
  updated_by uuid references auth.users (id) on delete set null,
  constraint valid_context_type check (context_type in ('search', 'data', 'quality')),
  constraint valid_title check (btrim(title) <> '' and length(title) <= 200),
  constraint valid_content check (jsonb_typeof(content) in ('object', 'array') and octet_length(content::text) <= 1048576),
  constraint valid_metadata check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 65536),
  unique (id, project_id)
);

create index project_context_project_id_idx on public.project_context (project_id, created_at desc);
create index project_requirements_created_by_idx on public.project_requirements (created_by);
create index project_requirements_updated_by_idx on public.project_requirements (updated_by);
create index technical_architecture_created_by_idx on public.technical_architecture (created_by);
create index technical_architecture_updated_by_idx on public.technical_architecture (updated_by);
create index ui_design_created_by_idx on public.ui_design (created_by);
create index ui_design_updated_by_idx on public.ui_design (updated_by);
create index project_context_created_by_idx on public.project_context (created_by);
create index project_context_updated_by_idx on public.project_context (updated_by);
create index project_requirements_run_id_idx on public.project_requirements (run_id);
create index project_requirements_status_by_idx on public.project_requirements (status_by);
create index project_requirements_approved_by_idx on public.project_requirements (approved_by);
create index technical_architecture_run_id_idx on public.technical_architecture (run_id);
create index technical_architecture_status_by_idx on public.technical_architecture (status_by);
create index technical_architecture_approved_by_idx on public.technical_architecture (approved_by);
create index ui_design_run_id_idx on public.ui_design (run_id);
create index ui_design_status_by_idx on public.ui_design (status_by);
create index ui_design_approved_by_idx on public.ui_design (approved_by);

create function private.speaking_agent() returns text
language sql stable set search_path = '' as $$
  select case when current_setting('app.actor_kind', true) = 'agent' then nullif(left(current_setting('app.agent', true), 50), '') end
$$;
comment on function private.speaking_agent() is 'The agent that acts for the caller in this transaction, or null: as true as what the server reports.';

create function private.keep_approved() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'raise_exception',
    message = 'An approved version cannot be changed.', hint = 'Write a new version, or archive this one.';
end
$$;
comment on function private.keep_approved() is
  'Before update of a version that was approved, if it does more than archive it or bring it back: refuses.';

create function private.set_document_author() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.created_by := coalesce(auth.uid(), new.created_by);
  new.agent_type := private.speaking_agent();
  if new.agent_type is null then
    new.run_id := null;
  end if;
  return new;
end
$$;
comment on function private.set_document_author() is
  'Before insert: the caller is the author, with the agent that writes for them; only an agent names its run.';

create function private.set_document_status() returns trigger
language plpgsql set search_path = '' as $$
begin
  if private.speaking_agent() is not null and new.status <> 'draft' then
    raise exception using errcode = 'insufficient_privilege', message = 'Agents write drafts and move none of them on.',
      hint = 'An owner or manager of the project reviews and approves.';
  end if;
  new.status_at := now();
  new.status_by := auth.uid();
  if new.status = 'approved' and new.approved_at is null then
    new.approved_at := now();
    new.approved_by := auth.uid();
  end if;
  return new;
end
$$;
comment on function private.set_document_status() is
  'Before insert, and before update of the status: stamps who and when, and once who approved. Agents only write drafts.';

create trigger keep_identity before update on public.project_requirements
  for each row when (new.id is distinct from old.id or new.project_id is distinct from old.project_id
    or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_author before insert on public.project_requirements
  for each row execute function private.set_document_author();
create trigger set_first_status before insert on public.project_requirements
  for each row execute function private.set_document_status();
create trigger set_status before update on public.project_requirements
  for each row when (new.status is distinct from old.status) execute function private.set_document_status();
create trigger set_updated_by before insert or update on public.project_requirements
  for each row execute function private.set_updated_by();
create trigger keep_identity before update on public.technical_architecture
  for each row when (new.id is distinct from old.id or new.project_id is distinct from old.project_id
    or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_author before insert on public.technical_architecture
  for each row execute function private.set_document_author();
create trigger set_first_status before insert on public.technical_architecture
  for each row execute function private.set_document_status();
create trigger set_status before update on public.technical_architecture
  for each row when (new.status is distinct from old.status) execute function private.set_document_status();
create trigger set_updated_by before insert or update on public.technical_architecture
  for each row execute function private.set_updated_by();
create trigger keep_identity before update on public.ui_design
  for each row when (new.id is distinct from old.id or new.project_id is distinct from old.project_id
    or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_author before insert on public.ui_design
  for each row execute function private.set_document_author();
create trigger set_first_status before insert on public.ui_design
  for each row execute function private.set_document_status();
create trigger set_status before update on public.ui_design
  for each row when (new.status is distinct from old.status) execute function private.set_document_status();
create trigger set_updated_by before insert or update on public.ui_design
  for each row execute function private.set_updated_by();
create trigger keep_identity before update on public.project_context
  for each row when (new.id is distinct from old.id or new.project_id is distinct from old.project_id
    or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_created_by before insert on public.project_context
  for each row execute function private.set_created_by();
create trigger set_updated_by before insert or update on public.project_context
  for each row execute function private.set_updated_by();
create trigger keep_approved before update on public.project_requirements
  for each row when (old.approved_at is not null and (new.status not in ('approved', 'archived')
    or (to_jsonb(new) - array['status', 'status_at', 'status_by', 'approved_by', 'run_id', 'created_by', 'updated_by', 'updated_at'])
      is distinct from (to_jsonb(old) - array['status', 'status_at', 'status_by', 'approved_by', 'run_id', 'created_by', 'updated_by', 'updated_at'])))
  execute function private.keep_approved();
create trigger keep_approved before update on public.technical_architecture
  for each row when (old.approved_at is not null and (new.status not in ('approved', 'archived')
    or (to_jsonb(new) - array['status', 'status_at', 'status_by', 'approved_by', 'run_id', 'created_by', 'updated_by', 'updated_at'])
      is distinct from (to_jsonb(old) - array['status', 'status_at', 'status_by', 'approved_by', 'run_id', 'created_by', 'updated_by', 'updated_at'])))
  execute function private.keep_approved();
create trigger keep_approved before update on public.ui_design
  for each row when (old.approved_at is not null and (new.status not in ('approved', 'archived')
    or (to_jsonb(new) - array['status', 'status_at', 'status_by', 'approved_by', 'run_id', 'created_by', 'updated_by', 'updated_at'])
      is distinct from (to_jsonb(old) - array['status', 'status_at', 'status_by', 'approved_by', 'run_id', 'created_by', 'updated_by', 'updated_at'])))
  execute function private.keep_approved();

alter table public.project_requirements enable row level security;
alter table public.technical_architecture enable row level security;
alter table public.ui_design enable row level security;
alter table public.project_context enable row level security;

create policy "Members read requirements" on public.project_requirements
  for select to authenticated using (project_id = any ((select private.scope(1))::uuid[]));
create policy "Managers add requirements" on public.project_requirements
  for insert to authenticated with check (project_id = any ((select private.scope(3))::uuid[]));
create policy "Managers change requirements" on public.project_requirements
  for update to authenticated
  using (project_id = any ((select private.scope(3))::uuid[]))
  with check (project_id = any ((select private.scope(3))::uuid[]));
create policy "Managers delete requirements" on public.project_requirements
  for delete to authenticated using (project_id = any ((select private.scope(3))::uuid[]));

create policy "Members read architecture" on public.technical_architecture
  for select to authenticated using (project_id = any ((select private.scope(1))::uuid[]));
create policy "Managers add architecture" on public.technical_architecture
  for insert to authenticated with check (project_id = any ((select private.scope(3))::uuid[]));
create policy "Managers change architecture" on public.technical_architecture
  for update to authenticated
  using (project_id = any ((select private.scope(3))::uuid[]))
  with check (project_id = any ((select private.scope(3))::uuid[]));
create policy "Managers delete architecture" on public.technical_architecture
  for delete to authenticated using (project_id = any ((select private.scope(3))::uuid[]));

create policy "Members read UI design" on public.ui_design
  for select to authenticated using (project_id = any ((select private.scope(1))::uuid[]));
create policy "Managers add UI design" on public.ui_design
  for insert to authenticated with check (project_id = any ((select private.scope(3))::uuid[]));
create policy "Managers change UI design" on public.ui_design
  for update to authenticated
  using (project_id = any ((select private.scope(3))::uuid[]))
  with check (project_id = any ((select private.scope(3))::uuid[]));
create policy "Managers delete UI design" on public.ui_design
  for delete to authenticated using (project_id = any ((select private.scope(3))::uuid[]));

create policy "Members read findings" on public.project_context
  for select to authenticated using (project_id = any ((select private.scope(1))::uuid[]));
create policy "Managers add findings" on public.project_context
  for insert to authenticated with check (project_id = any ((select private.scope(3))::uuid[]));
create policy "Managers change findings" on public.project_context
  for update to authenticated
  using (project_id = any ((select private.scope(3))::uuid[]))
  with check (project_id = any ((select private.scope(3))::uuid[]));
create policy "Managers delete findings" on public.project_context
  for delete to authenticated using (project_id = any ((select private.scope(3))::uuid[]));

grant select, insert (id, project_id, title, content, version, status, run_id),
  update (title, content, status), delete on public.project_requirements to authenticated;
grant select, insert (id, project_id, title, content, version, status, run_id, apis_used, data_schemas, security_requirements),
  update (title, content, status, apis_used, data_schemas, security_requirements), delete on public.technical_architecture to authenticated;
grant select, insert (id, project_id, title, content, version, status, run_id, color_palette, ui_framework, components),
  update (title, content, status, color_palette, ui_framework, components), delete on public.ui_design to authenticated;
grant select, insert (id, project_id, context_type, title, content, metadata), update (title, content, metadata), delete
  on public.project_context to authenticated;
grant execute on function private.speaking_agent() to authenticated, service_role;
grant select, insert, update, delete on public.project_requirements, public.technical_architecture, public.ui_design,
  public.project_context to service_role;

comment on table public.project_requirements is 'Requirements of a project: stories and acceptance criteria.';
comment on table public.technical_architecture is 'Technical architecture: APIs used, data schemas, security requirements.';
comment on table public.ui_design is 'User-interface design: palette, framework, components.';
comment on table public.project_context is 'Findings gathered for a project: search results, data checks, quality checks.';
comment on column public.project_requirements.version is 'Counts the versions of one title; unique with it. An approved one is fixed.';
comment on column public.technical_architecture.version is 'Counts the versions of one title; unique with it. An approved one is fixed.';
comment on column public.ui_design.version is 'Counts the versions of one title; unique with it. An approved one is fixed.';
comment on column public.project_requirements.content is
  'The document: an object or a list, as the agent that wrote it structures it.';
comment on column public.project_requirements.status is 'draft, review, approved (fixed) or archived.';
comment on column public.technical_architecture.content is
  'The document: an object or a list, as the agent that wrote it structures it.';
comment on column public.technical_architecture.status is 'draft, review, approved (fixed) or archived.';
comment on column public.technical_architecture.apis_used is 'List of the APIs the app calls.';
comment on column public.technical_architecture.data_schemas is 'List of the collections and their fields.';
comment on column public.technical_architecture.security_requirements is 'List of what the app must guard.';
comment on column public.ui_design.content is
  'The document: an object or a list, as the agent that wrote it structures it.';
comment on column public.ui_design.status is 'draft, review, approved (fixed) or archived.';
comment on column public.ui_design.color_palette is 'Colours of the app by use.';
comment on column public.ui_design.ui_framework is 'The component library the design is meant for.';
comment on column public.ui_design.components is 'List of the screens parts.';
comment on column public.project_context.context_type is
  'Who found it: search, data or quality; scans count as quality.';
comment on column public.project_context.content is
  'The finding: an object or a list, as the agent that wrote it structures it.';
comment on column public.project_context.metadata is 'Agent, run and verdict the finding comes from.';
comment on column public.project_requirements.agent_type is 'The agent that wrote this version for its author; null when a person wrote it.';
comment on column public.project_requirements.run_id is 'The run in which the agent wrote it.';
comment on column public.project_requirements.status_at is 'When the status was last moved, or the version written.';
comment on column public.project_requirements.status_by is 'Who moved the status last.';
comment on column public.project_requirements.approved_at is 'When it was approved: from then on its content is fixed, also in the archive.';
comment on column public.project_requirements.approved_by is 'Who approved it.';
comment on column public.technical_architecture.agent_type is 'The agent that wrote this version for its author; null when a person wrote it.';
comment on column public.technical_architecture.run_id is 'The run in which the agent wrote it.';
comment on column public.technical_architecture.status_at is 'When the status was last moved, or the version written.';
comment on column public.technical_architecture.status_by is 'Who moved the status last.';
comment on column public.technical_architecture.approved_at is 'When it was approved: from then on its content is fixed, also in the archive.';
comment on column public.technical_architecture.approved_by is 'Who approved it.';
comment on column public.ui_design.agent_type is 'The agent that wrote this version for its author; null when a person wrote it.';
comment on column public.ui_design.run_id is 'The run in which the agent wrote it.';
comment on column public.ui_design.status_at is 'When the status was last moved, or the version written.';
comment on column public.ui_design.status_by is 'Who moved the status last.';
comment on column public.ui_design.approved_at is 'When it was approved: from then on its content is fixed, also in the archive.';
comment on column public.ui_design.approved_by is 'Who approved it.';
