-- Who looked at what, came, went, or was refused. PostgreSQL has no trigger on
-- reading, so the server writes these entries, before the answer leaves, by one
-- function that people cannot call: nobody makes an entry for another, and
-- nobody floods or leaves out their own.

create sequence private.access_positions;

create table public.access_logs (
  tx xid8 not null default pg_current_xact_id(),
  position bigint not null default nextval('private.access_positions'),
  id uuid not null default gen_random_uuid(),
  created_at timestamptz not null default clock_timestamp(),
  workspace_id uuid,
  project_id uuid,
  event text not null,
  object_kind text not null,
  object_id uuid,
  purpose text not null,
  subject text,
  occurrences integer not null,
  actor_id uuid,
  actor_kind text not null,
  agent text,
  ip_address inet,
  user_agent text,
  request_id text,
  primary key (position, created_at),
  constraint valid_event check (event in ('read', 'export', 'sign_up', 'sign_in', 'sign_out', 'failed_sign_in', 'refused', 'purge')),
  constraint valid_actor_kind check (actor_kind in ('user', 'agent', 'system')),
  constraint valid_occurrences check (occurrences >= 1)
) partition by range (created_at);

create index access_logs_workspace_id_idx on public.access_logs (workspace_id, created_at);
create index access_logs_project_id_idx on public.access_logs (project_id, created_at);

create function public.record_access(entries jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  here timestamptz := private.log_time('access_logs');
begin
  insert into public.access_logs (created_at, workspace_id, project_id, event, object_kind, object_id, purpose, subject,
    occurrences, actor_id, actor_kind, agent, ip_address, user_agent, request_id)
  select here, coalesce(p.workspace_id, w.id), p.id, e.event, left(e.object_kind, 50), e.object_id, left(e.purpose, 300),
    left(e.subject, 100), coalesce(e.occurrences, 1), e.actor_id, coalesce(e.actor_kind, 'user'), left(e.agent, 50),
    private.to_inet(e.ip_address), left(e.user_agent, 300), left(e.request_id, 64)
  from jsonb_to_recordset(entries) as e (event text, object_kind text, object_id uuid, purpose text, subject text,
    occurrences integer, actor_id uuid, actor_kind text, agent text, ip_address text, user_agent text, request_id text,
    workspace_id uuid, project_id uuid)
  -- An id that names nothing belongs to nobody's log.
  left join public.projects p on p.id = coalesce(e.project_id, case e.object_kind
    when 'project' then e.object_id
    when 'chat' then (select c.project_id from public.chat_sessions c where c.id = e.object_id)
    when 'artifact' then (select a.project_id from public.artifacts a where a.id = e.object_id)
    when 'connection' then coalesce((select k.project_id from public.api_connections k where k.id = e.object_id),
      (select k.project_id from public.oauth2_connections k where k.id = e.object_id))
  end)
  left join public.workspaces w on w.id = coalesce(e.workspace_id, case e.object_kind
    when 'workspace' then e.object_id
    when 'connection' then coalesce((select k.workspace_id from public.api_connections k where k.id = e.object_id),
      (select k.workspace_id from public.oauth2_connections k where k.id = e.object_id))
  end);
end
$$;
comment on function public.record_access(jsonb) is
  'Writes entries of the access log: an array of objects with the names of its columns. Workspace and project follow from the object. For the server.';

create trigger refuse_change before update or delete on public.access_logs
  for each row execute function private.refuse_log_change();
create trigger refuse_truncate before truncate on public.access_logs
  for each statement execute function private.refuse_log_change();

alter table public.access_logs enable row level security;

create policy "Those who answer for a scope read who accessed it" on public.access_logs
  for select to authenticated
  using (
    workspace_id = any ((select private.workspace_scope(2))::uuid[])
    or project_id = any ((select private.scope(3))::uuid[])
    or (project_id is null and (select private.is_super_user())
      and (workspace_id is null or workspace_id = (select private.administered_global_workspace())))
  );

grant select on public.access_logs to authenticated, service_role;
grant execute on function public.record_access(jsonb) to service_role;

comment on table public.access_logs is 'One entry an access: reads of secrets, personal data, logs, files and exports; sign-ins; refusals. Append-only, kept seven years.';
comment on column public.access_logs.tx is 'The transaction that wrote the entry.';
comment on column public.access_logs.position is 'Place in the log, growing; gaps are transactions that were rolled back.';
comment on column public.access_logs.workspace_id is 'The tenant whose object it was; null for what belongs to none, such as signing in.';
comment on column public.access_logs.project_id is 'The project of the object, if it is in one.';
comment on column public.access_logs.event is 'What happened; purge is a month of a log that retention removed.';
comment on column public.access_logs.object_kind is 'What was accessed, in the product''s words: project, members, audit_logs, file, account …';
comment on column public.access_logs.object_id is 'Which one, where it has an id.';
comment on column public.access_logs.purpose is 'What for: the operation, or why it was refused.';
comment on column public.access_logs.subject is 'Of sign-ins: the address, shortened to its first character and its domain.';
comment on column public.access_logs.occurrences is 'How often, when a repeated refusal was counted and not written each time.';
comment on column public.access_logs.actor_id is 'The person; null when nobody was signed in.';
comment on column public.access_logs.actor_kind is 'What acted: the person (user), an agent for the person, or the system.';
comment on column public.access_logs.agent is 'Which agent.';
comment on column public.access_logs.ip_address is 'Address of the request, as the server saw it.';
comment on column public.access_logs.user_agent is 'What the browser or client calls itself.';
comment on column public.access_logs.request_id is 'The request, as in the log of the server and the answer''s header x-request-id.';

select public.make_log_partitions();
