-- What people and agents say about documents, and which files and checks stand
-- behind a criterion. Contributors comment; traces are written beside documents.

create table public.document_comments (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null,
  requirements_id uuid,
  architecture_id uuid,
  ui_design_id uuid,
  finding_id uuid,
  thread_id uuid,
  block_index integer,
  quote text,
  body text not null,
  resolved_at timestamptz,
  resolved_by uuid references auth.users (id) on delete set null,
  resolved_agent text,
  resolved_run_id uuid references public.agent_runs (id) on delete set null,
  resolution text,
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  foreign key (requirements_id, project_id) references public.project_requirements (id, project_id) on delete cascade,
  foreign key (architecture_id, project_id) references public.technical_architecture (id, project_id) on delete cascade,
  foreign key (ui_design_id, project_id) references public.ui_design (id, project_id) on delete cascade,
  foreign key (finding_id, project_id) references public.project_context (id, project_id) on delete cascade,
  foreign key (thread_id, project_id) references public.document_comments (id, project_id) on delete cascade,
  constraint one_document check (num_nonnulls(requirements_id, architecture_id, ui_design_id, finding_id) = 1),
  constraint valid_anchor check ((thread_id is null) = (quote is not null) and (quote is null) = (block_index is null)),
  constraint valid_block_index check (block_index >= 0),
  constraint valid_quote check (length(quote) <= 2000),
  constraint valid_body check (btrim(body) <> '' and length(body) <= 4000),
  constraint valid_resolution check (resolution is null or (resolved_at is not null and length(resolution) <= 2000)),
  constraint threads_are_resolved check (thread_id is null or resolved_at is null),
  unique (id, project_id)
);

create table public.document_traces (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null,
  requirements_id uuid not null,
  criterion text not null,
  criterion_text text not null,
  artifact_id uuid not null,
  version integer not null,
  files text[] not null default '{}',
  collections text[] not null default '{}',
  finding_id uuid,
  check_text text,
  ok boolean,
  agent_type text,
  run_id uuid references public.agent_runs (id) on delete set null,
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  foreign key (requirements_id, project_id) references public.project_requirements (id, project_id) on delete cascade,
  foreign key (artifact_id, version, project_id)
    references public.artifact_versions (artifact_id, number, project_id) on delete cascade,
  foreign key (finding_id, project_id) references public.project_context (id, project_id) on delete cascade,
  constraint valid_criterion check (criterion ~ '^C[1-9][0-9]{0,5}$'),
  constraint valid_criterion_text check (length(criterion_text) <= 2000),
  constraint valid_files check (cardinality(files) <= 200 and octet_length(files::text) <= 65536),
  constraint valid_collections check (cardinality(collections) <= 50 and octet_length(collections::text) <= 16384),
  constraint one_kind check ((finding_id is null) = (cardinality(files) + cardinality(collections) > 0)),
  constraint whole_check check ((finding_id is null) = (check_text is null) and (finding_id is null) = (ok is null)),
  constraint valid_check_text check (length(check_text) <= 1000)
);

create index document_comments_project_id_idx on public.document_comments (project_id, created_at);
create index document_comments_requirements_id_idx on public.document_comments (requirements_id);
create index document_comments_architecture_id_idx on public.document_comments (architecture_id);
create index document_comments_ui_design_id_idx on public.document_comments (ui_design_id);
create index document_comments_finding_id_idx on public.document_comments (finding_id);
create index document_comments_thread_id_idx on public.document_comments (thread_id);
create index document_comments_resolved_by_idx on public.document_comments (resolved_by);
create index document_comments_resolved_run_id_idx on public.document_comments (resolved_run_id);
create index document_comments_created_by_idx on public.document_comments (created_by);
create index document_traces_project_id_idx on public.document_traces (project_id, created_at desc);
create index document_traces_requirements_id_idx on public.document_traces (requirements_id);
create index document_traces_artifact_id_idx on public.document_traces (artifact_id, version);
create index document_traces_finding_id_idx on public.document_traces (finding_id);
create index document_traces_run_id_idx on public.document_traces (run_id);
create index document_traces_created_by_idx on public.document_traces (created_by);

create function private.set_comment_resolver() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.resolved_at is null then
    new.resolved_by := null;
    new.resolved_agent := null;
    new.resolved_run_id := null;
    new.resolution := null;
    return new;
  end if;
  new.resolved_at := now();
  new.resolved_by := coalesce(auth.uid(), new.resolved_by);
  new.resolved_agent := private.speaking_agent();
  if new.resolved_agent is null then
    new.resolved_run_id := null;
  end if;
  return new;
end
$$;
comment on function private.set_comment_resolver() is
  'Before update of resolved_at: the caller resolved it now, with the agent that acts for them; opening it again clears all that.';

create trigger set_created_by before insert on public.document_comments
  for each row execute function private.set_created_by();
