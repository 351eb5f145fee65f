-- Who changed what: one entry a changed row, written by statement triggers from
-- transition tables. It holds bare ids and no foreign keys, so that it survives
-- the tenant and the account it speaks of, and nobody may change it. What is
-- recorded of a table is a list of columns; a column that is not listed, such as
-- a secret, is never copied. Only the old image is kept: what a value became is
-- in the row itself or in its next entry. An insert, which has no old image,
-- keeps the listed columns of the new row, else it would say nothing.

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

create function private.audit_origin(
  out created_at timestamptz, out actor_id uuid, out actor_kind text, out agent text, out reason text,
  out ip_address inet, out user_agent text)
language plpgsql set search_path = '' as $$
declare
  said text := current_setting('app.actor_kind', true);
begin
  created_at := private.log_time('audit_logs');
  actor_id := auth.uid();
  if actor_id is not null then
    -- Who is signed in stays the actor, whatever the settings say; they may add through which agent.
    actor_kind := case when said = 'agent' then 'agent' else 'user' end;
  elsif current_setting('role') = 'service_role' then
    actor_id := private.to_uuid(current_setting('app.actor_id', true));
    actor_kind := case when said in ('user', 'agent') then said else 'system' end;
    reason := nullif(left(current_setting('app.reason', true), 200), '');
  else
    actor_kind := 'system';
    reason := 'login ' || session_user;
  end if;
  agent := case when actor_kind = 'agent' then nullif(left(current_setting('app.agent', true), 50), '') end;
  ip_address := private.to_inet(current_setting('app.ip', true));
  user_agent := nullif(left(current_setting('app.user_agent', true), 300), '');
end
$$;
comment on function private.audit_origin() is
  'Who writes in this transaction, from where, now. Actor settings count for service_role only, and the signed-in person wins over them. Address and agent are what the server reports: as true as whoever may send SQL.';

create function private.gone_scope(gone uuid, out workspace_id uuid, out project_id uuid)
language plpgsql stable security definer set search_path = '' as $$
begin
  -- Since this transaction began: a row goes after its parent only by cascade.
  select l.workspace_id, l.project_id into gone_scope.workspace_id, gone_scope.project_id
  from public.audit_logs l where l.record_id = gone and l.created_at >= now() limit 1;
end
$$;
comment on function private.gone_scope(uuid) is 'Workspace and project of a row that this transaction removed, from its entry in the trail.';

create function private.audit_scope(target regclass, columns text[], parents text[], out workspace text, out project text)
language plpgsql set search_path = '' as $$
declare
  -- Called for orphans alone: their parent went first and has its entry.
  of_parent constant text := '(select %1$s from public.%2$I p where p.id = r.%3$I), (private.gone_scope(r.%3$I)).%4$I';
  of_project constant text := '(select q.workspace_id from public.projects q where q.id = p.project_id)';
  workspaces text[] := '{}';
  projects text[] := '{}';
  link text;
begin
  if target = 'public.workspaces'::regclass then
    workspace := 'r.id';
  elsif target = 'public.projects'::regclass then
    workspace := 'r.workspace_id';
    project := 'r.id';
  else
    if 'workspace_id' = any (columns) then
      workspaces := workspaces || 'r.workspace_id'::text;
    end if;
    if 'project_id' = any (columns) then
      projects := projects || 'r.project_id'::text;
      workspaces := workspaces || format(of_parent, 'p.workspace_id', 'projects', 'project_id', 'workspace_id');
    end if;
    foreach link in array parents loop
      projects := projects || format(of_parent, 'p.project_id', split_part(link, '=', 2), split_part(link, '=', 1), 'project_id');
      workspaces := workspaces || format(of_parent, format('coalesce(p.workspace_id, %s)', of_project),
        split_part(link, '=', 2), split_part(link, '=', 1), 'workspace_id');
    end loop;
    workspace := 'coalesce(' || nullif(array_to_string(workspaces, ', '), '') || ')';
    project := 'coalesce(' || nullif(array_to_string(projects, ', '), '') || ')';
  end if;
  workspace := coalesce(workspace, 'null::uuid');
  project := coalesce(project, 'null::uuid');
end
$$;
comment on function private.audit_scope(regclass, text[], text[]) is
  'SQL for workspace and project of a row "r" of the table: its own columns, its project''s workspace, or its parents'' (column=table).';

