-- Budgets: what one run and one month may use at most, the way of a model call
-- from its reservation to its charge, and the ledger of what a run called.

create table public.token_caps (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  project_id uuid,
  user_id uuid references public.users (id) on delete cascade,
  per_run bigint,
  per_month bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  foreign key (project_id, workspace_id) references public.projects (id, workspace_id) on delete cascade,
  constraint valid_scope check (num_nonnulls(project_id, user_id) <= 1),
  constraint valid_per_run check (per_run between 1 and 1000000000000000),
  constraint valid_per_month check (per_month between 1 and 1000000000000000),
  constraint caps_something check (num_nonnulls(per_run, per_month) > 0),
  unique nulls not distinct (workspace_id, project_id, user_id)
);

create table public.run_calls (
  id uuid primary key,
  run_id uuid not null,
  chat_id uuid not null,
  project_id uuid not null,
  kind text not null,
  name text not null,
  agent_type text not null,
  step_index integer,
  call_id text,
  attempts integer not null default 1,
  ok boolean,
  problem text,
  input_tokens bigint not null default 0,
  cached_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  reasoning_tokens bigint not null default 0,
  is_estimated boolean not null default false,
  cost_microdollars bigint,
  charged boolean not null default false,
  answer json,
  started_at timestamptz not null default clock_timestamp(),
  duration_ms integer,
  foreign key (run_id, chat_id, project_id) references public.agent_runs (id, chat_id, project_id) on delete cascade,
  constraint valid_kind check (kind in ('model', 'tool')),
  constraint valid_name check (length(name) between 1 and 200),
  constraint valid_agent_type check (agent_type in ('orchestrator', 'requirements', 'architect', 'designer', 'coder',
    'quality', 'search', 'scanning', 'data-validation')),
  constraint valid_step_index check (step_index >= 0),
  constraint valid_call_id check (length(call_id) <= 200),
  constraint valid_attempts check (attempts >= 1),
  constraint valid_problem check (length(problem) <= 2000),
  constraint valid_parts check (cached_tokens between 0 and input_tokens and reasoning_tokens between 0 and output_tokens
    and greatest(input_tokens, output_tokens, cost_microdollars) <= 1000000000000 and cost_microdollars >= 0),
  constraint valid_duration_ms check (duration_ms >= 0)
);

create index token_caps_project_id_idx on public.token_caps (project_id, workspace_id);
create index token_caps_user_id_idx on public.token_caps (user_id);
create index token_caps_created_by_idx on public.token_caps (created_by);
create index run_calls_run_id_idx on public.run_calls (run_id, started_at) include (chat_id, project_id);
create index token_reservations_run_id_idx on public.token_reservations (run_id);

create function private.budgets_of(s public.workspace_subscriptions, in_project uuid, of_run uuid, for_person uuid)
returns table (unused bigint, held bigint, message text, hint text)
language sql stable security definer set search_path = '' as $$
  -- Whatever bounds a call of this run, a row each: what of it is not used yet, and how much of that others hold.
  with month as (select date_trunc('month', now() at time zone 'utc') at time zone 'utc' as began),
  holding as (select r.* from public.token_reservations r where r.workspace_id = s.workspace_id and r.expires_at > now())
  select greatest(0, private.base_of(s) - s.period_tokens_used) + s.additional_tokens,
    coalesce((select sum(h.tokens) from holding h), 0)::bigint,
    'The workspace has no tokens left for this.',
    'Buy additional tokens, choose a larger plan, or wait for the next period.'
  union all
  select p.left_now + p.held, p.held, 'Your share of the global workspace''s tokens is used up.',
    'Work in a project of your company''s workspace, or wait for the next period.'
  from (select private.left_of_person(for_person, s) as left_now,
      coalesce((select sum(h.tokens) from holding h where h.created_by = for_person), 0)::bigint as held) p
  where p.left_now is not null
  union all
  select b.most - greatest(0, b.used), b.held,
    case when b.of_month then format('Not enough is left of the %s tokens that %s may use in a month.', to_char(b.most, 'FM999,999,999,999,999,999'), b.who)
      else format('Not enough is left of the %s tokens that one run %s may use.', to_char(b.most, 'FM999,999,999,999,999,999'), b.whose) end,
    b.can || case when b.of_month then '; otherwise wait for the next month.' else ', then send the message again.' end
  from (
    select x.most, x.of_month,
      case when c.project_id is not null then 'this project' when c.user_id is not null then 'you' else 'this workspace' end as who,
      case when c.project_id is not null then 'of this project' when c.user_id is not null then 'of yours' else 'of this workspace' end as whose,
      case when c.project_id is not null then 'An owner or manager of the project can raise this cap under Usage'
        else 'An owner or admin of the workspace can raise this cap under Usage' end as can,
      coalesce((select sum(u.tokens_used) from public.token_usage u
        where u.charged and u.workspace_id = s.workspace_id and (c.project_id is null or u.project_id = c.project_id)
          and (c.user_id is null or u.created_by = c.user_id)
          and case when x.of_month then u.created_at >= m.began else u.run_id = of_run end), 0)::bigint as used,
      coalesce((select sum(h.tokens) from holding h
        where (c.project_id is null or h.project_id = c.project_id) and (c.user_id is null or h.created_by = c.user_id)
          and (x.of_month or h.run_id = of_run)), 0)::bigint as held
    from public.token_caps c cross join month m
    cross join lateral (values (c.per_run, false), (c.per_month, true)) x (most, of_month)
    where c.workspace_id = s.workspace_id and x.most is not null and (x.of_month or of_run is not null)
      and (c.project_id is null or c.project_id = in_project) and (c.user_id is null or c.user_id = for_person)
  ) b
