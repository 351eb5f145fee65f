-- Several people in one chat: who was mentioned where, and what listeners are
-- told so that lists, counts and marks change without asking again.

create table public.message_mentions (
  id uuid primary key default gen_random_uuid(),
  message_id uuid not null,
  chat_id uuid not null,
  project_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz,
  foreign key (message_id, chat_id, project_id) references public.chat_messages (id, chat_id, project_id) on delete cascade,
  -- Leaving the project takes its mentions along.
  foreign key (project_id, user_id) references public.project_users (project_id, user_id) on delete cascade,
  unique (message_id, user_id)
);

create index message_mentions_user_id_idx on public.message_mentions (user_id, created_at desc, id desc);
create index message_mentions_project_id_idx on public.message_mentions (project_id, user_id);
create index message_mentions_unseen_idx on public.message_mentions (chat_id, user_id) where seen_at is null;
-- Lists of chats show what the crew is at.
create index agent_runs_open_idx on public.agent_runs (chat_id) where finished_at is null;

create function private.note_mentions() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  mentioned uuid[] := array(
    select pu.user_id
    from (
      select distinct private.to_uuid(part #>> '{data,userId}') as user_id
      from jsonb_array_elements(new.content -> 'parts') part where part ->> 'type' = 'data-mention'
    ) named
    join public.project_users pu on pu.project_id = new.project_id and pu.user_id = named.user_id
    where pu.user_id is distinct from new.created_by
  );
begin
  insert into public.message_mentions (message_id, chat_id, project_id, user_id)
  select new.id, new.chat_id, new.project_id, m from unnest(mentioned) m;
  -- For those who were not here yet, the message that calls them is the first unread one.
  insert into public.chat_participants (chat_id, project_id, user_id, last_read_at)
  select new.chat_id, new.project_id, m, new.created_at - interval '1 millisecond' from unnest(mentioned) m
  on conflict (chat_id, user_id) do update set is_active = true where not chat_participants.is_active;
  return null;
end
$$;
comment on function private.note_mentions() is
  'After insert of a person''s message: the members it mentions are noted and take part from then on; strangers and the author are passed over.';

create function private.set_seen_time() returns trigger
language plpgsql set search_path = '' as $$
begin
  -- The first look counts; it cannot be taken back or dated.
  new.seen_at := coalesce(old.seen_at, now());
  return new;
end
$$;
comment on function private.set_seen_time() is 'Before update of seen_at: it is the time of the first look.';

create function private.announce_person() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('person_events', new.user_id::text);
  return null;
end
$$;
comment on function private.announce_person() is
  'After insert or update: tells listeners of channel person_events whose marks or mentions changed, by id.';

create function private.announce_project() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('project_events', case tg_op when 'DELETE' then old.project_id else new.project_id end::text);
  return null;
end
$$;
comment on function private.announce_project() is
  'After a change of a chat or of a run''s status: tells listeners of channel project_events the id of the project.';

-- The array is asked for first: elements of anything else would be an error, and the message with it.
create trigger note_mentions after insert on public.chat_messages
  for each row when (new.message_type = 'user' and jsonb_typeof(new.content -> 'parts') = 'array')
  execute function private.note_mentions();
create trigger set_seen_time before update of seen_at on public.message_mentions
  for each row execute function private.set_seen_time();
create trigger announce_person after insert or update on public.message_mentions
  for each row execute function private.announce_person();
create trigger announce_person after insert or update on public.chat_participants
  for each row execute function private.announce_person();
create trigger announce_project after insert or update or delete on public.chat_sessions
  for each row execute function private.announce_project();
create trigger announce_project after update on public.agent_runs
  for each row when (new.status is distinct from old.status) execute function private.announce_project();

alter table public.message_mentions enable row level security;

create policy "People read their own mentions in their projects" on public.message_mentions
  for select to authenticated
  using (
    user_id = (select auth.uid())
    and (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)))
  );
create policy "People mark their own mentions as seen" on public.message_mentions
  for update to authenticated
  using (
    user_id = (select auth.uid())
    and (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)))
  )
  with check (
    user_id = (select auth.uid())
    and (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)))
  );

grant select, update (seen_at) on public.message_mentions to authenticated;
grant select on public.message_mentions to service_role;

select private.audit_table('message_mentions', '{message_id,user_id}');

comment on table public.message_mentions is 'Who was mentioned in which message. Written with the message, from what it says.';
comment on column public.message_mentions.user_id is 'Who was mentioned: a member of the project at that time.';
comment on column public.message_mentions.seen_at is 'When the person first saw it; null until then.';
