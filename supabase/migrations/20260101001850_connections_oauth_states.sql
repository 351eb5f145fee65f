-- The way to the provider and back: a state is good once, for ten minutes, for
-- the person and the connection it was made for.

create table private.oauth2_states (
  state_hash text primary key,
  connection_id uuid not null references public.oauth2_connections (id) on delete cascade,
  user_id uuid not null references public.users (id) on delete cascade,
  sealed_verifier text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '10 minutes',
  constraint valid_state_hash check (state_hash ~ '^[0-9a-f]{64}$'),
  constraint valid_sealed_verifier check (length(sealed_verifier) between 1 and 4096)
);

create index oauth2_states_connection_id_idx on private.oauth2_states (connection_id);
create index oauth2_states_user_id_idx on private.oauth2_states (user_id);

create function public.begin_oauth2_flow(in_connection uuid, hash_of_state text, sealed_verifier text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (
    select from public.oauth2_connections c where c.id = in_connection and c.is_active
      and (c.workspace_id = any (private.workspace_scope(2)) or c.project_id = any (private.scope(3)))
  ) then
    raise exception using errcode = 'insufficient_privilege', message = 'Only those who manage the connection can connect it.';
  end if;
  -- What was begun and never finished is of no use to anybody.
  delete from private.oauth2_states s where s.expires_at <= now() or (s.connection_id = in_connection and s.user_id = auth.uid());
  insert into private.oauth2_states (state_hash, connection_id, user_id, sealed_verifier)
  values (hash_of_state, in_connection, auth.uid(), begin_oauth2_flow.sealed_verifier);
end
$$;
comment on function public.begin_oauth2_flow(uuid, text, text) is
  'Notes the SHA-256 of a state and the sealed PKCE verifier for the way to the provider; for those who manage the connection.';

create function public.finish_oauth2_flow(hash_of_state text) returns table (connection_id uuid, sealed_verifier text)
language plpgsql security definer set search_path = '' as $$
begin
  return query
    delete from private.oauth2_states s
    using public.oauth2_connections c
    where s.state_hash = hash_of_state and s.user_id = private.active_user() and s.expires_at > now()
      and c.id = s.connection_id and c.is_active
      and (c.workspace_id = any (private.workspace_scope(2)) or c.project_id = any (private.scope(3)))
    returning s.connection_id, s.sealed_verifier;
  if not found then
    raise exception using errcode = 'no_data_found', message = 'This connection was not begun by you, or too long ago.',
      hint = 'Connect again from the connection''s page.';
  end if;
end
$$;
comment on function public.finish_oauth2_flow(text) is
  'Takes a state back, once: for the person who began, while they still manage the connection.';

alter table private.oauth2_states enable row level security;

grant execute on function public.begin_oauth2_flow(uuid, text, text), public.finish_oauth2_flow(text) to authenticated;

comment on table private.oauth2_states is 'Authorizations on their way: reached by begin_oauth2_flow and finish_oauth2_flow only.';
comment on column private.oauth2_states.state_hash is 'SHA-256 in hex of the state that travels through the browser.';
comment on column private.oauth2_states.sealed_verifier is 'The PKCE verifier, sealed by the server.';
