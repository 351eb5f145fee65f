-- Keys with which programs act as a person. The key is shown once and stored
-- as a hash; what it may do is what the person may do at that moment.

create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.users (id) on delete cascade,
  name text not null,
  hint text not null,
  token_hash text not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  constraint valid_name check (btrim(name) <> '' and length(name) <= 200),
  constraint valid_hint check (length(hint) between 1 and 20),
  constraint valid_token_hash check (token_hash ~ '^[0-9a-f]{64}$'),
  constraint valid_expiry check (expires_at > created_at)
);

create index api_keys_user_id_idx on public.api_keys (user_id);

create function public.create_api_key(key_name text, expiry timestamptz default null)
returns table (api_key_id uuid, token text, expires_at timestamptz)
language plpgsql security definer set search_path = '' as $$
declare
  secret text := 'nf_' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
begin
  if private.active_user() is null then
    raise exception using errcode = 'insufficient_privilege', message = 'Only active people can create an API key.';
  end if;
  return query
    insert into public.api_keys as k (user_id, name, hint, token_hash, expires_at)
    values (auth.uid(), btrim(key_name), left(secret, 8), private.hash_token(secret), expiry)
    returning k.id, secret, k.expires_at;
end
$$;
comment on function public.create_api_key(text, timestamptz) is 'Makes a key of the caller''s own. The token is returned once.';

create function public.open_api_key(token text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  found_id uuid;
  owner uuid;
begin
  select k.id, k.user_id into found_id, owner
  from public.api_keys k
  join public.users u on u.id = k.user_id and u.status = 'active' and u.deleted_at is null
  where k.token_hash = private.hash_token(token) and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
  -- To the minute is enough to see a key in use, and spares a write for every request.
  update public.api_keys k set last_used_at = now()
  where k.id = found_id and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute');
  return owner;
end
$$;
comment on function public.open_api_key(text) is 'Whose valid key this is; null for any other. Notes the use. For the server.';

create trigger keep_identity before update on public.api_keys
  for each row when ((to_jsonb(new) - array['name', 'last_used_at', 'revoked_at'])
    is distinct from (to_jsonb(old) - array['name', 'last_used_at', 'revoked_at']))
  execute function private.refuse_move();
create trigger set_revoke_time before update of revoked_at on public.api_keys
  for each row execute function private.set_revoke_time();

alter table public.api_keys enable row level security;

create policy "Active people read their own API keys" on public.api_keys
  for select to authenticated using (user_id = (select private.active_user()));
create policy "Active people rename and revoke their own API keys" on public.api_keys
  for update to authenticated
  using (user_id = (select private.active_user()))
  with check (user_id = (select private.active_user()));

grant select (id, user_id, name, hint, created_at, expires_at, last_used_at, revoked_at), update (name, revoked_at)
  on public.api_keys to authenticated;
grant select, insert, update, delete on public.api_keys to service_role;
grant execute on function public.create_api_key(text, timestamptz) to authenticated;
grant execute on function public.open_api_key(text) to service_role;

comment on table public.api_keys is 'A key with which programs act as a person.';
comment on column public.api_keys.hint is 'The first characters of the key, to tell keys apart.';
comment on column public.api_keys.token_hash is 'SHA-256 of the key; the key itself is stored nowhere.';
comment on column public.api_keys.last_used_at is 'To the minute.';
