-- Daily snapshots for dashboards, written by a job. Dates are days in UTC.

create table public.workspace_stats (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  total_projects integer not null default 0,
  total_users integer not null default 0,
  total_chats integer not null default 0,
  total_artifacts integer not null default 0,
  total_files integer not null default 0,
  total_tokens_used bigint not null default 0,
  tokens_remaining bigint not null default 0,
  stats_date date not null default (now() at time zone 'utc')::date,
  created_at timestamptz not null default now(),
  constraint valid_totals check (least(total_projects, total_users, total_chats, total_artifacts, total_files, total_tokens_used, tokens_remaining) >= 0),
  unique (workspace_id, stats_date)
);

create table public.project_stats (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null,
  workspace_id uuid not null,
  total_users integer not null default 0,
  total_chats integer not null default 0,
  total_artifacts integer not null default 0,
  total_files integer not null default 0,
  total_tokens_used bigint not null default 0,
  tokens_remaining bigint not null default 0,
  stats_date date not null default (now() at time zone 'utc')::date,
  created_at timestamptz not null default now(),
  foreign key (project_id, workspace_id) references public.projects (id, workspace_id) on delete cascade,
  constraint valid_totals check (least(total_users, total_chats, total_artifacts, total_files, total_tokens_used, tokens_remaining) >= 0),
  unique (project_id, stats_date)
);

create index project_stats_workspace_id_idx on public.project_stats (workspace_id, stats_date);

create function public.write_daily_stats(day date default null) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  today date := (now() at time zone 'utc')::date;
  counted date := coalesce(day, today);
  -- What was made until the end of that day; what has been deleted since is not counted any more.
  ends timestamptz := (counted + 1)::timestamp at time zone 'utc';
  written integer;
  more integer;
begin
  if counted > today then
    raise exception using errcode = 'check_violation', message = 'Statistics of a day to come cannot be written.';
  end if;
  with files as (
    select f.project_id, count(*)::integer as n from public.artifact_files f where f.created_at < ends group by 1
  ), used as (
    select u.project_id, sum(u.tokens_used) as n from public.token_usage u where u.charged and u.created_at < ends and u.project_id is not null group by 1
  ), users as (
    select m.project_id, count(*)::integer as n from public.project_users m where m.created_at < ends group by 1
  ), chats as (
    select c.project_id, count(*)::integer as n from public.chat_sessions c where c.created_at < ends group by 1
  ), artifacts as (
    select a.project_id, count(*)::integer as n from public.artifacts a where a.created_at < ends group by 1
  )
  insert into public.project_stats as p (project_id, workspace_id, total_users, total_chats, total_artifacts, total_files,
    total_tokens_used, tokens_remaining, stats_date)
  select q.id, q.workspace_id, coalesce(users.n, 0), coalesce(chats.n, 0), coalesce(artifacts.n, 0), coalesce(files.n, 0),
    coalesce(used.n, 0), private.left_of_workspace(s), counted
  from public.projects q
  join public.workspaces w on w.id = q.workspace_id and w.is_active and w.deleted_at is null
  join public.workspace_subscriptions s on s.workspace_id = w.id
  left join users on users.project_id = q.id left join chats on chats.project_id = q.id
  left join artifacts on artifacts.project_id = q.id left join files on files.project_id = q.id
  left join used on used.project_id = q.id
  where q.is_active and q.deleted_at is null and q.created_at < ends
  on conflict (project_id, stats_date) do update set total_users = excluded.total_users, total_chats = excluded.total_chats,
    total_artifacts = excluded.total_artifacts, total_files = excluded.total_files,
    total_tokens_used = excluded.total_tokens_used, tokens_remaining = excluded.tokens_remaining;
  get diagnostics written = row_count;

  with totals as (
    select p.workspace_id, count(*)::integer as projects, sum(p.total_chats)::integer as chats,
      sum(p.total_artifacts)::integer as artifacts, sum(p.total_files)::integer as files
    from public.project_stats p where p.stats_date = counted group by 1
  ), members as (
    select m.workspace_id, count(*)::integer as n from public.workspace_users m where m.created_at < ends group by 1
  ), used as (
    select u.workspace_id, sum(u.tokens_used) as n from public.token_usage u where u.charged and u.created_at < ends group by 1
  )
  insert into public.workspace_stats as t (workspace_id, total_projects, total_users, total_chats, total_artifacts, total_files,
    total_tokens_used, tokens_remaining, stats_date)
  select w.id, coalesce(totals.projects, 0), coalesce(members.n, 0), coalesce(totals.chats, 0), coalesce(totals.artifacts, 0),
    coalesce(totals.files, 0), coalesce(used.n, 0), private.left_of_workspace(s), counted
  from public.workspaces w
  join public.workspace_subscriptions s on s.workspace_id = w.id
  left join totals on totals.workspace_id = w.id left join members on members.workspace_id = w.id
  left join used on used.workspace_id = w.id
  where w.is_active and w.deleted_at is null and w.created_at < ends
  on conflict (workspace_id, stats_date) do update set total_projects = excluded.total_projects, total_users = excluded.total_users,
    total_chats = excluded.total_chats, total_artifacts = excluded.total_artifacts, total_files = excluded.total_files,
    total_tokens_used = excluded.total_tokens_used, tokens_remaining = excluded.tokens_remaining;
  get diagnostics more = row_count;
  return written + more;
end
$$;
comment on function public.write_daily_stats(date) is
  'Writes the statistics of a day in UTC (today unless given) of all living workspaces and projects; again is no harm. Returns the rows written. For the server.';

alter table public.workspace_stats enable row level security;
alter table public.project_stats enable row level security;

create policy "Members read the statistics of their workspace" on public.workspace_stats
  for select to authenticated
  using (workspace_id = any ((select private.workspace_scope(1))::uuid[]) or workspace_id = (select private.administered_global_workspace()));
create policy "Members read the statistics of their project" on public.project_stats
  for select to authenticated using (project_id = any ((select private.scope(1))::uuid[]));

grant select on public.workspace_stats, public.project_stats to authenticated;
grant select, insert, update, delete on public.workspace_stats, public.project_stats to service_role;
grant execute on function public.write_daily_stats(date) to service_role;

comment on table public.workspace_stats is 'Totals of a workspace at the end of a day, or as of now for today.';
comment on column public.workspace_stats.total_tokens_used is 'Charged since the workspace began, corrections included.';
comment on column public.workspace_stats.tokens_remaining is 'What the workspace could still use when this was written.';
comment on column public.workspace_stats.stats_date is 'A day in UTC.';
comment on table public.project_stats is 'Totals of a project at the end of a day, or as of now for today.';
comment on column public.project_stats.total_tokens_used is 'Charged since the project began, corrections included.';
comment on column public.project_stats.tokens_remaining is 'What its workspace could still use when this was written.';
comment on column public.project_stats.stats_date is 'A day in UTC.';
