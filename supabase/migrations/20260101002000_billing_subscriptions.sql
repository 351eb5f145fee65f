-- What a workspace may use: its plan, tokens bought besides, and a ledger of
-- what was used. Clients read; only the server writes.

create table private.plans (
  plan_type text primary key,
  base_token_limit bigint not null,
  max_projects integer,
  constraint valid_plan_type check (plan_type in ('free', 'hobby', 'pro', 'enterprise')),
  constraint valid_limits check (base_token_limit >= 0 and max_projects > 0)
);

insert into private.plans (plan_type, base_token_limit, max_projects) values
  ('free', 1000000, 25), ('hobby', 5000000, 100), ('pro', 25000000, 1000), ('enterprise', 250000000, null);

alter table private.instance
  add column global_tokens_per_person bigint not null default 100000 check (global_tokens_per_person >= 0),
  add column free_workspaces_per_person integer not null default 20 check (free_workspaces_per_person >= 0);

create table public.workspace_subscriptions (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null unique references public.workspaces (id) on delete cascade,
  stripe_customer_id text,
  stripe_subscription_id text unique,
  plan_type text not null,
  base_token_limit bigint not null,
  additional_tokens bigint not null default 0,
  status text not null,
  current_period_start timestamptz not null default now(),
  current_period_end timestamptz not null default now() + interval '1 month',
  period_anchor timestamptz not null default now(),
  period_tokens_used bigint not null default 0,
  period_tokens_forgiven bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint valid_plan_type check (plan_type in ('free', 'hobby', 'pro', 'enterprise')),
  constraint valid_status check (status in ('active', 'past_due', 'canceled', 'incomplete')),
  constraint stripe_ids_of_paid_plans check (
    (plan_type = 'free') = (stripe_customer_id is null) and (plan_type = 'free') = (stripe_subscription_id is null)),
  -- Far from the end of bigint: one sum out of range would stop the statistics of everybody.
  constraint valid_base_token_limit check (base_token_limit between 0 and 1000000000000000),
  constraint valid_additional_tokens check (additional_tokens between 0 and 1000000000000000),
  constraint valid_period check (current_period_end > current_period_start)
);

create table public.token_purchases (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  stripe_payment_intent_id text not null unique,
  token_amount bigint not null,
  price_paid numeric(10, 2) not null,
  currency text not null,
  status text not null default 'pending',
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  constraint valid_token_amount check (token_amount > 0),
  constraint valid_price_paid check (price_paid >= 0),
  constraint valid_currency check (currency ~ '^[a-z]{3}$'),
  constraint valid_status check (status in ('pending', 'completed', 'failed'))
);

-- Ids without foreign keys: what was used stays on the record when a chat, a project, a workspace or an account goes.
create table public.token_usage (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null,
  project_id uuid,
  chat_id uuid,
  run_id uuid,
  tokens_used bigint not null,
  usage_type text not null,
  agent_type text,
  call_id uuid,
  model text,
  input_tokens bigint not null default 0,
  cached_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  reasoning_tokens bigint not null default 0,
  cost_microdollars bigint,
  charged boolean not null default true,
  reason text,
  corrects uuid references public.token_usage (id),
  created_at timestamptz not null default now(),
  created_by uuid,
  constraint valid_parts check (
    cached_tokens between 0 and input_tokens and reasoning_tokens between 0 and output_tokens
    and greatest(input_tokens, output_tokens, cost_microdollars) <= 1000000000000 and cost_microdollars >= 0),
  constraint valid_correction check (corrects is null or (charged and input_tokens + output_tokens = 0 and cost_microdollars is null)),
  constraint valid_model check (length(model) <= 200),
  constraint valid_reason check (length(reason) <= 200 and (charged or reason is not null)),
  constraint valid_tokens_used check (
    abs(tokens_used) <= 1000000000000 and case when corrects is null then tokens_used > 0 else tokens_used < 0 end),
  constraint valid_usage_type check (usage_type in ('chat', 'artifact_generation', 'search')),
  constraint valid_agent_type check (agent_type in ('orchestrator', 'requirements', 'architect', 'designer', 'coder',
    'quality', 'search', 'scanning', 'data-validation'))
);

create table private.stripe_events (
  id text primary key,
  event_type text not null,
  received_at timestamptz not null default now(),
  constraint valid_id check (length(id) between 1 and 255)
);

create index token_purchases_workspace_id_idx on public.token_purchases (workspace_id, created_at desc);
create index token_purchases_created_by_idx on public.token_purchases (created_by);
create index token_usage_workspace_id_created_at_idx on public.token_usage (workspace_id, created_at);
create index token_usage_project_id_created_at_idx on public.token_usage (project_id, created_at);
create index token_usage_created_by_idx on public.token_usage (created_by, created_at);
create index token_usage_corrects_idx on public.token_usage (corrects);
create index token_usage_run_id_idx on public.token_usage (run_id);