$$;
comment on function private.budgets_of(public.workspace_subscriptions, uuid, uuid, uuid) is
  'The allowance, the share of a person and every cap that bounds a call: what is unused, what of it is held, and how a refusal reads.';

create function public.reserve_tokens(
  in_workspace uuid, in_project uuid, in_chat uuid, of_run uuid, for_person uuid, amount bigint,
  at_least bigint default null, reservation uuid default gen_random_uuid()
) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  s public.workspace_subscriptions := private.roll_period(in_workspace);
  least_needed bigint := coalesce(at_least, amount);
  b record;
begin
  if s.id is null then
    raise exception using errcode = 'no_data_found', message = 'The workspace has no subscription.';
  end if;
  -- A call that is made again, after a crash, takes its reservation over.
  delete from public.token_reservations r where r.id = reservation and r.workspace_id = in_workspace;
  select x.* into b from private.budgets_of(s, in_project, of_run, for_person) x order by x.unused limit 1;
  if b.unused < least_needed then
    raise exception using errcode = 'PT402', message = b.message, hint = b.hint;
  end if;
  select x.* into b from private.budgets_of(s, in_project, of_run, for_person) x order by x.unused - x.held limit 1;
  -- Others hold what is left, and may give some of it back.
  if b.unused - b.held < least_needed then
    return null;
  end if;
  insert into public.token_reservations (id, workspace_id, project_id, chat_id, run_id, tokens, created_by)
  values (reservation, in_workspace, in_project, in_chat, of_run, least(amount, b.unused - b.held), for_person);
  return reservation;
end
$$;
comment on function public.reserve_tokens(uuid, uuid, uuid, uuid, uuid, bigint, bigint, uuid) is
  'Keeps tokens for a model call, fewer when only so many are left, or refuses; null when others hold what would do. Again with the same id keeps them once. For the server.';

create function public.settle_tokens(reservation uuid, amount bigint, kind text, agent text default null, about jsonb default '{}') returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  r public.token_reservations;
  used uuid;
begin
  -- First the subscription, as everywhere, so that two who end and take over one reservation never wait for each other.
  perform private.roll_period(x.workspace_id) from public.token_reservations x where x.id = reservation;
  select x.* into r from public.token_reservations x where x.id = reservation for update;
  -- Settling twice books once: the reservation is gone after the first time.
  if not found then
    return null;
  end if;
  if amount > 0 then
    insert into public.token_usage (workspace_id, project_id, chat_id, run_id, tokens_used, usage_type, agent_type, created_by, call_id,
      model, input_tokens, cached_tokens, output_tokens, reasoning_tokens, cost_microdollars, charged, reason)
    select r.workspace_id, r.project_id, r.chat_id, r.run_id, amount, kind, agent, r.created_by, r.id,
      p.model, coalesce(p.input, 0), coalesce(p.cached, 0), coalesce(p.output, 0), coalesce(p.reasoning, 0), p.cost, p.reason is null, p.reason
    from jsonb_to_record(about) as p (model text, input bigint, cached bigint, output bigint, reasoning bigint, cost bigint, reason text)
    returning id into used;
  end if;
  delete from public.token_reservations x where x.id = reservation;
  return used;
