-- What writes the trail: statement triggers, from transition tables. What is
-- recorded of a table is a list of columns; a column that is not listed, such as
-- a secret, is never copied. Only the old image is kept: what a value became is
-- in the row itself or in its next entry. An insert, which has no old image,
-- keeps the listed columns of the new row, else it would say nothing.

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
select private.audit_table('connection_secrets', '{api_connection_id,oauth2_connection_id,name}', parents => '{api_connection_id=api_connections,oauth2_connection_id=oauth2_connections}');
select private.audit_table('share_links', '{artifact_id,expires_at,revoked_at,created_by}');
select private.audit_table('api_keys', '{user_id,name,expires_at,revoked_at}', ignored => '{last_used_at}');
-- Billing. What is used counts up in the subscription; the ledger of it is token_usage.
select private.audit_table('workspace_subscriptions', '{workspace_id,plan_type,base_token_limit,additional_tokens,status,current_period_start,current_period_end}', ignored => '{period_tokens_used,period_tokens_forgiven}');
select private.audit_table('token_purchases', '{workspace_id,token_amount,price_paid,currency,status,created_by}');
select private.audit_table('token_reservations');
-- Not under audit: run_events and token_usage (append-only, their own trail), the statistics, and the logs themselves.