create function private.refuse_rewrite() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'insufficient_privilege',
    message = format('%I is append-only.', tg_table_name),
    hint = 'Write a new row that corrects the old one.';
end
$$;
comment on function private.refuse_rewrite() is 'Before update, delete or truncate of a ledger: refuses, whoever asks.';

create function private.give_free_subscription() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.workspace_subscriptions (workspace_id, plan_type, base_token_limit, status)
  select w.id, p.plan_type, p.base_token_limit, 'active'
  from created w, private.plans p where p.plan_type = 'free';
  return null;
end
$$;
comment on function private.give_free_subscription() is 'After insert of workspaces: each has the free plan until it buys another.';

create function private.credit_purchase() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    if new.status <> 'pending' then
      raise exception using errcode = 'check_violation', message = 'A purchase begins as pending.';
    end if;
    return new;
  end if;
  if old.status <> 'pending' then
    raise exception using errcode = 'check_violation', message = format('A purchase that is %s stays so.', old.status),
      hint = 'Book a new purchase.';
  end if;
  -- In the transaction of the status itself, and only on this one way out of pending: credited once.
  if new.status = 'completed' then
    update public.workspace_subscriptions s set additional_tokens = s.additional_tokens + new.token_amount
    where s.workspace_id = new.workspace_id;
    if not found then
      raise exception using errcode = 'no_data_found', message = 'The workspace has no subscription to credit.';
    end if;
  end if;
  return new;
end
$$;
comment on function private.credit_purchase() is
  'Before insert or a change of status: pending first, then completed (which credits the tokens) or failed, and never again.';

create function private.check_usage() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Nothing binds these ids later, so they are compared now.
  if not exists (select from public.workspaces w where w.id = new.workspace_id)
    or (new.project_id is not null and not exists (
      select from public.projects p where p.id = new.project_id and p.workspace_id = new.workspace_id))
    or (new.chat_id is not null and not exists (
      select from public.chat_sessions c where c.id = new.chat_id and c.project_id = new.project_id)) then
    -- The chat of a run may be gone by the time its last call is settled; what was used still counts.
    if new.corrects is null and not exists (select from public.token_reservations r where r.workspace_id = new.workspace_id
      and r.project_id is not distinct from new.project_id and r.chat_id is not distinct from new.chat_id) then
      raise exception using errcode = 'foreign_key_violation',
        message = 'Workspace, project and chat of this usage do not belong together.';
    end if;
  end if;
  -- The lock makes two corrections of one row take turns.
  perform from public.token_usage u where u.id = new.corrects for no key update;
  if new.corrects is not null and not exists (
    select from public.token_usage u where u.id = new.corrects and u.workspace_id = new.workspace_id
      and u.project_id is not distinct from new.project_id and u.chat_id is not distinct from new.chat_id and u.corrects is null
      and u.tokens_used + new.tokens_used
        + coalesce((select sum(c.tokens_used) from public.token_usage c where c.corrects = u.id), 0) >= 0) then
    raise exception using errcode = 'check_violation', message = 'A correction takes back at most what the row it names recorded.';
  end if;
  return new;
end
$$;
comment on function private.check_usage() is
  'Before insert: project and chat lie in the workspace (or a reservation said so before they went); a correction fits its row.';

create function private.count_usage() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  n record;
  s public.workspace_subscriptions;
  used bigint;
  beyond bigint;
  drawn bigint;
begin
  for n in select a.workspace_id, sum(a.tokens_used)::bigint as tokens from added a where a.charged group by 1 loop
    select x.* into s from public.workspace_subscriptions x where x.workspace_id = n.workspace_id for no key update;
    continue when not found;
    -- Not below zero: what an earlier period had used adds nothing to this one.
    used := greatest(0, s.period_tokens_used + n.tokens);
    beyond := greatest(0, used - private.base_of(s)) - greatest(0, s.period_tokens_used - private.base_of(s));
    -- Beyond the base, bought tokens are drawn, and what is beyond them too is forgiven. A correction goes the way back:
    -- first what had been forgiven, which was nobody's; then what had been drawn.
    drawn := case when beyond > 0 then least(beyond, s.additional_tokens) else least(0, beyond + s.period_tokens_forgiven) end;
    update public.workspace_subscriptions x
    set period_tokens_used = used, additional_tokens = x.additional_tokens - drawn,
      period_tokens_forgiven = x.period_tokens_forgiven + beyond - drawn
    where x.id = s.id;
  end loop;
  return null;
end
$$;
comment on function private.count_usage() is
  'After insert of usage: counts what is charged in the period and draws on bought tokens beyond the base; a correction goes the same way back.';

