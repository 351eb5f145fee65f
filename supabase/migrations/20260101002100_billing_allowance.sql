-- The allowance is kept before it is used: what a model call may take is
-- reserved. Whoever reserves or settles (billing_budgets) locks the one
-- subscription row, so that runs side by side never use the same tokens.

create table public.token_reservations (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  project_id uuid,
  chat_id uuid,
  run_id uuid,
  tokens bigint not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '15 minutes',
  created_by uuid,
  constraint valid_tokens check (tokens > 0),
  constraint valid_expiry check (expires_at > created_at)
);

create index token_reservations_workspace_id_idx on public.token_reservations (workspace_id, expires_at);
create index token_reservations_created_by_idx on public.token_reservations (created_by);

create function private.base_of(s public.workspace_subscriptions) returns bigint
language sql stable set search_path = '' as $$
  select case
    when s.status = 'active' then s.base_token_limit
    when s.status in ('past_due', 'canceled') and now() < s.current_period_end then s.base_token_limit
    else 0 end
$$;
comment on function private.base_of(public.workspace_subscriptions) is
  'The base allowance as it stands: past_due and canceled keep it until the period ends, incomplete has none.';

create function private.months_after(anchor timestamptz, months integer) returns timestamptz
language sql immutable set search_path = '' as $$
  select (anchor at time zone 'utc' + make_interval(months => months)) at time zone 'utc'
$$;
comment on function private.months_after(timestamptz, integer) is 'So many months later in UTC: the same day, or the last one where the month is shorter.';

create function private.roll_period(of_workspace uuid) returns public.workspace_subscriptions
language plpgsql security definer set search_path = '' as $$
declare
  s public.workspace_subscriptions;
  months integer;
  free_limit bigint := (select p.base_token_limit from private.plans p where p.plan_type = 'free');
begin
  select x.* into s from public.workspace_subscriptions x where x.workspace_id = of_workspace for no key update;
  if not found or s.current_period_end > now() then
    return s;
  end if;
  if s.status = 'canceled' then
    s.plan_type := 'free';
    s.stripe_customer_id := null;
    s.stripe_subscription_id := null;
    s.base_token_limit := free_limit;
    s.status := 'active';
    s.period_anchor := s.current_period_end;
  end if;
  -- A paid period is begun by the payment; until the news of it arrives the old one stays.
  if s.plan_type = 'free' then
    -- Counted from the anchor, not from the last period: of a 31st, February would leave a 28th for ever.
    months := (extract(year from age(now(), s.period_anchor)) * 12 + extract(month from age(now(), s.period_anchor)))::integer;
    months := months + case when private.months_after(s.period_anchor, months + 1) <= now() then 1
      when private.months_after(s.period_anchor, months) > now() then -1 else 0 end;
    update public.workspace_subscriptions x
    set plan_type = s.plan_type, stripe_customer_id = s.stripe_customer_id, stripe_subscription_id = s.stripe_subscription_id,
      base_token_limit = s.base_token_limit, status = s.status, period_anchor = s.period_anchor,
      current_period_start = private.months_after(s.period_anchor, months),
      current_period_end = private.months_after(s.period_anchor, months + 1), period_tokens_used = 0, period_tokens_forgiven = 0
    where x.id = s.id returning x.* into s;
  end if;
  return s;
end
$$;
comment on function private.roll_period(uuid) is
  'Locks the subscription and returns it; a free period that ended gives way to the current one, and a canceled plan to the free plan.';

create function private.left_of_person(person uuid, s public.workspace_subscriptions) returns bigint
language sql stable security definer set search_path = '' as $$
  select case when s.workspace_id = private.global_workspace() then greatest(0,
    (select i.global_tokens_per_person from private.instance i)
    - coalesce((select sum(u.tokens_used) from public.token_usage u
        where u.charged and u.created_by = person and u.workspace_id = s.workspace_id and u.created_at >= s.current_period_start), 0)
    - coalesce((select sum(r.tokens) from public.token_reservations r
        where r.created_by = person and r.workspace_id = s.workspace_id and r.expires_at > now()), 0)) end
$$;
comment on function private.left_of_person(uuid, public.workspace_subscriptions) is
  'What a person may still use of the global workspace''s allowance in this period; null elsewhere.';

create function private.left_of_workspace(s public.workspace_subscriptions) returns bigint
language sql stable security definer set search_path = '' as $$
  select greatest(0, greatest(0, private.base_of(s) - s.period_tokens_used) + s.additional_tokens
    - coalesce((select sum(r.tokens) from public.token_reservations r
        where r.workspace_id = s.workspace_id and r.expires_at > now()), 0))
$$;
comment on function private.left_of_workspace(public.workspace_subscriptions) is
  'What is left: of the base of this period, and bought tokens; less what is reserved.';

create function public.token_allowance(in_workspace uuid)
returns table (tokens_left bigint, own_tokens_left bigint, period_end timestamptz, token_limit bigint, own_token_limit bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    select private.left_of_workspace(s), private.left_of_person(private.active_user(), s), s.current_period_end,
      private.base_of(s) + s.additional_tokens, case when w.is_global then (select i.global_tokens_per_person from private.instance i) end
    from public.workspace_subscriptions s
    join public.workspaces w on w.id = s.workspace_id and w.is_active and w.deleted_at is null
    where s.workspace_id = in_workspace and private.active_user() is not null and (
      exists (select from public.workspace_users m where m.workspace_id = s.workspace_id and m.user_id = private.active_user())
      or exists (select from public.projects p join public.project_users m on m.project_id = p.id
        where p.workspace_id = s.workspace_id and p.is_active and p.deleted_at is null and m.user_id = private.active_user())
    );
  if not found then
    raise exception using errcode = 'no_data_found', message = 'The workspace was not found.';
  end if;
end
$$;
comment on function public.token_allowance(uuid) is
  'What a workspace may still use, of how much and until when, for its members and those of its projects; in the global workspace also the own share.';

create trigger keep_identity before update on public.token_reservations
  for each row execute function private.refuse_move();

alter table public.token_reservations enable row level security;

create policy "Members read reservations, in the global workspace their own" on public.token_reservations
  for select to authenticated
  using (
    workspace_id = any ((select private.workspace_scope(1))::uuid[])
    or project_id = any ((select private.scope(1))::uuid[])
    or (created_by = (select private.active_user()) and workspace_id = (select private.global_workspace()))
  );

grant select on public.token_reservations to authenticated;
grant select, insert, delete on public.token_reservations to service_role;
grant execute on function public.token_allowance(uuid) to authenticated;

comment on table public.token_reservations is 'Tokens kept for model calls that are on their way. One that is never settled ends by itself.';
comment on column public.token_reservations.run_id is 'The run that makes the call; a bare id.';
comment on column public.token_reservations.created_by is 'Who asked; a bare id.';
comment on column public.token_reservations.project_id is 'In which project, or null; a bare id.';
comment on column public.token_reservations.chat_id is 'In which chat, or null; a bare id.';
comment on column public.token_reservations.tokens is 'How many are kept.';
