-- Conversations of a project. Every row carries its project, kept true by a
-- composite foreign key, so the wall is one comparison and never a lookup.

create table public.chat_sessions (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references public.projects (id) on delete cascade,
  title text not null,
  description text,
  settings jsonb not null default '{}',
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  updated_at timestamptz not null default now(),
  updated_by uuid references auth.users (id) on delete set null,
  constraint valid_title check (btrim(title) <> '' and length(title) <= 200),
  constraint valid_description check (length(description) <= 2000),
  constraint valid_settings check (jsonb_typeof(settings) = 'object' and octet_length(settings::text) <= 16384),
  unique (id, project_id)
);

create table public.chat_messages (
  id uuid primary key default gen_random_uuid(),
  chat_id uuid not null,
  project_id uuid not null,
  content jsonb not null,
  message_type text not null,
  agent_type text,
  metadata jsonb not null default '{}',
  run_id uuid,
  step_index integer,
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  updated_at timestamptz not null default now(),
  foreign key (chat_id, project_id) references public.chat_sessions (id, project_id) on delete cascade,
  constraint valid_content check (jsonb_typeof(content) = 'object' and octet_length(content::text) <= 1048576),
  constraint valid_message_type check (message_type in ('user', 'ai', 'system')),
  constraint valid_agent_type check (agent_type in ('orchestrator', 'requirements', 'architect', 'designer', 'coder',
    'quality', 'search', 'scanning', 'data-validation')),
  constraint agent_type_of_ai_messages check ((message_type = 'ai') = (agent_type is not null)),
  constraint valid_metadata check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 65536),
  constraint valid_step_index check (step_index >= 0),
  constraint run_of_user_messages check (message_type <> 'user' or ((run_id is null or run_id = id) and step_index is null)),
  unique (id, chat_id, project_id)
);

create table public.chat_participants (
  id uuid primary key default gen_random_uuid(),
  chat_id uuid not null,
  project_id uuid not null,
  user_id uuid not null references auth.users (id) on delete cascade,
  joined_at timestamptz not null default now(),
  last_read_at timestamptz not null default now(),
  is_active boolean not null default true,
  foreign key (chat_id, project_id) references public.chat_sessions (id, project_id) on delete cascade,
  -- Leaving the project ends participation.
  foreign key (project_id, user_id) references public.project_users (project_id, user_id) on delete cascade,
  unique (chat_id, user_id)
);

create index chat_sessions_project_id_idx on public.chat_sessions (project_id, updated_at desc);
create index chat_sessions_created_by_idx on public.chat_sessions (created_by);
create index chat_sessions_updated_by_idx on public.chat_sessions (updated_by);
create index chat_messages_chat_id_created_at_idx on public.chat_messages (chat_id, created_at) include (project_id);
create index chat_messages_created_by_idx on public.chat_messages (created_by);
create index chat_participants_user_id_idx on public.chat_participants (user_id);
create index chat_participants_project_id_idx on public.chat_participants (project_id, user_id);

create function private.set_message_author() returns trigger
language plpgsql set search_path = '' as $$
begin
  -- What agents and the system say has no human author.
  new.created_by := case when new.message_type = 'user' then coalesce(auth.uid(), new.created_by) end;
  return new;
end
$$;
comment on function private.set_message_author() is 'Before insert: the caller is the author of a user message; other messages have none.';

create function private.set_participant() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    -- Others are added by our own triggers alone, which run one level deeper.
    if pg_catalog.pg_trigger_depth() = 1 then
      new.user_id := coalesce(auth.uid(), new.user_id);
    end if;
    new.last_read_at := least(new.last_read_at, now());
  else
    -- What was read stays read, and nobody reads the future.
    new.last_read_at := greatest(old.last_read_at, least(new.last_read_at, now()));
  end if;
  return new;
end
$$;
comment on function private.set_participant() is 'Before insert or update: people take part as themselves, unless a mention calls them; the read mark only moves forward, up to now.';

create function private.touch_chat() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.chat_sessions c set updated_at = now()
  where c.id in (select distinct n.chat_id from added n) and c.updated_at < now();
  return null;
end
$$;
comment on function private.touch_chat() is 'After insert of messages: their chats count as changed, for lists by last activity.';

