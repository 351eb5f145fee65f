-- Connections to the APIs of a company: for a whole workspace or for one
-- project. Secret values never lie here (see connections_secrets): what could
-- hold one is checked for names that give it away.

create function private.names_a_secret(config jsonb) returns boolean
language sql immutable set search_path = '' as $$
  -- Level by level: a path of jsonpath copies what is below at each of them, and takes seconds for a few kilobytes.
  with recursive inside (name, value) as (
    select null, config
    union all
    select child.name, child.value from inside i cross join lateral (
      select f.key, f.value
      from pg_catalog.jsonb_each(case when pg_catalog.jsonb_typeof(i.value) = 'object' then i.value else '{}' end) f
      union all
      select null, e.value
      from pg_catalog.jsonb_array_elements(case when pg_catalog.jsonb_typeof(i.value) = 'array' then i.value else '[]' end) e (value)
    ) child (name, value)
  )
  select exists (
    select from inside i
    where i.name ~* '(secret|passw|credential|private[-_ ]?key|api[-_ ]?key|^(access|refresh|id|bearer|auth)?[-_ ]?token$)'
  )
$$;
comment on function private.names_a_secret(jsonb) is
  'Whether a key anywhere in the JSON is called like a secret, which belongs into connection_secrets.';

create function private.are_headers(headers jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select pg_catalog.jsonb_typeof(headers) = 'object' and not exists (
    select from pg_catalog.jsonb_each(case when pg_catalog.jsonb_typeof(headers) = 'object' then headers else '{}' end) h
    where h.key !~ '^[A-Za-z0-9!#$%&''*+.^_`|~-]{1,100}$'
      or pg_catalog.jsonb_typeof(h.value) <> 'string'
      or pg_catalog.length(h.value #>> '{}') > 4096 or h.value #>> '{}' ~ '[[:cntrl:]]'
      -- Hop-by-hop and Host (RFC 9110), and what carries a secret.
      or h.key ~* '^(host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|content-length|expect|via|proxy-.*)$'
      or h.key ~* '(authorization|cookie|token|secret|passw|credential|api-?key)'
  )
$$;
comment on function private.are_headers(jsonb) is
  'Whether this is an object of header names and texts, without hop-by-hop headers, Host and headers that carry a secret.';

create table public.api_connections (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid,
  project_id uuid references public.projects (id) on delete cascade,
  name text not null,
  description text,
  api_type text not null,
  endpoint_url text not null,
  auth_type text not null,
  custom_headers jsonb not null default '{}',
  http_method text not null,
  request_body_template jsonb not null default '{}',
  response_path text,
  response_schema jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  is_active boolean not null default true,
  in_team_workspace boolean generated always as (case when workspace_id is not null then false end) stored,
  -- Checked only at workspace scope: the other side must then not be global.
  constraint none_in_global_workspace foreign key (workspace_id, in_team_workspace)
    references public.workspaces (id, is_global) on delete cascade,
  constraint scope_check check (num_nonnulls(workspace_id, project_id) = 1),
  constraint valid_name check (btrim(name) <> '' and length(name) <= 200),
  constraint valid_description check (length(description) <= 2000),
  constraint valid_api_type check (btrim(api_type) <> '' and length(api_type) <= 50),
  -- https, a host, no user or password in it, and no parameter that is called like a secret.
  constraint valid_endpoint_url check (
    length(endpoint_url) <= 2000 and endpoint_url ~* '^https://[^/?#@[:space:][:cntrl:]]+([/?#][^[:space:][:cntrl:]]*)?$'
    and endpoint_url !~* '[?&][^=&#]*(secret|passw|token|api[-_]?key)[^=&#]*='),
  constraint valid_auth_type check (auth_type in ('bearer', 'basic', 'api_key', 'none')),
  constraint valid_http_method check (http_method in ('GET', 'POST', 'PUT', 'DELETE', 'PATCH')),
  constraint valid_custom_headers check (private.are_headers(custom_headers) and octet_length(custom_headers::text) <= 65536),
  constraint valid_request_body_template check (octet_length(request_body_template::text) <= 65536),
  constraint valid_response_path check (length(response_path) <= 1000),
  constraint valid_response_schema check (jsonb_typeof(response_schema) = 'object' and octet_length(response_schema::text) <= 65536)
);

create table public.oauth2_connections (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid,
  project_id uuid references public.projects (id) on delete cascade,
  provider text not null,
  provider_config jsonb not null,
  client_id text not null,
  redirect_uri text not null,
  scopes text[] not null,
  additional_params jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  is_active boolean not null default true,
  in_team_workspace boolean generated always as (case when workspace_id is not null then false end) stored,
  constraint none_in_global_workspace foreign key (workspace_id, in_team_workspace)
    references public.workspaces (id, is_global) on delete cascade,
  constraint scope_check check (num_nonnulls(workspace_id, project_id) = 1),
  constraint valid_provider check (btrim(provider) <> '' and length(provider) <= 100),
  constraint valid_provider_config check (jsonb_typeof(provider_config) = 'object' and octet_length(provider_config::text) <= 16384
    and not private.names_a_secret(provider_config)),
  constraint valid_client_id check (btrim(client_id) <> '' and length(client_id) <= 500),
  constraint valid_redirect_uri check (
    length(redirect_uri) <= 2000 and redirect_uri ~* '^(https://|http://(localhost|127\.0\.0\.1)[:/])[^#[:space:][:cntrl:]]+$'),
  constraint valid_scopes check (cardinality(scopes) <= 100 and length(array_to_string(scopes, ' ')) <= 4000
    and array_position(scopes, null) is null),
  constraint valid_additional_params check (jsonb_typeof(additional_params) = 'object'
    and octet_length(additional_params::text) <= 16384 and not private.names_a_secret(additional_params))
);

create table public.oauth2_tokens (
  id uuid primary key default gen_random_uuid(),
  connection_id uuid not null unique references public.oauth2_connections (id) on delete cascade,
  access_token text not null,
  refresh_token text,
  token_type text not null,
  expires_at timestamptz,
  scope text,
  last_refreshed_at timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint valid_token_type check (btrim(token_type) <> '' and length(token_type) <= 50),
  constraint valid_scope check (length(scope) <= 4000),
  constraint valid_last_error check (length(last_error) <= 2000)
);

create index api_connections_workspace_id_idx on public.api_connections (workspace_id);
create index api_connections_project_id_idx on public.api_connections (project_id);
create index api_connections_created_by_idx on public.api_connections (created_by);
create index oauth2_connections_workspace_id_idx on public.oauth2_connections (workspace_id);
create index oauth2_connections_project_id_idx on public.oauth2_connections (project_id);
create index oauth2_connections_created_by_idx on public.oauth2_connections (created_by);
create index oauth2_tokens_expires_at_idx on public.oauth2_tokens (expires_at) where refresh_token is not null;

create function private.disable_personal_connections() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.oauth2_tokens t
  using public.oauth2_connections c, public.projects p
  where c.id = t.connection_id and p.id = c.project_id and p.personal_owner_id = old.id;
  delete from public.connection_secrets s
  where s.api_connection_id in (select c.id from public.api_connections c join public.projects p on p.id = c.project_id and p.personal_owner_id = old.id)
    or s.oauth2_connection_id in (select c.id from public.oauth2_connections c join public.projects p on p.id = c.project_id and p.personal_owner_id = old.id);
  update public.oauth2_connections c set is_active = false
  from public.projects p where p.id = c.project_id and p.personal_owner_id = old.id and c.is_active;
  update public.api_connections c set is_active = false
  from public.projects p where p.id = c.project_id and p.personal_owner_id = old.id and c.is_active;
  return old;
end
$$;
comment on function private.disable_personal_connections() is
  'Before delete of an account: the connections of its personal project are off, their secrets and tokens gone.';

create trigger on_auth_user_deleted_disconnect before delete on auth.users
  for each row execute function private.disable_personal_connections();
create trigger keep_identity before update on public.api_connections
  for each row when (new.id is distinct from old.id or new.workspace_id is distinct from old.workspace_id
    or new.project_id is distinct from old.project_id or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_created_by before insert on public.api_connections
  for each row execute function private.set_created_by();
create trigger set_updated_at before update on public.api_connections
  for each row execute function private.set_updated_at();
create trigger keep_identity before update on public.oauth2_connections
  for each row when (new.id is distinct from old.id or new.workspace_id is distinct from old.workspace_id
    or new.project_id is distinct from old.project_id or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_created_by before insert on public.oauth2_connections
  for each row execute function private.set_created_by();
create trigger set_updated_at before update on public.oauth2_connections
  for each row execute function private.set_updated_at();
create trigger keep_identity before update on public.oauth2_tokens
  for each row when (new.id is distinct from old.id or new.connection_id is distinct from old.connection_id
    or new.created_at is distinct from old.created_at)
  execute function private.refuse_move();
create trigger set_updated_at before update on public.oauth2_tokens
  for each row execute function private.set_updated_at();

alter table public.api_connections enable row level security;
alter table public.oauth2_connections enable row level security;
alter table public.oauth2_tokens enable row level security;

create policy "Members read the API connections of their scope" on public.api_connections
  for select to authenticated
  using (workspace_id = any ((select private.workspace_scope(1))::uuid[]) or project_id = any ((select private.scope(1))::uuid[]));
create policy "Admins and managers add API connections" on public.api_connections
  for insert to authenticated
  with check (workspace_id = any ((select private.workspace_scope(2))::uuid[]) or project_id = any ((select private.scope(3))::uuid[]));
create policy "Admins and managers change API connections" on public.api_connections
  for update to authenticated
  using (workspace_id = any ((select private.workspace_scope(2))::uuid[]) or project_id = any ((select private.scope(3))::uuid[]))
  with check (workspace_id = any ((select private.workspace_scope(2))::uuid[]) or project_id = any ((select private.scope(3))::uuid[]));
create policy "Admins and managers delete API connections" on public.api_connections
  for delete to authenticated
  using (workspace_id = any ((select private.workspace_scope(2))::uuid[]) or project_id = any ((select private.scope(3))::uuid[]));

create policy "Members read the OAuth connections of their scope" on public.oauth2_connections
  for select to authenticated
  using (workspace_id = any ((select private.workspace_scope(1))::uuid[]) or project_id = any ((select private.scope(1))::uuid[]));
create policy "Admins and managers add OAuth connections" on public.oauth2_connections
  for insert to authenticated
  with check (workspace_id = any ((select private.workspace_scope(2))::uuid[]) or project_id = any ((select private.scope(3))::uuid[]));
create policy "Admins and managers change OAuth connections" on public.oauth2_connections
  for update to authenticated
  using (workspace_id = any ((select private.workspace_scope(2))::uuid[]) or project_id = any ((select private.scope(3))::uuid[]))
  with check (workspace_id = any ((select private.workspace_scope(2))::uuid[]) or project_id = any ((select private.scope(3))::uuid[]));
create policy "Admins and managers delete OAuth connections" on public.oauth2_connections
  for delete to authenticated
  using (workspace_id = any ((select private.workspace_scope(2))::uuid[]) or project_id = any ((select private.scope(3))::uuid[]));

grant select, insert (id, workspace_id, project_id, name, description, api_type, endpoint_url, auth_type, custom_headers,
    http_method, request_body_template, response_path, response_schema, is_active),
  update (name, description, api_type, endpoint_url, auth_type, custom_headers, http_method, request_body_template,
    response_path, response_schema, is_active), delete on public.api_connections to authenticated;
grant select, insert (id, workspace_id, project_id, provider, provider_config, client_id, redirect_uri, scopes,
    additional_params, is_active),
  update (provider, provider_config, client_id, redirect_uri, scopes, additional_params, is_active), delete
  on public.oauth2_connections to authenticated;
grant select, insert, update, delete on public.api_connections, public.oauth2_connections, public.oauth2_tokens to service_role;
-- The checks of both tables call them as whoever writes.
grant execute on function private.names_a_secret(jsonb), private.are_headers(jsonb) to authenticated, service_role;

comment on table public.api_connections is 'A configured call to an HTTP API, of a workspace or of one project. Its secrets are in connection_secrets.';
comment on column public.api_connections.api_type is 'What kind of API it is, for people: rest, graphql, …';
comment on column public.api_connections.endpoint_url is 'https only. The server checks the address again after resolving it, and on every redirect.';
comment on column public.api_connections.auth_type is 'How the secret travels: bearer, basic, api_key; none has no secret.';
comment on column public.api_connections.custom_headers is 'Headers without secret values; those lie in connection_secrets as header:<name>.';
comment on column public.api_connections.request_body_template is 'The body with placeholders that are filled when it is called.';
comment on column public.api_connections.response_path is 'Which part of the answer is useful.';
comment on column public.api_connections.response_schema is 'JSON Schema of the useful part; answers are checked against it.';
comment on column public.api_connections.in_team_workspace is 'Half of the foreign key that keeps connections out of the global workspace: false at workspace scope, else null.';
comment on table public.oauth2_connections is 'An OAuth 2.0 client, of a workspace or of one project. Its secret is in connection_secrets.';
comment on column public.oauth2_connections.provider_config is 'Issuer or endpoints and what the provider needs besides; no secret.';
comment on column public.oauth2_connections.client_id is 'The client''s public id at the provider.';
comment on column public.oauth2_connections.redirect_uri is 'Where the provider sends people back to: the studio''s address.';
comment on column public.oauth2_connections.scopes is 'What is asked for at the provider.';
comment on column public.oauth2_connections.additional_params is 'Further parameters of the authorization request; no secret.';
comment on column public.oauth2_connections.in_team_workspace is 'As in api_connections.';
comment on table public.oauth2_tokens is 'The current token of an OAuth connection; for the server only. Values are sealed.';
comment on column public.oauth2_tokens.access_token is 'Sealed by the server (see connection_secrets.sealed).';
comment on column public.oauth2_tokens.refresh_token is 'Sealed by the server (see connection_secrets.sealed).';
comment on column public.oauth2_tokens.token_type is 'As the provider named it, usually Bearer.';
comment on column public.oauth2_tokens.scope is 'What the provider granted.';
comment on column public.oauth2_tokens.last_refreshed_at is 'When a refresh last succeeded.';
comment on column public.oauth2_tokens.last_error is 'Why the last refresh failed, without secret values; null after a success.';
comment on column public.api_connections.http_method is 'In capitals, as it is sent.';
comment on column public.api_connections.is_active is 'False while it is switched off.';
comment on column public.oauth2_connections.provider is 'Name of the provider, for people.';
comment on column public.oauth2_connections.is_active is 'False while it is switched off.';
