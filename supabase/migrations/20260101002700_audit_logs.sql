-- Who changed what: one entry a changed row. It holds bare ids and no foreign
-- keys, so that it survives the tenant and the account it speaks of. Nobody may
-- change it: time leaves it by months, which lie in a schema of their own.

create schema audit;
comment on schema audit is 'The monthly partitions of the logs. Read through their parents in schema public; no role but the owner enters here.';
revoke all on schema audit from public;

create sequence private.audit_positions;

create table public.audit_logs (
  -- First, so that the transaction is known to others before it takes a position (see audit_seals).
  tx xid8 not null default pg_current_xact_id(),
  position bigint not null default nextval('private.audit_positions'),
  id uuid not null default gen_random_uuid(),
  created_at timestamptz not null default clock_timestamp(),
  workspace_id uuid,
  project_id uuid,
  table_name text not null,
  record_id uuid not null,
  action text not null,
  old_data jsonb,
  new_data jsonb,
  changed_columns text[],
  changed_by uuid,
  actor_kind text not null,
  agent text,
  reason text,
  ip_address inet,
  user_agent text,
  primary key (position, created_at),
  constraint valid_action check (action in ('INSERT', 'UPDATE', 'DELETE')),
  constraint valid_actor_kind check (actor_kind in ('user', 'agent', 'system'))
) partition by range (created_at);

create index audit_logs_workspace_id_idx on public.audit_logs (workspace_id, created_at);
create index audit_logs_project_id_idx on public.audit_logs (project_id, created_at);
create index audit_logs_record_id_idx on public.audit_logs (record_id, created_at);

create function private.refuse_log_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'insufficient_privilege',
    message = format('The log %s is append-only.', tg_table_name),
    hint = 'Entries leave it by retention only, a whole month at a time.';
end
$$;
comment on function private.refuse_log_change() is 'Before update, delete or truncate of a log: refuses, whoever asks.';

create function private.make_log_partition(log text, month date) returns void
language plpgsql set search_path = '' as $$
declare
  partition text := log || to_char(month, '_YYYY_MM');
begin
  -- Attached, not created in place: that would lock every writer out meanwhile.
  execute format('create table audit.%I (like public.%I including defaults including constraints)', partition, log);
  execute format('alter table audit.%I enable row level security', partition);
  execute format('create trigger refuse_truncate before truncate on audit.%I for each statement
    execute function private.refuse_log_change()', partition);
  execute format('alter table public.%I attach partition audit.%I for values from (%L) to (%L)', log, partition,
    to_char(month, 'YYYY-MM-01 00:00:00+00'), to_char(month + interval '1 month', 'YYYY-MM-01 00:00:00+00'));
end
$$;
comment on function private.make_log_partition(text, date) is 'Makes the partition of a log for the month (UTC) that begins on this day.';

create function public.make_log_partitions() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  this_month date := date_trunc('month', now() at time zone 'utc');
  made integer := 0;
  missing record;
begin
  -- Two servers may start at the same moment.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('ninefold.log_partitions', 0));
  for missing in
    select c.relname::text as log, (this_month + make_interval(months => ahead))::date as month
    from pg_catalog.pg_class c, generate_series(0, 3) ahead
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'p'
      and to_regclass('audit.' || c.relname || to_char(this_month + make_interval(months => ahead), '_YYYY_MM')) is null
  loop
    perform private.make_log_partition(missing.log, missing.month);
    made := made + 1;
  end loop;
  return made;
end
$$;
comment on function public.make_log_partitions() is
  'Makes the missing partitions of every log, this month and three ahead; returns how many. For a daily job.';

create function private.log_time(log text) returns timestamptz
language plpgsql set search_path = '' as $$
declare
  here timestamptz := clock_timestamp();
begin
  if to_regclass('audit.' || log || to_char(here at time zone 'utc', '_YYYY_MM')) is null then
    -- 55000 would read as a conflict of the caller's; the database itself lacks something.
    raise exception using errcode = 'configuration_limit_exceeded',
      message = format('The log %s has no partition for %s, so nothing can be changed.', log, to_char(here at time zone 'utc', 'YYYY-MM')),
      hint = 'Run "select public.make_log_partitions()"; a daily job does it ahead of time.';
  end if;
  return here;
end
$$;
comment on function private.log_time(text) is 'The time for entries made now; says clearly when the log has no partition for it.';

create function private.to_inet(value text) returns inet
language plpgsql immutable set search_path = '' as $$
begin
  if coalesce(value, '') = '' then
    return null;
  end if;
  -- IPv4 within IPv6 is told as IPv4; an interface after "%" is nobody's address.
  return regexp_replace(value, '^::ffff:(?=\d+\.)|%.*$', '', 'gi')::inet;
exception when invalid_text_representation then
  return null;
end
$$;
comment on function private.to_inet(text) is 'The text as an IP address, or null for anything else; never raises.';

create trigger refuse_change before update or delete on public.audit_logs
  for each row execute function private.refuse_log_change();
create trigger refuse_truncate before truncate on public.audit_logs
  for each statement execute function private.refuse_log_change();

alter table public.audit_logs enable row level security;

create policy "Those who answer for a scope read its trail" on public.audit_logs
  for select to authenticated
  using (
    workspace_id = any ((select private.workspace_scope(2))::uuid[])
    or project_id = any ((select private.scope(3))::uuid[])
    or (project_id is null and (select private.is_super_user())
      and (workspace_id is null or workspace_id = (select private.administered_global_workspace())))
  );

grant select on public.audit_logs to authenticated;
grant select, insert on public.audit_logs to service_role;
grant usage on sequence private.audit_positions to service_role;
grant execute on function public.make_log_partitions() to service_role;

comment on table public.audit_logs is 'One entry a changed row: which, how, by whom, from where. Append-only, kept seven years.';
comment on column public.audit_logs.tx is 'The transaction: entries with the same one happened together.';
comment on column public.audit_logs.position is 'Place in the trail, growing; gaps are transactions that were rolled back.';
comment on column public.audit_logs.workspace_id is 'The tenant the row belonged to; null for what belongs to none, such as accounts.';
comment on column public.audit_logs.project_id is 'The project the row belonged to, if to one.';
comment on column public.audit_logs.table_name is 'Which table of schema public.';
comment on column public.audit_logs.record_id is 'The id of the row.';
comment on column public.audit_logs.action is 'INSERT, UPDATE or DELETE.';
comment on column public.audit_logs.old_data is 'Recorded columns before an update or delete; null where only names are recorded.';
comment on column public.audit_logs.new_data is 'Recorded columns of an inserted row.';
comment on column public.audit_logs.changed_columns is 'Names of the columns an update changed.';
comment on column public.audit_logs.changed_by is 'The person, also when an agent or the server acted for one; null for the system itself.';
comment on column public.audit_logs.actor_kind is 'What acted: the person (user), an agent for the person, or the system.';
comment on column public.audit_logs.agent is 'Which agent.';
comment on column public.audit_logs.reason is 'Why the server went round row-level security, or the login that wrote directly.';
comment on column public.audit_logs.ip_address is 'Address of the request, as the server saw it.';
comment on column public.audit_logs.user_agent is 'What the browser or client calls itself.';

select public.make_log_partitions();