create trigger keep_identity before update on public.chat_sessions
  for each row when (new.id is distinct from old.id or new.project_id is distinct from old.project_id
    or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_created_by before insert on public.chat_sessions
  for each row execute function private.set_created_by();
create trigger set_updated_by before insert or update on public.chat_sessions
  for each row execute function private.set_updated_by();
create trigger keep_identity before update on public.chat_messages
  for each row when (new.id is distinct from old.id or new.chat_id is distinct from old.chat_id
    or new.project_id is distinct from old.project_id or new.created_at is distinct from old.created_at
    or new.message_type is distinct from old.message_type or new.agent_type is distinct from old.agent_type
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_created_by before insert on public.chat_messages
  for each row execute function private.set_message_author();
create trigger set_updated_at before update on public.chat_messages
  for each row execute function private.set_updated_at();
create trigger touch_chat after insert on public.chat_messages
  referencing new table as added for each statement execute function private.touch_chat();
create trigger keep_identity before update on public.chat_participants
  for each row when (new.id is distinct from old.id or new.chat_id is distinct from old.chat_id
    or new.project_id is distinct from old.project_id or new.user_id is distinct from old.user_id
    or new.joined_at is distinct from old.joined_at)
  execute function private.refuse_move();
create trigger set_participant before insert or update on public.chat_participants
  for each row execute function private.set_participant();

alter table public.chat_sessions enable row level security;
alter table public.chat_messages enable row level security;
alter table public.chat_participants enable row level security;

create policy "Members read chats" on public.chat_sessions
  for select to authenticated using (project_id = any ((select private.scope(1))::uuid[]));
create policy "Contributors start chats" on public.chat_sessions
  for insert to authenticated with check (project_id = any ((select private.scope(2))::uuid[]));
create policy "Contributors change chats" on public.chat_sessions
  for update to authenticated
  using (project_id = any ((select private.scope(2))::uuid[]))
  with check (project_id = any ((select private.scope(2))::uuid[]));
create policy "Contributors delete chats" on public.chat_sessions
  for delete to authenticated using (project_id = any ((select private.scope(2))::uuid[]));

create policy "Members read messages" on public.chat_messages
  for select to authenticated
  using (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)));
create policy "Contributors write messages as themselves" on public.chat_messages
  for insert to authenticated
  with check (
    message_type = 'user' and created_by = (select auth.uid())
    and (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)))
  );
create policy "Contributors edit their own messages" on public.chat_messages
  for update to authenticated
  using (
    message_type = 'user' and created_by = (select auth.uid())
    and (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)))
  )
  with check (
    message_type = 'user' and created_by = (select auth.uid())
    and (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2)))
  );
create policy "Contributors delete their own messages, managers anybody's" on public.chat_messages
  for delete to authenticated
  using (
    message_type = 'user'
    and (
      (created_by = (select auth.uid())
        and (project_id = (select private.scope_one(2)) or project_id in (select private.scope_rest(2))))
      or project_id = (select private.scope_one(3)) or project_id in (select private.scope_rest(3))
    )
  );

create policy "Members read participants" on public.chat_participants
  for select to authenticated
  using (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)));
create policy "Members take part as themselves" on public.chat_participants
  for insert to authenticated
  with check (
    user_id = (select auth.uid())
    and (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)))
  );
create policy "Members change their own participation" on public.chat_participants
  for update to authenticated
  using (
    user_id = (select auth.uid())
    and (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)))
  )
  with check (
    user_id = (select auth.uid())
    and (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)))
  );
create policy "Members end their own participation" on public.chat_participants
  for delete to authenticated
  using (
    user_id = (select auth.uid())
    and (project_id = (select private.scope_one(1)) or project_id in (select private.scope_rest(1)))
  );

grant select, insert (id, project_id, title, description, settings, is_active),
  update (title, description, settings, is_active), delete on public.chat_sessions to authenticated;
grant select, insert (id, chat_id, project_id, content, message_type, metadata, run_id),
  update (content, metadata), delete on public.chat_messages to authenticated;
grant select, insert (chat_id, project_id, user_id, last_read_at), update (last_read_at, is_active), delete
  on public.chat_participants to authenticated;
grant select, insert, update, delete on public.chat_sessions, public.chat_messages, public.chat_participants to service_role;

comment on table public.chat_sessions is 'A conversation of a project with the crew.';
comment on column public.chat_sessions.updated_at is 'Also moved by a new message.';
comment on table public.chat_messages is 'One message, by a person, an agent or the system.';
comment on column public.chat_messages.content is '{ "parts": [...] } in the AI SDK''s UI message form.';
comment on column public.chat_messages.agent_type is 'Which agent wrote it; set exactly for messages of type ai.';
comment on column public.chat_messages.run_id is 'The run that wrote it; on a user message the run it started, which has the same id.';
comment on column public.chat_messages.step_index is 'The step of the run that wrote it; null for people and the orchestrator''s own words.';
comment on table public.chat_participants is 'Who takes part in a chat and how far they have read.';
comment on column public.chat_sessions.settings is 'Preferences. Carries no authority.';
comment on column public.chat_sessions.is_active is 'False once the chat is put away.';
comment on column public.chat_messages.message_type is
  'Who speaks: user, ai or system. People write user messages only.';
comment on column public.chat_messages.metadata is 'Facts about the message that are not part of what it says.';
comment on column public.chat_participants.last_read_at is 'Messages until then are read. Moves forward only.';
comment on column public.chat_participants.is_active is
  'False once the person has left the chat without leaving the project.';