create function private.check_project_limit(in_workspace uuid, more integer default 1) returns void
language plpgsql security definer set search_path = '' as $$
declare
  most integer;
  is_global boolean;
begin
  -- The lock makes two projects that are created at once take turns.
  select p.max_projects, w.is_global into most, is_global
  from public.workspace_subscriptions s
  join private.plans p on p.plan_type = s.plan_type
  join public.workspaces w on w.id = s.workspace_id
  where s.workspace_id = in_workspace for no key update of s;
  if most < more + (
    select count(*) from public.projects q
    where q.workspace_id = in_workspace and q.is_active and q.deleted_at is null
      and (not is_global or exists (select from public.project_users m where m.project_id = q.id and m.user_id = auth.uid() and m.rank = 4))
  ) then
    raise exception using errcode = 'raise_exception',
      message = format('There are %s projects already, as many as the plan allows.', most),
      hint = 'Archive a project, or choose a larger plan.';
  end if;
end
$$;
comment on function private.check_project_limit(uuid, integer) is
  'Refuses so many projects more (0 after restoring one) than the plan of the workspace allows; in the global workspace each person''s own are counted.';

create function private.check_workspace_limit() returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.users u where u.id = auth.uid() for no key update;
  -- Archived ones count until they are gone: each came with an allowance that may be used up.
  if (select i.free_workspaces_per_person from private.instance i) <= (
    select count(*) from public.workspace_users m
    join public.workspaces w on w.id = m.workspace_id and not w.is_global
    join public.workspace_subscriptions s on s.workspace_id = w.id and s.plan_type = 'free'
    where m.user_id = auth.uid() and m.rank = 3
  ) then
    raise exception using errcode = 'raise_exception', message = 'You own as many workspaces on the free plan as one person may.',
      hint = 'Choose a larger plan for one of them, or wait until an archived one is deleted for good.';
  end if;
end
$$;
comment on function private.check_workspace_limit() is
  'Refuses one workspace on the free plan more than a person may own, archived ones included.';

create trigger give_free_subscription after insert on public.workspaces
  referencing new table as created for each statement execute function private.give_free_subscription();
create trigger keep_identity before update on public.workspace_subscriptions
  for each row when (new.id is distinct from old.id or new.workspace_id is distinct from old.workspace_id
    or new.created_at is distinct from old.created_at)
  execute function private.refuse_move();
create trigger set_updated_at before update on public.workspace_subscriptions
  for each row execute function private.set_updated_at();
create trigger credit_purchase before insert or update of status on public.token_purchases
  for each row execute function private.credit_purchase();