end
$$;
comment on function public.settle_tokens(uuid, bigint, text, text, jsonb) is
  'Ends a reservation and books what was used (nothing when zero; with a reason it is not charged); returns the usage row, null when there is none. For the server.';

create function public.release_tokens(reservation uuid) returns void
language sql security definer set search_path = '' as $$
  delete from public.token_reservations r where r.id = reservation
$$;
comment on function public.release_tokens(uuid) is 'Ends a reservation without usage. For the server.';

create function public.forgive_run(forgiven_run uuid, why text) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  s uuid;
  given_back bigint;
begin
  -- In one order with all who reserve and settle: first the subscription.
  for s in select distinct u.workspace_id from public.token_usage u where u.run_id = forgiven_run loop
    perform private.roll_period(s);
  end loop;
  with back as (
    insert into public.token_usage (workspace_id, project_id, chat_id, run_id, tokens_used, usage_type, agent_type, call_id, model, corrects, reason, created_by)
    select u.workspace_id, u.project_id, u.chat_id, u.run_id, -(u.tokens_used + c.corrected), u.usage_type, u.agent_type, u.call_id, u.model, u.id, why, u.created_by
    from public.token_usage u
    cross join lateral (select coalesce(sum(x.tokens_used), 0) as corrected from public.token_usage x where x.corrects = u.id) c
    where u.run_id = forgiven_run and u.corrects is null and u.charged and u.tokens_used + c.corrected > 0
    returning tokens_used
  )
  select -coalesce(sum(back.tokens_used), 0)::bigint into given_back from back;
  delete from public.token_reservations r where r.run_id = forgiven_run;
  update public.run_calls c set charged = false where c.run_id = forgiven_run and c.charged;
  return given_back;
end
$$;
comment on function public.forgive_run(uuid, text) is
  'Gives back what a run was charged, by corrections, and ends its reservations; again gives nothing more. Returns the tokens given back. For the server.';

create function public.set_token_cap(in_workspace uuid, in_project uuid, for_person uuid, most_per_run bigint, most_per_month bigint) returns void
language plpgsql security definer set search_path = '' as $$
begin
  -- Compared with null is null, and not null would let everybody pass.
  if not coalesce(in_workspace = any (private.workspace_scope(2)), false)
    and in_workspace is distinct from private.administered_global_workspace()
    and not coalesce(for_person is null and in_project = any (private.scope(3)), false)
    or (in_project is not null and not exists (select from public.projects p where p.id = in_project and p.workspace_id = in_workspace)) then
    raise exception using errcode = 'insufficient_privilege', message = 'You may not set this cap.',
      hint = 'Ask an owner or admin of the workspace; caps of a project are also set by its owners and managers.';
  end if;
  if num_nonnulls(most_per_run, most_per_month) = 0 then
    delete from public.token_caps c where c.workspace_id = in_workspace
      and c.project_id is not distinct from in_project and c.user_id is not distinct from for_person;
    return;
  end if;
  insert into public.token_caps (workspace_id, project_id, user_id, per_run, per_month, created_by)
  values (in_workspace, in_project, for_person, most_per_run, most_per_month, auth.uid())
  on conflict (workspace_id, project_id, user_id) do update set per_run = excluded.per_run, per_month = excluded.per_month;
end
$$;
comment on function public.set_token_cap(uuid, uuid, uuid, bigint, bigint) is
  'Sets how many tokens a run and a month may use in a workspace, a project of it, or by a person in it; two nulls remove the cap.';

create function public.usual_usage(in_project uuid, of_kind text)
returns table (runs bigint, low bigint, high bigint, low_cost bigint, high_cost bigint)
language sql stable security definer set search_path = '' as $$
  -- The project's own runs, when there are enough of them to tell; else those of the instance, of which no more is told than this.
  with ended as (
    select r.project_id, sum(c.input_tokens + c.output_tokens) as tokens, sum(c.cost_microdollars) as cost
    from public.agent_runs r join public.run_calls c on c.run_id = r.id and c.kind = 'model'
    where r.status = 'succeeded' and r.created_at > now() - interval '90 days' and of_kind = case
      when r.steps = '[]' then 'answer'
      when exists (select from public.artifact_versions v where v.run_id = r.id and v.number = 1) then 'build' else 'change' end
    group by r.id having sum(c.input_tokens + c.output_tokens) > 0
    order by r.created_at desc limit 500
  ), own as (select count(*) >= 3 as enough from ended e where e.project_id = in_project)
  select count(*), percentile_cont(0.25) within group (order by e.tokens)::bigint, percentile_cont(0.75) within group (order by e.tokens)::bigint,
    percentile_cont(0.25) within group (order by e.cost)::bigint, percentile_cont(0.75) within group (order by e.cost)::bigint
  from ended e cross join own where not own.enough or e.project_id = in_project having count(*) >= 3
