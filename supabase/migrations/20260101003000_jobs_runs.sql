-- What runs by the clock. Whoever comes first takes a job for its period (a
-- process of ours, another one, pg_cron): nothing runs twice, and what a dead
-- process took is taken over.

create table private.job_runs (
  job text not null,
  period text not null,
  owner text not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  outcome jsonb,
  failure text,
  primary key (job, period),
  constraint valid_job check (job ~ '^[a-z][a-z0-9-]{0,62}$'),
  constraint valid_period check (length(period) between 1 and 40),
  constraint valid_failure check (length(failure) <= 2000)
);

create index job_runs_started_at_idx on private.job_runs (started_at);

create function public.begin_job(job_name text, for_period text, by_owner text) returns boolean
language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
begin
  -- Taken again by the same owner (after a crash it is the same workflow), or from one who has been silent for an hour.
  insert into private.job_runs as r (job, period, owner) values (job_name, for_period, by_owner)
  on conflict (job, period) do update set owner = excluded.owner, started_at = now(), finished_at = null, failure = null
  where (r.finished_at is null and (r.owner = excluded.owner or r.started_at < now() - interval '1 hour'))
    or (r.failure is not null and r.owner <> excluded.owner);
  return found;
exception
  -- A transaction that took it (run_job) is still at it.
  when lock_not_available then return false;
end
$$;
comment on function public.begin_job(text, text, text) is
  'True for the one who runs the job for this period: the first, the same owner again, and another one after a failure. For the server.';

create function public.end_job(job_name text, for_period text, by_owner text, job_outcome jsonb, job_failure text) returns void
language sql security definer set search_path = '' as $$
  update private.job_runs r set finished_at = now(), outcome = job_outcome, failure = left(job_failure, 2000)
  where r.job = job_name and r.period = for_period and r.owner = by_owner
$$;
comment on function public.end_job(text, text, text, jsonb, text) is 'Notes how a job ended. For the server.';

create function public.latest_job_runs()
returns table (job text, period text, started_at timestamptz, finished_at timestamptz, outcome jsonb, failure text)
language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.is_super_user() then
    raise exception using errcode = 'insufficient_privilege', message = 'Only a super user sees what runs by the clock.';
  end if;
  return query
    select distinct on (r.job) r.job, r.period, r.started_at, r.finished_at, r.outcome, r.failure
    from private.job_runs r order by r.job, r.started_at desc;
end
$$;
comment on function public.latest_job_runs() is 'The latest run of each job; for super users.';

create function public.purge_archived(at_most integer default 10) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  gone integer := 0;
  due timestamptz := now() - interval '30 days';
  target uuid;
begin
  -- One at a time, so that a stopped job has done what it did; what another one is deleting is left to it.
  for target in
    select w.id from public.workspaces w where w.deleted_at < due and not w.is_active and not w.is_global
    order by w.deleted_at limit at_most for update skip locked
  loop
    delete from public.workspaces w where w.id = target;
    gone := gone + 1;
  end loop;
  for target in
    select p.id from public.projects p where p.deleted_at < due and not p.is_active
    order by p.deleted_at limit greatest(0, at_most - gone) for update skip locked
  loop
    delete from public.projects p where p.id = target;
    gone := gone + 1;
  end loop;
  return gone;
end
$$;
comment on function public.purge_archived(integer) is
  'Deletes for good what was archived more than 30 days ago, workspaces first, with all that is in it; returns how many. For the server.';

create function public.purge_expired() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  gone integer := 0;
  more integer;
begin
  delete from public.token_reservations r where r.expires_at < now() - interval '1 day';
  get diagnostics gone = row_count;
  delete from private.oauth2_states s where s.expires_at < now();
  get diagnostics more = row_count;
  gone := gone + more;
  delete from private.job_runs r where r.started_at < now() - interval '40 days' and r.finished_at is not null;
  get diagnostics more = row_count;
  return gone + more;
end
$$;
comment on function public.purge_expired() is
  'Deletes what has no meaning any more: forgotten reservations, unfinished authorizations, old job runs. Returns how many rows. For the server.';

create function public.roll_billing_periods() returns integer
language sql security definer set search_path = '' as $$
  select count(private.roll_period(s.workspace_id))::integer
  from public.workspace_subscriptions s
  where s.current_period_end <= now() and (s.plan_type = 'free' or s.status = 'canceled')
$$;
comment on function public.roll_billing_periods() is
  'Begins the current period of every free plan whose period ended, and ends canceled plans; returns how many. For the server.';

create function public.run_job(job_name text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  today date := (now() at time zone 'utc')::date;
  period text := to_char(now() at time zone 'utc', case job_name when 'billing-periods' then 'YYYY-MM-DD"T"HH24' else 'YYYY-MM-DD' end);
  me text := 'transaction ' || pg_current_xact_id();
  outcome jsonb;
begin
  if not public.begin_job(job_name, period, me) then
    return null;
  end if;
  -- Taking it and the work are one transaction: if it fails, nothing is left of either, and another one may.
  outcome := case job_name
    when 'billing-periods' then jsonb_build_object('subscriptions', public.roll_billing_periods())
    when 'daily-statistics' then jsonb_build_object('rows', public.write_daily_stats(today - 1) + public.write_daily_stats(today))
    when 'log-partitions' then to_jsonb(public.make_log_partitions())
    when 'purge-archived' then jsonb_build_object('deleted', public.purge_archived(1000))
    when 'purge-expired' then jsonb_build_object('deleted', public.purge_expired())
  end;
  if outcome is null then
    raise exception using errcode = 'invalid_parameter_value', message = format('The database alone cannot run the job %s.', job_name),
      hint = 'It runs billing-periods, daily-statistics, log-partitions, purge-archived and purge-expired; the server runs the others.';
  end if;
  perform public.end_job(job_name, period, me, outcome, null);
  return outcome;
end
$$;
comment on function public.run_job(text) is
  'Runs a job that needs nothing but the database, unless it ran for this period or another one is at it: then null. For pg_cron and the server.';

alter table private.job_runs enable row level security;

grant execute on function public.begin_job(text, text, text), public.end_job(text, text, text, jsonb, text),
  public.run_job(text), public.purge_archived(integer), public.purge_expired(), public.roll_billing_periods() to service_role;
grant execute on function public.latest_job_runs() to authenticated;

comment on table private.job_runs is 'Which job ran for which period, and how it ended.';
comment on column private.job_runs.job is 'The job''s name in start/schedules.';
comment on column private.job_runs.period is 'What it ran for: a day or an hour in UTC, or the second it was due.';
comment on column private.job_runs.owner is 'Who took it: the workflow''s id, or the transaction of run_job.';
comment on column private.job_runs.outcome is 'What it reported: counts.';
comment on column private.job_runs.failure is 'Why it failed; null otherwise.';
