-- Secrets of connections: written by those who manage a connection, read by the
-- server alone. The database holds them sealed (envelope encryption in the
-- server, whose master key is not here), and keeps what sealing relies on: a
-- value is sealed under the one active key, and a key is destroyed only when
-- no value needs it. Where a connection points elsewhere, its secrets go.

create table private.secret_keys (
  id text primary key,
  state text not null default 'active',
  wrapped bytea,
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  destroyed_at timestamptz,
  constraint valid_id check (id ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'),
  constraint valid_state check (state in ('active', 'decrypt_only', 'destroyed')),
  constraint valid_wrapped check (octet_length(wrapped) = 60),
  constraint destroyed_means_gone check ((state = 'destroyed') = (wrapped is null) and (state = 'destroyed') = (destroyed_at is not null)),
  constraint retired_when_not_active check ((state = 'active') = (retired_at is null))
);

create function private.is_sealed(value text) returns boolean
language sql immutable set search_path = '' as $$
  select pg_catalog.octet_length(value) <= 65536
    and value ~ '^n1\.[0-9a-f-]{36}\.[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{80}\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{22,}$'
$$;
comment on function private.is_sealed(text) is
  'Whether a text has the form of a sealed value: version, key id, commitment, wrapped data key, nonce, ciphertext.';

create table public.connection_secrets (
  id uuid primary key default gen_random_uuid(),
  api_connection_id uuid references public.api_connections (id) on delete cascade,
  oauth2_connection_id uuid references public.oauth2_connections (id) on delete cascade,
  name text not null,
  sealed text not null,
  key_id text not null generated always as (split_part(sealed, '.', 2)) stored references private.secret_keys (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  updated_by uuid references auth.users (id) on delete set null,
  constraint one_connection check (num_nonnulls(api_connection_id, oauth2_connection_id) = 1),
  -- Header names by RFC 9110, without those are_headers refuses; what the other names stand for is said at the column.
  constraint valid_name check (
    (api_connection_id is null or name ~ '^(auth_token|credentials|header:[A-Za-z0-9!#$%&''*+.^_`|~-]{1,100})$')
    and name !~* '^header:(host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|content-length|expect|via|proxy-.*)$'
    and (oauth2_connection_id is null or name ~ '^(client_secret|(provider|param):[A-Za-z0-9_.-]{1,100})$')),
  constraint valid_sealed check (private.is_sealed(sealed)),
  unique (api_connection_id, name),
  unique (oauth2_connection_id, name)
);

alter table public.oauth2_tokens
  add constraint valid_access_token check (private.is_sealed(access_token)),
  add constraint valid_refresh_token check (private.is_sealed(refresh_token));

create unique index secret_keys_one_active_key on private.secret_keys ((true)) where state = 'active';
create index connection_secrets_key_id_idx on public.connection_secrets (key_id);
create index connection_secrets_created_by_idx on public.connection_secrets (created_by);
create index connection_secrets_updated_by_idx on public.connection_secrets (updated_by);

create function private.guard_secret_key() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'DELETE' or new.id <> old.id or new.created_at <> old.created_at or old.state = 'destroyed'
    or (old.state = 'decrypt_only' and new.state = 'active') or (old.state = 'active' and new.state = 'destroyed') then
    raise exception using errcode = 'insufficient_privilege',
      message = 'A key goes from active to decrypt_only to destroyed, and its entry stays.';
  end if;
  if new.state = 'destroyed' and (
    exists (select from public.connection_secrets s where s.key_id = old.id)
    or exists (select from public.oauth2_tokens t where old.id in (split_part(t.access_token, '.', 2), split_part(t.refresh_token, '.', 2)))
  ) then
    raise exception using errcode = 'object_in_use',
      message = 'A key is destroyed only when no value is sealed under it.', hint = 'Rotate the values first: ninefold keys rotate.';
  end if;
  return new;
end
$$;
comment on function private.guard_secret_key() is
  'Before update or delete: keys are retired and destroyed, never brought back, removed or destroyed while needed.';

create function private.check_secret_key() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  sealed_column text;
  sealed_value text;
begin
  foreach sealed_column in array tg_argv loop
    sealed_value := to_jsonb(new) ->> sealed_column;
    -- What is no sealed value at all is left to the checks of the table.
    if private.is_sealed(sealed_value) and (tg_op = 'INSERT' or sealed_value is distinct from to_jsonb(old) ->> sealed_column) then
      -- The lock makes a rotation wait for this transaction, so that it overlooks nothing.
      perform from private.secret_keys k where k.id = split_part(sealed_value, '.', 2) and k.state = 'active' for share;
      if not found then
        raise exception using errcode = 'object_not_in_prerequisite_state', constraint = 'sealed_under_active_key',
          message = 'The value is sealed under a key that is not the active one.', hint = 'Try again.';
      end if;
    end if;
  end loop;
  return new;
end
$$;
comment on function private.check_secret_key() is
  'Before insert or update: the columns named are sealed under the active key. A server that knows an older one reads the ring again.';

create function private.connection_kind(target uuid, to_manage boolean) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  workspaces uuid[] := private.workspace_scope(case when to_manage then 2 else 1 end);
  projects uuid[] := private.scope(case when to_manage then 3 else 1 end);
begin
  -- Ids may be chosen, so the same one may exist in both tables: the right belongs to the row, not to the id.
  return coalesce(
    (select 'api' from public.api_connections c where c.id = target and (c.workspace_id = any (workspaces) or c.project_id = any (projects))),
    (select 'oauth2' from public.oauth2_connections c where c.id = target and (c.workspace_id = any (workspaces) or c.project_id = any (projects))));
end
$$;
comment on function private.connection_kind(uuid, boolean) is
  'api or oauth2: in which table the caller reads (or manages) the connection of this id; null for neither.';

create function private.managed_connection_kind(target uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  kind text := private.connection_kind(target, true);
begin
  if kind is not null then
    return kind;
  elsif private.connection_kind(target, false) is null then
    raise exception using errcode = 'no_data_found', message = 'There is no such connection.',
      hint = 'It may have been deleted, or you are not a member of its workspace or project.';
  end if;
  raise exception using errcode = 'insufficient_privilege', message = 'Only those who manage the connection can do this.',
    hint = 'Ask an owner or admin of the workspace, or an owner or manager of the project.';
end
$$;
comment on function private.managed_connection_kind(uuid) is
  'As connection_kind for those who manage the connection; raises for everybody else.';

create function public.set_connection_secret(connection uuid, secret_name text, secret_id uuid, sealed text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  kind text := private.managed_connection_kind(connection);
  auth_type text;
begin
  -- The lock makes setting and pointing the connection elsewhere take turns.
  if kind = 'api' then
    select c.auth_type into auth_type from public.api_connections c where c.id = connection for no key update;
    if auth_type = 'none' then
      raise exception using errcode = 'raise_exception', message = 'A connection without authentication has no secrets.',
        hint = 'Choose how the connection authenticates first.';
    end if;
  else
    perform from public.oauth2_connections c where c.id = connection for no key update;
  end if;
  -- A new row and not a new value, because a value is sealed for the id of its row.
  delete from public.connection_secrets s
  where s.name = secret_name and connection = case kind when 'api' then s.api_connection_id else s.oauth2_connection_id end;
  insert into public.connection_secrets (id, api_connection_id, oauth2_connection_id, name, sealed)
  values (secret_id, case kind when 'api' then connection end, case kind when 'oauth2' then connection end, secret_name,
    set_connection_secret.sealed);
end
$$;
comment on function public.set_connection_secret(uuid, text, uuid, text) is
  'Stores or replaces a secret, sealed by the server for the given row id; for those who manage the connection.';

create function public.clear_connection_secret(connection uuid, secret_name text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  kind text := private.managed_connection_kind(connection);
begin
  delete from public.connection_secrets s
  where s.name = secret_name and connection = case kind when 'api' then s.api_connection_id else s.oauth2_connection_id end;
end
$$;
comment on function public.clear_connection_secret(uuid, text) is
  'Removes a secret, if it is set; for those who manage the connection.';

create function public.connection_status(connection uuid)
returns table (kind text, secrets jsonb, connected boolean, expires_at timestamptz, scope text, last_refreshed_at timestamptz, last_error text)
language plpgsql stable security definer set search_path = '' as $$
declare
  found_kind text := private.connection_kind(connection, false);
begin
  if found_kind is null then
    raise exception using errcode = 'no_data_found', message = 'There is no such connection.',
      hint = 'It may have been deleted, or you are not a member of its workspace or project.';
  end if;
  return query
    select found_kind,
      (select coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'set_at', s.created_at) order by s.name), '[]')
        from public.connection_secrets s
        where connection = case found_kind when 'api' then s.api_connection_id else s.oauth2_connection_id end),
      t.id is not null, t.expires_at, t.scope, t.last_refreshed_at, t.last_error
    from (values (connection)) v (id)
    left join public.oauth2_tokens t on found_kind = 'oauth2' and t.connection_id = v.id;
end
$$;
comment on function public.connection_status(uuid) is
  'Which secrets are set and since when, and the state of the OAuth token, without any value; for those who read the connection.';

create function public.disconnect_oauth2_connection(connection uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if private.managed_connection_kind(connection) = 'oauth2' then
    delete from public.oauth2_tokens t where t.connection_id = connection;
  end if;
end
$$;
comment on function public.disconnect_oauth2_connection(uuid) is
  'Forgets the token of an OAuth connection, if there is one; for those who manage the connection.';

create function private.address_of(url text) returns text
language sql immutable set search_path = '' as $$
  -- A text whose host cannot be told for certain is compared as a whole.
  select coalesce(pg_catalog.lower(pg_catalog.substring(url, '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#@\\[:space:]]+(?=[/?#]|$)')), url)
$$;
comment on function private.address_of(text) is 'Scheme, host and port of a URL, to see whether two point to the same place.';

create function private.forget_api_secrets() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.auth_type <> old.auth_type or private.address_of(new.endpoint_url) <> private.address_of(old.endpoint_url) then
    delete from public.connection_secrets s where s.api_connection_id = new.id;
  end if;
  return null;
end
$$;
comment on function private.forget_api_secrets() is
  'After update: what was entered for one host and way to authenticate is never sent another way.';

create function private.forget_oauth2_secrets() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.connection_secrets s where s.oauth2_connection_id = new.id;
  delete from public.oauth2_tokens t where t.connection_id = new.id;
  delete from private.oauth2_states o where o.connection_id = new.id;
  return null;
end
$$;
comment on function private.forget_oauth2_secrets() is
  'After update of provider, its endpoints, client or redirect address: secrets, tokens and authorizations on their way were meant for the former.';

create trigger guard_secret_key before update or delete on private.secret_keys
  for each row execute function private.guard_secret_key();
create trigger check_secret_key before insert or update on public.connection_secrets
  for each row execute function private.check_secret_key('sealed');
create trigger check_secret_key before insert or update on public.oauth2_tokens
  for each row execute function private.check_secret_key('access_token', 'refresh_token');
create trigger keep_identity before update on public.connection_secrets
  for each row when (new.id is distinct from old.id or new.api_connection_id is distinct from old.api_connection_id
    or new.oauth2_connection_id is distinct from old.oauth2_connection_id or new.name is distinct from old.name
    or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_created_by before insert on public.connection_secrets
  for each row execute function private.set_created_by();
create trigger set_updated_by before insert or update on public.connection_secrets
  for each row execute function private.set_updated_by();
create trigger forget_secrets after update on public.api_connections
  for each row when (new.endpoint_url is distinct from old.endpoint_url or new.auth_type is distinct from old.auth_type)
  execute function private.forget_api_secrets();
create trigger forget_secrets after update on public.oauth2_connections
  for each row when (new.provider is distinct from old.provider or new.provider_config is distinct from old.provider_config
    or new.client_id is distinct from old.client_id or new.redirect_uri is distinct from old.redirect_uri)
  execute function private.forget_oauth2_secrets();

alter table private.secret_keys enable row level security;
alter table public.connection_secrets enable row level security;

grant select, insert, update on private.secret_keys to service_role;
grant select, insert, update, delete on public.connection_secrets to service_role;
grant execute on function public.set_connection_secret(uuid, text, uuid, text), public.clear_connection_secret(uuid, text),
  public.connection_status(uuid), public.disconnect_oauth2_connection(uuid) to authenticated;
-- The checks of both tables call it as the server, which re-seals values.
grant execute on function private.is_sealed(text) to service_role;

comment on table private.secret_keys is 'The key ring: what wraps the data keys of sealed values, itself wrapped by the master key outside the database.';
comment on column private.secret_keys.state is 'active: seals and opens, one at most; decrypt_only: opens until all is re-wrapped; destroyed: gone, the entry stays.';
comment on column private.secret_keys.wrapped is 'Nonce, AES-256-GCM ciphertext and tag of a random 32-byte key under the master key; null once destroyed.';
comment on column private.secret_keys.destroyed_at is 'When nothing was sealed under it any more and its bytes were thrown away.';
comment on column private.secret_keys.retired_at is 'When it stopped being the active one.';
comment on table public.connection_secrets is 'Secrets of connections, sealed by the server. No person reads them, not even those who set them.';
comment on column public.connection_secrets.name is
  'auth_token, credentials or header:<Name> of an API connection; client_secret, provider:<name> or param:<name> of an OAuth one.';
comment on column public.connection_secrets.sealed is 'The value under a data key of its own, bound to this row. Opened by the server only (src/server/platform/secrets).';
comment on column public.connection_secrets.key_id is 'Which key of the ring wraps the data key.';
comment on column public.connection_secrets.created_at is 'When the secret was set; replacing it makes a new row.';
