-- The allowance is kept before it is used: the server reserves what a model
-- call may take, and afterwards settles what it took. All of it locks the one
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

create function private.roll_period(of_workspace uuid) returns public.workspace_subscriptions
language plpgsql security definer set search_path = '' as $$
declare
  s public.workspace_subscriptions;
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
  end if;
  -- A paid period is begun by the payment; until the news of it arrives the old one stays.
  if s.plan_type = 'free' then
    s.current_period_start := s.current_period_start
      + interval '1 month' * (extract(year from age(now(), s.current_period_start)) * 12 + extract(month from age(now(), s.current_period_start)));
    s.current_period_end := s.current_period_start + interval '1 month';
    if s.current_period_end <= now() then
      s.current_period_start := s.current_period_end;
      s.current_period_end := s.current_period_start + interval '1 month';
    end if;
    s.period_tokens_used := 0;
    update public.workspace_subscriptions x
    set plan_type = s.plan_type, stripe_customer_id = s.stripe_customer_id, stripe_subscription_id = s.stripe_subscription_id,
      base_token_limit = s.base_token_limit, status = s.status, current_period_start = s.current_period_start,
      current_period_end = s.current_period_end, period_tokens_used = 0
    where x.id = s.id;
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
        where u.created_by = person and u.workspace_id = s.workspace_id and u.created_at >= s.current_period_start), 0)
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

create function public.reserve_tokens(in_workspace uuid, in_project uuid, in_chat uuid, of_run uuid, for_person uuid, amount bigint)
returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  s public.workspace_subscriptions := private.roll_period(in_workspace);
  reserved uuid;
begin
  if s.id is null then
    raise exception using errcode = 'no_data_found', message = 'The workspace has no subscription.';
  end if;
  if amount > private.left_of_workspace(s) then
    raise exception using errcode = 'raise_exception', message = 'The workspace has no tokens left for this.',
      hint = 'Buy additional tokens, choose a larger plan, or wait for the next period.';
  end if;
  if amount > private.left_of_person(for_person, s) then
    raise exception using errcode = 'raise_exception', message = 'Your share of the global workspace''s tokens is used up.',
      hint = 'Work in a project of your company''s workspace, or wait for the next period.';
  end if;
  insert into public.token_reservations (workspace_id, project_id, chat_id, run_id, tokens, created_by)
  values (in_workspace, in_project, in_chat, of_run, amount, for_person) returning id into reserved;
  return reserved;
end
$$;
comment on function public.reserve_tokens(uuid, uuid, uuid, uuid, uuid, bigint) is
  'Keeps tokens for a model call, or refuses when they are not left; returns the reservation. For the server.';

create function public.settle_tokens(reservation uuid, amount bigint, kind text, agent text default null) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  r public.token_reservations;
  used uuid;
begin
  select x.* into r from public.token_reservations x where x.id = reservation for update;
  -- Settling twice books once: the reservation is gone after the first time.
  if not found then
    return null;
  end if;
  perform private.roll_period(r.workspace_id);
  if amount > 0 then
    insert into public.token_usage (workspace_id, project_id, chat_id, run_id, tokens_used, usage_type, agent_type, created_by)
    values (r.workspace_id, r.project_id, r.chat_id, r.run_id, amount, kind, agent, r.created_by) returning id into used;
  end if;
  delete from public.token_reservations x where x.id = reservation;
  return used;
end
$$;
comment on function public.settle_tokens(uuid, bigint, text, text) is
  'Ends a reservation and books what was used (nothing when zero); returns the usage row, null when there is none. For the server.';

create function public.release_tokens(reservation uuid) returns void
language sql security definer set search_path = '' as $$
  delete from public.token_reservations r where r.id = reservation
$$;
comment on function public.release_tokens(uuid) is 'Ends a reservation without usage. For the server.';

create function public.token_allowance(in_workspace uuid)
returns table (tokens_left bigint, own_tokens_left bigint, period_end timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    select private.left_of_workspace(s), private.left_of_person(private.active_user(), s), s.current_period_end
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
  'What a workspace may still use and until when, for its members and those of its projects; in the global workspace also the own share.';

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
grant execute on function public.reserve_tokens(uuid, uuid, uuid, uuid, uuid, bigint), public.settle_tokens(uuid, bigint, text, text),
  public.release_tokens(uuid) to service_role;
grant execute on function public.token_allowance(uuid) to authenticated;

comment on table public.token_reservations is 'Tokens kept for model calls that are on their way. One that is never settled ends by itself.';
comment on column public.token_reservations.run_id is 'The run that makes the call; a bare id.';
comment on column public.token_reservations.created_by is 'Who asked; a bare id.';
comment on column public.token_reservations.project_id is 'In which project, or null; a bare id.';
comment on column public.token_reservations.chat_id is 'In which chat, or null; a bare id.';
comment on column public.token_reservations.tokens is 'How many are kept.';
