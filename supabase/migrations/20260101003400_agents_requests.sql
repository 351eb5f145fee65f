-- What a run asks people while it works. A run with an open request waits, for
-- as long as it takes.

create table public.run_requests (
  id uuid primary key,
  run_id uuid not null,
  chat_id uuid not null,
  project_id uuid not null,
  kind text not null,
  payload jsonb not null,
  answer jsonb,
  created_at timestamptz not null default now(),
  answered_at timestamptz,
  answered_by uuid references auth.users (id) on delete set null,
  foreign key (run_id, chat_id, project_id) references public.agent_runs (id, chat_id, project_id) on delete cascade,
  constraint valid_kind check (kind in ('question', 'plan', 'limit')),
  constraint valid_payload check (jsonb_typeof(payload) = 'object' and octet_length(payload::text) <= 65536),
  constraint valid_answer check (jsonb_typeof(answer) = 'object' and octet_length(answer::text) <= 65536),
  constraint answered_when_there_is_an_answer check ((answer is null) = (answered_at is null))
);

create index run_requests_run_id_idx on public.run_requests (run_id) include (project_id);
create index run_requests_answered_by_idx on public.run_requests (answered_by);

create function private.set_answer() returns trigger
language plpgsql set search_path = '' as $$
begin
  if old.answer is not null then
    raise exception using errcode = 'object_not_in_prerequisite_state', message = 'This was answered already.',
      hint = 'Reload to see the answer.';
  end if;
  new.answered_at := now();
  new.answered_by := coalesce(auth.uid(), new.answered_by);
  return new;
end
$$;
comment on function private.set_answer() is 'Before update of answer: the first answer counts, by the caller, now.';

create function private.announce_answer() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('chat_events', new.chat_id::text);
  return null;
end
$$;
comment on function private.announce_answer() is 'After an answer: wakes the run that waits for it, by channel chat_events.';

create trigger keep_identity before update on public.run_requests
  for each row when (new.id is distinct from old.id or new.run_id is distinct from old.run_id
    or new.chat_id is distinct from old.chat_id or new.project_id is distinct from old.project_id
    or new.kind is distinct from old.kind or new.payload is distinct from old.payload
    or new.created_at is distinct from old.created_at)
  execute function private.refuse_move();
create trigger set_answer before update of answer on public.run_requests
  for each row execute function private.set_answer();
create trigger announce_answer after update of answer on public.run_requests
  for each row execute function private.announce_answer();

alter table public.run_requests enable row level security;

create policy "Members read what runs ask" on public.run_requests
  for select to authenticated
  using (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)));
create policy "Contributors answer what runs ask" on public.run_requests
  for update to authenticated
  using (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)))
  with check (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)));

grant select, update (answer) on public.run_requests to authenticated;
grant select, insert, update, delete on public.run_requests to service_role;

comment on table public.run_requests is 'What a run asks people: a question, its plan to approve, whether to go on past a limit. The run waits for the answer.';
comment on column public.run_requests.id is 'Derived from the run and the place in it, so that a repeated step asks once.';
comment on column public.run_requests.kind is 'question, plan or limit.';
comment on column public.run_requests.payload is 'The form, as the contract describes it for the kind.';
comment on column public.run_requests.answer is 'The first answer, checked against the form by the server; null while the run waits.';
comment on column public.run_requests.answered_at is 'When the first answer came, which is the one that counts; null while the run waits.';
comment on column public.run_requests.answered_by is 'Who answered; null as well once that account is gone.';

select private.audit_table('run_requests');
