-- Models of a workspace's own: which providers its crew asks, in which order,
-- with which model an agent. Its keys lie sealed beside them, as the secrets of
-- connections do, and go when the provider's address points elsewhere.

create table public.workspace_models (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null,
  provider text not null,
  base_url text,
  models jsonb not null default '{}',
  position smallint not null default 0,
  is_active boolean not null default true,
  key_hint text,
  key_set_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  updated_by uuid references auth.users (id) on delete set null,
  in_team_workspace boolean generated always as (false) stored,
  constraint none_in_global_workspace foreign key (workspace_id, in_team_workspace)
    references public.workspaces (id, is_global) on delete cascade,
  constraint valid_provider check (provider in ('anthropic', 'openai', 'google', 'openai-compatible')),
  -- A host, no user or password in it, and no query, which could carry a secret.
  constraint valid_base_url check (length(base_url) <= 2000 and base_url ~* '^https?://[^/?#@[:space:][:cntrl:]]+(/[^?#[:space:][:cntrl:]]*)?$'),
  constraint compatible_has_base_url check (provider <> 'openai-compatible' or base_url is not null),
  constraint valid_models check (jsonb_typeof(models) = 'object' and octet_length(models::text) <= 8192),
  constraint valid_position check (position between 0 and 9),
  constraint valid_key_hint check (length(key_hint) <= 4),
  constraint hint_with_key check (key_hint is null or key_set_at is not null),
  unique (workspace_id, provider),
  unique (id, workspace_id)
);