create function private.audit_table(
  target text, recorded text[] default '{}', masked text[] default '{}', hosts text[] default '{}',
  ignored text[] default '{}', parents text[] default '{}')
returns void
language plpgsql set search_path = '' as $outer$
declare
  relation regclass := format('public.%I', target)::regclass;
  columns text[] := array(
    select a.attname::text from pg_catalog.pg_attribute a
    where a.attrelid = relation and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum);
  watched text[] := array(select c from unnest(columns) c where c <> all (ignored || '{id,updated_at}'::text[]));
  scope record := private.audit_scope(relation, columns, parents);
  unknown text := (select string_agg(c, ', ') from unnest(recorded || masked || hosts || ignored) c where c <> all (columns));
  image text;
begin
  if unknown is not null then
    raise exception using errcode = 'undefined_column', message = format('%s has no column %s.', target, unknown);
  end if;
  select 'jsonb_build_object(' || string_agg(pair, ', ') || ')' into image from (
    select format('%L, %%1$s.%I', c, c) as pair from unnest(recorded) c
    -- The first character and the domain of an address; of a phone number the first character.
    union all select format('%L, regexp_replace(%%1$s.%I, ''^(.)[^@]*'', ''\1…'')', c, c) from unnest(masked) c
    -- A path or query may hold a key.
    union all select format('%L, substring(%%1$s.%I from ''^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/@]*@)?([^/?#]*)'')', c, c) from unnest(hosts) c
  ) pairs;
  -- One function a table, so that its plans are kept; without nested loops, because a plan made for one
  -- row would compare each old row of a thousand with each new one.
  execute format($inner$
    create or replace function private.audit_%1$s() returns trigger
    language plpgsql security definer set search_path = '' set enable_nestloop = off as $body$
declare
  o record := private.audit_origin();
begin
  if tg_op = 'INSERT' then
    insert into public.audit_logs (created_at, workspace_id, project_id, table_name, record_id, action, new_data,
      changed_by, actor_kind, agent, reason, ip_address, user_agent)
    select o.created_at, %2$s, %3$s, %1$L, r.id, tg_op, %4$s,
      o.actor_id, o.actor_kind, o.agent, o.reason, o.ip_address, o.user_agent
    from new_rows r;
  elsif tg_op = 'DELETE' then
    insert into public.audit_logs (created_at, workspace_id, project_id, table_name, record_id, action, old_data,
      changed_by, actor_kind, agent, reason, ip_address, user_agent)
    select o.created_at, %2$s, %3$s, %1$L, r.id, tg_op, %4$s,
      o.actor_id, o.actor_kind, o.agent, o.reason, o.ip_address, o.user_agent
    from old_rows r;
  else
    insert into public.audit_logs (created_at, workspace_id, project_id, table_name, record_id, action, old_data,
      changed_columns, changed_by, actor_kind, agent, reason, ip_address, user_agent)
    select o.created_at, %2$s, %3$s, %1$L, r.id, tg_op, %5$s,
      array_remove(array[%6$s], null),
      o.actor_id, o.actor_kind, o.agent, o.reason, o.ip_address, o.user_agent
    from old_rows b join new_rows r on r.id = b.id
    where row (%7$s) is distinct from row (%8$s);
  end if;
  return null;
end
$body$ $inner$,
    target, scope.workspace, scope.project, coalesce(format(image, 'r'), 'null'), coalesce(format(image, 'b'), 'null'),
    (select string_agg(format('case when b.%1$I is distinct from r.%1$I then %1$L end', c), ', ') from unnest(watched) c),
    (select string_agg(format('b.%I', c), ', ') from unnest(watched) c),
    (select string_agg(format('r.%I', c), ', ') from unnest(watched) c));
  execute format('comment on function private.audit_%1$s() is %2$L', target,
    format('After a statement on %s: one audit entry a changed row. Written by private.audit_table.', target));
  execute format('create or replace trigger audit_insert after insert on %s referencing new table as new_rows
    for each statement execute function private.audit_%s()', relation, target);
  execute format('create or replace trigger audit_update after update on %s referencing old table as old_rows new table as new_rows
    for each statement execute function private.audit_%s()', relation, target);
  execute format('create or replace trigger audit_delete after delete on %s referencing old table as old_rows
    for each statement execute function private.audit_%s()', relation, target);
end
$outer$;
comment on function private.audit_table(text, text[], text[], text[], text[], text[]) is
  'Puts a table of schema public under audit, or does it anew after its columns changed. recorded: columns copied as they are; masked: addresses, shortened; hosts: of URLs the host alone; of all others only the names when they change. A change of ignored columns alone leaves no entry. parents: column=table, for rows that reach their tenant through another row.';

create trigger refuse_change before update or delete on public.audit_logs
  for each row execute function private.refuse_log_change();
create trigger refuse_truncate before truncate on public.audit_logs
  for each statement execute function private.refuse_log_change();

-- People, tenants and membership: what was said is recorded.
select private.audit_table('users', '{status,is_super_user,deleted_at}', masked => '{email}', ignored => '{last_sign_in_at}');
select private.audit_table('workspaces', '{name,description,company_name,company_email_domains,logo_url,is_active,deleted_at,is_global,managed_by_super_user}');
select private.audit_table('workspace_users', '{workspace_id,user_id,role,invited_by}');
select private.audit_table('workspace_domains', '{domain,verified_at,created_by}');
select private.audit_table('invitations', '{workspace_id,project_id,role,invited_by,expires_at,accepted_at,accepted_by,declined_at,revoked_at}', masked => '{email}');
select private.audit_table('projects', '{name,description,logo_url,is_active,deleted_at,personal_owner_id}');
select private.audit_table('project_users', '{project_id,user_id,role,invited_by}');
select private.audit_table('chat_participants', '{chat_id,user_id,is_active}', ignored => '{last_read_at}');
-- Content: the id and the names of what changed, so that who reads the trail does not read the project.
-- Counters that the database keeps with another recorded change, and the progress of a run, are no changes of their own.
select private.audit_table('chat_sessions');
select private.audit_table('chat_messages');
select private.audit_table('agent_runs', ignored => '{progress,steps}');
select private.audit_table('artifacts', ignored => '{progress}');
select private.audit_table('artifact_files');
select private.audit_table('artifact_versions');
select private.audit_table('app_collections', ignored => '{change}');
select private.audit_table('app_records', ignored => '{change,revision}');
select private.audit_table('project_requirements');
select private.audit_table('technical_architecture');
select private.audit_table('ui_design');
select private.audit_table('project_context');
-- Connections and keys: never what they hold, and of an address the host alone.
select private.audit_table('api_connections', '{workspace_id,project_id,name,api_type,auth_type,http_method,is_active}', hosts => '{endpoint_url}');
select private.audit_table('oauth2_connections', '{workspace_id,project_id,provider,client_id,scopes,is_active}', hosts => '{redirect_uri}');
select private.audit_table('oauth2_tokens', '{connection_id,expires_at}', parents => '{connection_id=oauth2_connections}');
-- select private.audit_table('connection_secrets', '{api_connection_id,oauth2_connection_id,name}', parents => '{api_connection_id=api_connections,oauth2_connection_id=oauth2_connections}');
select private.audit_table('share_links', '{artifact_id,expires_at,revoked_at,created_by}');
select private.audit_table('api_keys', '{user_id,name,expires_at,revoked_at}', ignored => '{last_used_at}');
-- Billing. What is used counts up in the subscription; the ledger of it is token_usage.
select private.audit_table('workspace_subscriptions', '{workspace_id,plan_type,base_token_limit,additional_tokens,status,current_period_start,current_period_end}', ignored => '{period_tokens_used}');
select private.audit_table('token_purchases', '{workspace_id,token_amount,price_paid,currency,status,created_by}');
select private.audit_table('token_reservations');
-- Not under audit: run_events and token_usage (append-only, their own trail), the statistics, and the logs themselves.

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
comment on column public.audit_logs.old_data is 'Recorded columns before an update or delete; null where only names are recorded.';
comment on column public.audit_logs.new_data is 'Recorded columns of an inserted row.';
comment on column public.audit_logs.changed_columns is 'Names of the columns an update changed.';
comment on column public.audit_logs.changed_by is 'The person, also when an agent or the server acted for one; null for the system itself.';
comment on column public.audit_logs.actor_kind is 'What acted: the person (user), an agent for the person, or the system.';
comment on column public.audit_logs.agent is 'Which agent.';
comment on column public.audit_logs.reason is 'Why the server went round row-level security, or the login that wrote directly.';
comment on column public.audit_logs.ip_address is 'Address of the request, as the server saw it.';

select public.make_log_partitions();