create trigger keep_identity before update on public.token_purchases
  for each row when ((to_jsonb(new) - array['status', 'created_by']) is distinct from (to_jsonb(old) - array['status', 'created_by'])
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger check_usage before insert on public.token_usage
  for each row execute function private.check_usage();
create trigger count_usage after insert on public.token_usage
  referencing new table as added for each statement execute function private.count_usage();
create trigger refuse_rewrite before update or delete on public.token_usage
  for each row execute function private.refuse_rewrite();
create trigger refuse_truncate before truncate on public.token_usage
  for each statement execute function private.refuse_rewrite();

create function public.note_stripe_event(event_id text, event_type text) returns boolean
language sql security definer set search_path = '' as $$
  with noted as (
    insert into private.stripe_events (id, event_type) values (event_id, note_stripe_event.event_type)
    on conflict (id) do nothing returning id
  )
  select exists (select from noted)
$$;
comment on function public.note_stripe_event(text, text) is
  'True for an event seen the first time, false for a repeat; to be called in the transaction that acts on it. For the server.';

alter table private.plans enable row level security;
alter table private.stripe_events enable row level security;
alter table public.workspace_subscriptions enable row level security;
alter table public.token_purchases enable row level security;
alter table public.token_usage enable row level security;

create policy "Owners and admins read the subscription" on public.workspace_subscriptions
  for select to authenticated
  using (workspace_id = any ((select private.workspace_scope(2))::uuid[]) or workspace_id = (select private.administered_global_workspace()));
create policy "Owners and admins read purchases" on public.token_purchases
  for select to authenticated
  using (workspace_id = any ((select private.workspace_scope(2))::uuid[]) or workspace_id = (select private.administered_global_workspace()));
create policy "Members read usage, in the global workspace their own" on public.token_usage
  for select to authenticated
  using (
    workspace_id = any ((select private.workspace_scope(1))::uuid[])
    or project_id = any ((select private.scope(1))::uuid[])
    or (created_by = (select private.active_user()) and workspace_id = (select private.global_workspace()))
    or workspace_id = (select private.administered_global_workspace())
  );

grant select on public.workspace_subscriptions, public.token_purchases, public.token_usage to authenticated;
grant select, insert, update, delete on public.workspace_subscriptions, public.token_purchases to service_role;
grant select, insert on public.token_usage to service_role;
grant execute on function public.note_stripe_event(text, text) to service_role;

-- Workspaces that are there already.
insert into public.workspace_subscriptions (workspace_id, plan_type, base_token_limit, status)
select w.id, p.plan_type, p.base_token_limit, 'active' from public.workspaces w, private.plans p where p.plan_type = 'free';

comment on table private.plans is 'What each plan includes. Limits of null are none.';
comment on column private.plans.base_token_limit is 'Tokens a billing period.';
comment on column private.plans.max_projects is 'Projects in a workspace; in the global one, projects a person.';
comment on column private.instance.global_tokens_per_person is 'What one person may use of the global workspace''s allowance in a period.';
comment on column private.instance.free_workspaces_per_person is 'How many workspaces on the free plan one person may own.';
comment on table private.stripe_events is 'Ids of Stripe events that were acted on, so that none is acted on twice.';
comment on table public.workspace_subscriptions is 'The plan of a workspace and its allowance of tokens. One row each.';
comment on column public.workspace_subscriptions.stripe_customer_id is 'Null exactly on the free plan.';
comment on column public.workspace_subscriptions.stripe_subscription_id is 'Null exactly on the free plan.';
comment on column public.workspace_subscriptions.base_token_limit is 'Tokens included in each period.';
comment on column public.workspace_subscriptions.additional_tokens is 'Bought tokens that are left; used beyond the base, and carried over.';
comment on column public.workspace_subscriptions.period_tokens_used is 'What was charged since the period began, less what was corrected. Kept by trigger.';
comment on column public.workspace_subscriptions.period_tokens_forgiven is
  'What calls used beyond the base and all bought tokens: charged to nobody, and the first that a correction takes back. Kept by trigger.';
comment on column public.workspace_subscriptions.period_anchor is
  'Free periods begin so many whole months after this, so that one begun on a 31st ends on a 31st wherever there is one.';
comment on table public.token_purchases is 'A purchase of additional tokens: pending, then completed or failed, credited once.';
comment on column public.token_purchases.price_paid is 'In whole units of the currency, two decimals.';
comment on column public.token_purchases.currency is 'ISO 4217 in lower case.';
comment on table public.token_usage is 'What was used, call by call. Append-only for every role; outlives all it names.';
comment on column public.token_usage.tokens_used is 'Above zero; below zero exactly in a correction.';
comment on column public.token_usage.corrects is 'The row of which this one takes something back.';
comment on column public.token_usage.created_by is 'Who asked; a bare id.';
comment on column public.token_usage.call_id is 'The model call, as in run_calls and token_reservations; a bare id.';
comment on column public.token_usage.model is 'Which model answered.';
comment on column public.token_usage.input_tokens is 'What the model read, cached parts included.';
comment on column public.token_usage.cached_tokens is 'Of the input, what came from the provider''s cache.';
comment on column public.token_usage.output_tokens is 'What the model wrote, reasoning included.';
comment on column public.token_usage.reasoning_tokens is 'Of the output, what it thought.';
comment on column public.token_usage.cost_microdollars is 'What the provider takes for it, in millionths of a US dollar; null when the price is not known.';
comment on column public.token_usage.charged is 'False: recorded, but taken from no allowance, for the reason beside it.';
comment on column public.token_usage.reason is 'Why it is not charged, or corrected.';
comment on column private.plans.plan_type is 'Name of the plan, as in workspace_subscriptions.';
comment on column public.workspace_subscriptions.plan_type is 'One of the plans in private.plans.';
comment on column public.workspace_subscriptions.status is 'As Stripe names it: past_due keeps the base until the period ends, incomplete gives none.';
comment on column public.token_purchases.stripe_payment_intent_id is 'Which payment it is; unique, so that none is credited twice.';
comment on column public.token_purchases.token_amount is 'Tokens bought.';
comment on column public.token_purchases.status is 'pending, then completed or failed, once.';
comment on column public.token_usage.workspace_id is 'Whose allowance it took from; a bare id, since usage outlives what it names.';
comment on column public.token_usage.project_id is 'In which project, or null; a bare id, since usage outlives what it names.';
comment on column public.token_usage.chat_id is 'In which chat, or null; a bare id, since usage outlives what it names.';
comment on column public.token_usage.run_id is 'In which run, or null; a bare id, since usage outlives what it names.';
comment on column public.token_usage.usage_type is 'What the tokens were used for.';
comment on column public.token_usage.agent_type is 'Which agent used them; null when none did.';
comment on column private.stripe_events.event_type is 'As Stripe names it.';
