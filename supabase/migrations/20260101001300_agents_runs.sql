-- A run is the crew's durable turn on one user message; its events are what
-- everybody in the chat sees live. Message, run and workflow share one id.

create table public.agent_runs (
  id uuid primary key,
  chat_id uuid not null,
  project_id uuid not null,
  message_id uuid not null,
  status text not null default 'queued',
  progress integer not null default 0,
  steps jsonb not null default '[]',
  model text not null default '',
  error jsonb,
  plan jsonb,
  retries_run uuid,
  retries_step integer,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  created_by uuid references auth.users (id) on delete set null,
  cancel_requested_at timestamptz,
  foreign key (message_id, chat_id, project_id) references public.chat_messages (id, chat_id, project_id) on delete cascade,
  constraint agent_runs_retries_run_fkey foreign key (retries_run, chat_id, project_id)
    references public.agent_runs (id, chat_id, project_id) on delete set null (retries_run),
  constraint one_id check (id = message_id),
  constraint valid_status check (status in ('queued', 'running', 'waiting', 'succeeded', 'needs_attention', 'failed', 'cancelled')),
  constraint valid_progress check (progress between 0 and 100),
  constraint valid_steps check (jsonb_typeof(steps) = 'array'),
  constraint valid_error check (jsonb_typeof(error) = 'object'),
  constraint valid_plan check (jsonb_typeof(plan) = 'object'),
  constraint valid_retries_step check (retries_step >= 0),
  constraint retry_of_a_step check (retries_run is null or retries_step is not null),
  unique (id, chat_id, project_id)
);

create table public.run_events (
  id bigint generated always as identity unique,
  run_id uuid not null,
  seq integer not null,
  chat_id uuid not null,
  project_id uuid not null,
  type text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  primary key (run_id, seq),
  foreign key (run_id, chat_id, project_id) references public.agent_runs (id, chat_id, project_id) on delete cascade,
  constraint valid_seq check (seq >= 0),
  constraint valid_payload check (jsonb_typeof(payload) = 'object')
);

-- Deferred: a message names its run before the run is there.
alter table public.chat_messages add constraint chat_messages_run_id_fkey
  foreign key (run_id) references public.agent_runs (id) on delete set null deferrable initially deferred;

create index agent_runs_chat_id_idx on public.agent_runs (chat_id, created_at) include (project_id);
create index agent_runs_message_id_idx on public.agent_runs (message_id);
create index agent_runs_created_by_idx on public.agent_runs (created_by);
create index agent_runs_retries_run_idx on public.agent_runs (retries_run) where retries_run is not null;
create index agent_runs_unfinished_idx on public.agent_runs (status, created_at) where finished_at is null;
create index run_events_chat_id_idx on public.run_events (chat_id, id) include (project_id);
create index chat_messages_run_id_idx on public.chat_messages (run_id);

create function private.set_cancel_time() returns trigger
language plpgsql set search_path = '' as $$
begin
  -- The first request counts; it cannot be taken back or dated.
  new.cancel_requested_at := coalesce(old.cancel_requested_at, now());
  return new;
end
$$;
comment on function private.set_cancel_time() is 'Before update of cancel_requested_at: it is the time of the first request.';

create function private.announce_run_events() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('chat_events', n.chat_id::text) from (select distinct chat_id from added) n;
  return null;
end
$$;
comment on function private.announce_run_events() is
  'After insert: tells listeners of channel chat_events the ids of the chats; rows are read under the reader''s rights.';

create trigger keep_identity before update on public.agent_runs
  for each row when (new.id is distinct from old.id or new.chat_id is distinct from old.chat_id
    or new.project_id is distinct from old.project_id or new.message_id is distinct from old.message_id
    or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_created_by before insert on public.agent_runs
  for each row execute function private.set_created_by();
create trigger set_cancel_time before update of cancel_requested_at on public.agent_runs
  for each row execute function private.set_cancel_time();
create trigger announce_run_events after insert on public.run_events
  referencing new table as added for each statement execute function private.announce_run_events();
create trigger refuse_change before update on public.run_events
  for each row execute function private.refuse_move();

alter table public.agent_runs enable row level security;
alter table public.run_events enable row level security;

create policy "Members read runs" on public.agent_runs
  for select to authenticated
  using (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)));
create policy "Contributors start runs" on public.agent_runs
  for insert to authenticated
  with check (
    created_by = (select auth.uid())
    and (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)))
  );
create policy "Contributors ask for runs to stop" on public.agent_runs
  for update to authenticated
  using (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)))
  with check (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)));
create policy "Members read run events" on public.run_events
  for select to authenticated
  using (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)));

grant select, insert (id, chat_id, project_id, message_id, retries_run, retries_step), update (cancel_requested_at)
  on public.agent_runs to authenticated;
grant select on public.run_events to authenticated;
grant select, insert, update, delete on public.agent_runs to service_role;
grant select, insert, delete on public.run_events to service_role;

comment on table public.agent_runs is 'A run: the crew''s turn on one user message. Its id is the message''s and the workflow''s.';
comment on column public.agent_runs.steps is 'The plan with what became of each step, as in the contract.';
comment on column public.agent_runs.cancel_requested_at is 'When somebody asked the run to stop; all that clients may change.';
comment on table public.run_events is 'What a run tells its chat while it works; append-only.';
comment on column public.run_events.id is
  'The stream''s cursor. In commit order within a chat, because writers hold pg_advisory_xact_lock(hashtextextended(chat_id::text, 0)).';
comment on column public.run_events.seq is 'Position within the run; a repeated append of the same position is refused.';
comment on column public.agent_runs.status is
  'queued, running and waiting are under way; the others are final.';
comment on column public.agent_runs.progress is 'Percent, 0 to 100.';
comment on column public.agent_runs.model is 'Which model answered; empty until the run has begun.';
comment on column public.agent_runs.error is 'Why it failed: code, detail and hint; else null.';
comment on column public.run_events.type is 'One of the event types of the contract.';
comment on column public.run_events.payload is 'The events data as the contract describes it for the type.';
comment on column public.agent_runs.plan is 'What the run was planned to be: title, kind and message; null when it only answers.';
comment on column public.agent_runs.retries_run is 'The run of the same chat that this one goes on from; null for a run that begins anew.';
comment on column public.agent_runs.retries_step is 'The step of that run at which this one begins.';