create table public.model_secrets (
  id uuid primary key default gen_random_uuid(),
  model_id uuid not null unique,
  workspace_id uuid not null,
  sealed text not null,
  key_id text not null generated always as (split_part(sealed, '.', 2)) stored references private.secret_keys (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  updated_by uuid references auth.users (id) on delete set null,
  foreign key (model_id, workspace_id) references public.workspace_models (id, workspace_id) on delete cascade,
  constraint valid_sealed check (private.is_sealed(sealed))
);

create index workspace_models_created_by_idx on public.workspace_models (created_by);
create index workspace_models_updated_by_idx on public.workspace_models (updated_by);
create index model_secrets_workspace_id_idx on public.model_secrets (workspace_id);
create index model_secrets_key_id_idx on public.model_secrets (key_id);
create index model_secrets_created_by_idx on public.model_secrets (created_by);
create index model_secrets_updated_by_idx on public.model_secrets (updated_by);

create or replace function private.guard_secret_key() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'DELETE' or new.id <> old.id or new.created_at <> old.created_at or old.state = 'destroyed'
    or (old.state = 'decrypt_only' and new.state = 'active') or (old.state = 'active' and new.state = 'destroyed') then
    raise exception using errcode = 'insufficient_privilege',
      message = 'A key goes from active to decrypt_only to destroyed, and its entry stays.';
  end if;
  if new.state = 'destroyed' and (
    exists (select from public.connection_secrets s where s.key_id = old.id)
    or exists (select from public.model_secrets s where s.key_id = old.id)
    or exists (select from public.oauth2_tokens t where old.id in (split_part(t.access_token, '.', 2), split_part(t.refresh_token, '.', 2)))
  ) then
    raise exception using errcode = 'object_in_use',
      message = 'A key is destroyed only when no value is sealed under it.', hint = 'Rotate the values first: ninefold keys rotate.';
  end if;
  return new;
end
$$;

create function private.managed_model(target uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  workspace uuid;
begin
  -- The lock makes setting a key and pointing the provider elsewhere take turns.
  select m.workspace_id into workspace from public.workspace_models m where m.id = target and m.workspace_id = any (private.workspace_scope(2)) for no key update;
  if not found then
    raise exception using errcode = 'no_data_found', message = 'There is no such model.',
      hint = 'It may have been removed, or you are not an owner or admin of its workspace.';
  end if;
  return workspace;
end
$$;
comment on function private.managed_model(uuid) is
  'Locks a provider that the caller manages and returns its workspace; raises for everybody else.';

create function public.set_model_key(model uuid, secret_id uuid, sealed text, hint text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  workspace uuid := private.managed_model(model);
begin
  -- A new row and not a new value, because a value is sealed for the id of its row.
  delete from public.model_secrets s where s.model_id = model;
  insert into public.model_secrets (id, model_id, workspace_id, sealed) values (secret_id, model, workspace, set_model_key.sealed);
  update public.workspace_models m set key_hint = hint, key_set_at = now() where m.id = model;
end
$$;
comment on function public.set_model_key(uuid, uuid, text, text) is
  'Stores or replaces the key of a provider, sealed by the server for the given row id; for owners and admins of the workspace.';

create function public.clear_model_key(model uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.managed_model(model);
  delete from public.model_secrets s where s.model_id = model;
  update public.workspace_models m set key_hint = null, key_set_at = null where m.id = model;
end
$$;
comment on function public.clear_model_key(uuid) is
  'Removes the key of a provider, if it is set; for owners and admins of the workspace.';

create function private.forget_model_key() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if private.address_of(coalesce(new.base_url, '')) <> private.address_of(coalesce(old.base_url, '')) then
    delete from public.model_secrets s where s.model_id = new.id;
    new.key_hint := null;
    new.key_set_at := null;
  end if;
  return new;
end
$$;
comment on function private.forget_model_key() is
  'Before update: a key that was entered for one host is never sent to another.';

create trigger check_secret_key before insert or update on public.model_secrets
  for each row execute function private.check_secret_key('sealed');
create trigger keep_identity before update on public.model_secrets
  for each row when (new.id is distinct from old.id or new.model_id is distinct from old.model_id
    or new.workspace_id is distinct from old.workspace_id
    or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_created_by before insert on public.model_secrets
  for each row execute function private.set_created_by();
create trigger set_updated_by before insert or update on public.model_secrets
  for each row execute function private.set_updated_by();
create trigger keep_identity before update on public.workspace_models
  for each row when (new.id is distinct from old.id or new.workspace_id is distinct from old.workspace_id
    or new.provider is distinct from old.provider or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();
create trigger set_created_by before insert on public.workspace_models
  for each row execute function private.set_created_by();
create trigger set_updated_by before insert or update on public.workspace_models
  for each row execute function private.set_updated_by();
create trigger forget_model_key before update on public.workspace_models
  for each row when (new.base_url is distinct from old.base_url)
  execute function private.forget_model_key();

alter table public.workspace_models enable row level security;
alter table public.model_secrets enable row level security;

create policy "Owners and admins read the models of their workspace" on public.workspace_models
  for select to authenticated using (workspace_id = any ((select private.workspace_scope(2))::uuid[]));
create policy "Owners and admins add models to their workspace" on public.workspace_models
  for insert to authenticated with check (workspace_id = any ((select private.workspace_scope(2))::uuid[]));
create policy "Owners and admins change the models of their workspace" on public.workspace_models
  for update to authenticated
  using (workspace_id = any ((select private.workspace_scope(2))::uuid[]))
  with check (workspace_id = any ((select private.workspace_scope(2))::uuid[]));
create policy "Owners and admins delete the models of their workspace" on public.workspace_models
  for delete to authenticated using (workspace_id = any ((select private.workspace_scope(2))::uuid[]));

grant select, insert (id, workspace_id, provider, base_url, models, position, is_active),
  update (base_url, models, position, is_active), delete on public.workspace_models to authenticated;
grant select, insert, update, delete on public.workspace_models, public.model_secrets to service_role;
grant execute on function public.set_model_key(uuid, uuid, text, text), public.clear_model_key(uuid) to authenticated;

select private.audit_table('workspace_models', '{workspace_id,provider,models,position,is_active,key_set_at}', hosts => '{base_url}');
select private.audit_table('model_secrets', '{model_id,workspace_id}');

comment on table public.workspace_models is 'A provider of AI models that a workspace configured for itself. Its key is in model_secrets.';
comment on column public.workspace_models.provider is 'anthropic, openai, google, or openai-compatible: any server that speaks OpenAI''s chat completions.';
comment on column public.workspace_models.base_url is 'Where it answers, when not at the provider''s own address. The server checks the address again after resolving it.';
comment on column public.workspace_models.models is 'Names of models by agent; an agent that is not named takes the default of the provider.';
comment on column public.workspace_models.position is 'The lowest answers first; the others stand in, in this order, when it is down.';
comment on column public.workspace_models.is_active is 'False while it is switched off.';
comment on column public.workspace_models.key_hint is 'The last four characters of the key, for people to tell keys apart; empty for a short one, null without a key.';
comment on column public.workspace_models.key_set_at is 'When the key was set; null without one.';
comment on column public.workspace_models.in_team_workspace is 'Half of the foreign key that keeps models out of the global workspace, which uses those of the instance: always false.';
comment on table public.model_secrets is 'Keys of model providers, sealed by the server. No person reads them, not even those who set them.';
comment on column public.model_secrets.workspace_id is 'That of the provider, so that the record of what was done belongs to it.';
comment on column public.model_secrets.sealed is 'The key under a data key of its own, bound to this row. Opened by the server only (src/server/platform/secrets).';
comment on column public.model_secrets.key_id is 'Which key of the ring wraps the data key.';
comment on column public.model_secrets.created_at is 'When the key was set; replacing it makes a new row.';
