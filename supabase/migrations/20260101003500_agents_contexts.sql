-- What models saw: for each call of a model, its messages as they were sent. The
-- parts are kept once per run under the hash of their content, since most of a
-- call repeats the one before. Also what a long chat was about, in short.

create table public.model_context_parts (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null,
  hash text not null,
  chat_id uuid not null,
  project_id uuid not null,
  content text not null,
  foreign key (run_id, chat_id, project_id) references public.agent_runs (id, chat_id, project_id) on delete cascade,
  constraint valid_hash check (hash ~ '^[0-9a-f]{64}$'),
  constraint valid_content check (octet_length(content) <= 16777216),
  unique (run_id, hash)
);

create table public.model_contexts (
  id uuid primary key,
  run_id uuid not null,
  seq integer not null,
  chat_id uuid not null,
  project_id uuid not null,
  step_index integer,
  agent text not null,
  model text not null,
  model_window integer,
  sections jsonb not null,
  left_out jsonb not null default '[]',
  created_at timestamptz not null default now(),
  foreign key (run_id, chat_id, project_id) references public.agent_runs (id, chat_id, project_id) on delete cascade,
  constraint valid_seq check (seq >= 0),
  constraint valid_step_index check (step_index >= 0),
  constraint valid_model_window check (model_window > 0),
  constraint valid_sections check (jsonb_typeof(sections) = 'array'),
  constraint valid_left_out check (jsonb_typeof(left_out) = 'array'),
  unique (run_id, seq)
);

create table public.chat_summaries (
  id uuid primary key default gen_random_uuid(),
  chat_id uuid not null unique,
  project_id uuid not null,
  summary text not null,
  until_at timestamptz not null,
  until_id uuid not null,
  created_at timestamptz not null default now(),
  foreign key (chat_id, project_id) references public.chat_sessions (id, project_id) on delete cascade,
  constraint valid_summary check (length(summary) between 1 and 20000)
);

create index model_contexts_created_at_idx on public.model_contexts (created_at);

create function public.purge_model_contexts() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  gone integer;
begin
  delete from public.model_contexts c where c.created_at < now() - interval '30 days';
  get diagnostics gone = row_count;
  -- Parts go with the last call of their run that is kept; those of a new run may be there a moment before its first call.
  delete from public.model_context_parts p using public.agent_runs r
  where r.id = p.run_id and r.created_at < now() - interval '30 days'
    and not exists (select from public.model_contexts c where c.run_id = p.run_id);
  return gone;
end
$$;
comment on function public.purge_model_contexts() is
  'Deletes what models saw more than 30 days ago; returns how many calls. For the server.';

alter table public.model_context_parts enable row level security;
alter table public.model_contexts enable row level security;
alter table public.chat_summaries enable row level security;

create policy "Members read what models saw, part by part" on public.model_context_parts
  for select to authenticated
  using (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)));
create policy "Members read what models saw" on public.model_contexts
  for select to authenticated
  using (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)));
create policy "Members read what chats were about" on public.chat_summaries
  for select to authenticated
  using (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)));

grant select on public.model_context_parts, public.model_contexts, public.chat_summaries to authenticated;
grant select, insert, delete on public.model_context_parts, public.model_contexts, public.chat_summaries to service_role;
grant execute on function public.purge_model_contexts() to service_role;

comment on table public.model_context_parts is 'Texts that were sent to a model in a run, each once.';
comment on column public.model_context_parts.hash is 'SHA-256 of the content.';
comment on column public.model_context_parts.content is 'The text as the model got it. Secrets are never in it: they are in no prompt.';
comment on table public.model_contexts is 'One call of a model: what it saw. Append-only; kept for 30 days.';
comment on column public.model_contexts.seq is 'Position within the run; a repeated step stores nothing twice.';
comment on column public.model_contexts.step_index is 'The step of the plan the agent worked on; null when the orchestrator spoke.';
comment on column public.model_contexts.agent is 'Which of the nine agents the model spoke for.';
comment on column public.model_contexts.model is 'The model that was asked.';
comment on column public.model_contexts.model_window is 'How many tokens the model takes, input and answer together; null when it takes any number.';
comment on column public.model_contexts.sections is 'In order: hash of the part, who says it, what kind it is, its title, and its estimated tokens.';
comment on column public.model_contexts.left_out is 'What did not fit, as the model was told.';
comment on table public.chat_summaries is 'What the older messages of a long chat were about; models get it in their place, with the people''s own words. A new one takes the place of the old one.';
comment on column public.chat_summaries.summary is 'Written by the model that answered then, or by rule.';
comment on column public.chat_summaries.until_at is 'When the latest message was written that the summary covers.';
comment on column public.chat_summaries.until_id is 'The latest message that the summary covers.';