create trigger set_resolver before update on public.document_comments
  for each row when (new.resolved_at is distinct from old.resolved_at) execute function private.set_comment_resolver();
create trigger keep_words before update on public.document_comments
  for each row when ((to_jsonb(new) - array['resolved_at', 'resolved_by', 'resolved_agent', 'resolved_run_id', 'resolution', 'created_by'])
      is distinct from (to_jsonb(old) - array['resolved_at', 'resolved_by', 'resolved_agent', 'resolved_run_id', 'resolution', 'created_by'])
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_author before insert on public.document_traces
  for each row execute function private.set_document_author();
create trigger refuse_change before update on public.document_traces
  for each row when ((to_jsonb(new) - array['run_id', 'created_by']) is distinct from (to_jsonb(old) - array['run_id', 'created_by'])
    or (new.run_id is distinct from old.run_id and new.run_id is not null)
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();

alter table public.document_comments enable row level security;
alter table public.document_traces enable row level security;

create policy "Members read comments" on public.document_comments
  for select to authenticated using (project_id = any ((select private.scope(1))::uuid[]));
create policy "Contributors write comments" on public.document_comments
  for insert to authenticated with check (project_id = any ((select private.scope(2))::uuid[]));
create policy "Contributors resolve comments" on public.document_comments
  for update to authenticated
  using (project_id = any ((select private.scope(2))::uuid[]))
  with check (project_id = any ((select private.scope(2))::uuid[]));
create policy "Authors and managers delete comments" on public.document_comments
  for delete to authenticated using (
    project_id = any ((select private.scope(3))::uuid[])
    or (created_by = (select auth.uid()) and project_id = any ((select private.scope(2))::uuid[]))
  );
create policy "Members read traces" on public.document_traces
  for select to authenticated using (project_id = any ((select private.scope(1))::uuid[]));
create policy "Managers add traces" on public.document_traces
  for insert to authenticated with check (project_id = any ((select private.scope(3))::uuid[]));

grant select, insert (id, project_id, requirements_id, architecture_id, ui_design_id, finding_id, thread_id, block_index, quote, body),
  update (resolved_at, resolved_run_id, resolution), delete on public.document_comments to authenticated;
grant select, insert (id, project_id, requirements_id, criterion, criterion_text, artifact_id, version, files, collections,
  finding_id, check_text, ok, run_id) on public.document_traces to authenticated;
grant select, insert, update, delete on public.document_comments to service_role;
grant select, insert, delete on public.document_traces to service_role;

select private.audit_table('document_comments');

comment on table public.document_comments is 'What people say about a paragraph of a document, and how it was settled. The words are fixed.';
comment on column public.document_comments.requirements_id is 'The version of the requirements it was written at; it belongs to all versions of that document.';
comment on column public.document_comments.architecture_id is 'The version of the architecture it was written at; it belongs to all versions of that document.';
comment on column public.document_comments.ui_design_id is 'The version of the UI design it was written at; it belongs to all versions of that document.';
comment on column public.document_comments.finding_id is 'The finding it is about.';
comment on column public.document_comments.thread_id is 'The comment this one answers; null for the first of a thread.';
comment on column public.document_comments.block_index is 'Where the paragraph stood when the comment was written, from 0.';
comment on column public.document_comments.quote is 'The paragraph as it read then: by it the comment is found again in later versions.';
comment on column public.document_comments.body is 'What the comment says, as plain text.';
comment on column public.document_comments.resolved_at is 'When the thread was settled; null while it is open, and on answers.';
comment on column public.document_comments.resolved_agent is 'The agent that resolved it for resolved_by; null when that person did.';
comment on column public.document_comments.resolved_run_id is 'The run in which the agent resolved it.';
comment on column public.document_comments.resolution is 'What was done about it, in a sentence.';
comment on table public.document_traces is
  'Which files and collections an acceptance criterion led to, or which check of a finding tried it, at a version of an app. Never changed: a later version has rows of its own.';
comment on column public.document_traces.requirements_id is 'The version of the requirements that stated the criterion.';
comment on column public.document_traces.criterion is 'C1, C2 …: the id that a criterion keeps through the versions of its document.';
comment on column public.document_traces.criterion_text is 'The criterion as it read then; when it reads otherwise now, the trace is stale.';
comment on column public.document_traces.version is 'The version of the app; the hashes of its files are in artifact_versions.';
comment on column public.document_traces.files is 'Paths of the files that were written for the criterion; empty for a check.';
comment on column public.document_traces.collections is 'Names of the collections it needs; empty for a check.';
comment on column public.document_traces.finding_id is 'The finding that holds the check; null for files.';
comment on column public.document_traces.check_text is 'What was checked.';
comment on column public.document_traces.ok is 'Whether the check passed.';
comment on column public.document_traces.agent_type is 'The agent that wrote the trace for its author.';