$$;
comment on function public.usual_usage(uuid, text) is
  'What the middle half of past runs of a kind (build, change, answer) used, of the project or else of all; no row when fewer than three are known. For the server.';

create trigger keep_identity before update on public.token_caps
  for each row when (new.id is distinct from old.id or new.workspace_id is distinct from old.workspace_id
    or new.project_id is distinct from old.project_id or new.user_id is distinct from old.user_id
    or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_updated_at before update on public.token_caps
  for each row execute function private.set_updated_at();

alter table public.token_caps enable row level security;
alter table public.run_calls enable row level security;

create policy "Members read caps, and everybody their own" on public.token_caps
  for select to authenticated
  using (
    workspace_id = any ((select private.workspace_scope(1))::uuid[])
    or project_id = any ((select private.scope(1))::uuid[])
    or user_id = (select private.active_user())
    or workspace_id = (select private.administered_global_workspace())
  );
create policy "Members read the ledgers of runs" on public.run_calls
  for select to authenticated
  using (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)));

grant select on public.token_caps, public.run_calls to authenticated;
grant select, insert, update, delete on public.token_caps, public.run_calls to service_role;
grant execute on function public.reserve_tokens(uuid, uuid, uuid, uuid, uuid, bigint, bigint, uuid),
  public.settle_tokens(uuid, bigint, text, text, jsonb), public.release_tokens(uuid), public.forgive_run(uuid, text),
  public.usual_usage(uuid, text) to service_role;
grant execute on function public.set_token_cap(uuid, uuid, uuid, bigint, bigint) to authenticated;

select private.audit_table('token_caps', '{workspace_id,project_id,user_id,per_run,per_month,created_by}');

comment on table public.token_caps is 'How many tokens a run and a calendar month (UTC) may use: in a workspace, in a project, or by a person. Written by set_token_cap.';
comment on column public.token_caps.project_id is 'The project it caps; null for the whole workspace or a person.';
comment on column public.token_caps.user_id is 'The person it caps; null for the whole workspace or a project.';
comment on column public.token_caps.per_run is 'Most tokens of one run; null for no cap.';
comment on column public.token_caps.per_month is 'Most tokens of one calendar month in UTC; null for no cap.';
comment on table public.run_calls is 'The ledger of a run: every call of a model and of a tool, once each, also when it was made again. Goes with the run.';
comment on column public.run_calls.id is 'Derived from the run and the step of its workflow; also the id of the reservation.';
comment on column public.run_calls.kind is 'model or tool.';
comment on column public.run_calls.name is 'Which model answered, or which tool was called.';
comment on column public.run_calls.agent_type is 'The agent that called.';
comment on column public.run_calls.step_index is 'In which step of the plan; null while the orchestrator spoke.';
comment on column public.run_calls.call_id is 'The id that the model gave a tool call.';
comment on column public.run_calls.attempts is 'How often it was begun.';
comment on column public.run_calls.ok is 'Whether it succeeded; null while it is at work.';
comment on column public.run_calls.problem is 'Why it failed, in a line.';
comment on column public.run_calls.input_tokens is 'What the model read, cached parts included.';
comment on column public.run_calls.cached_tokens is 'Of the input, what came from the provider''s cache.';
comment on column public.run_calls.output_tokens is 'What the model wrote, reasoning included.';
comment on column public.run_calls.reasoning_tokens is 'Of the output, what it thought.';
comment on column public.run_calls.is_estimated is 'The provider told no usage: it is reckoned from the characters.';
comment on column public.run_calls.cost_microdollars is 'What the provider takes for it, in millionths of a US dollar; null when the price is not known.';
comment on column public.run_calls.charged is 'Whether it was taken from the allowance and not given back.';
comment on column public.run_calls.answer is 'The model''s whole answer; a replay of the run works from it.';
comment on column public.run_calls.started_at is 'When it was begun the first time.';
comment on column public.run_calls.duration_ms is 'How long the last attempt took.';
