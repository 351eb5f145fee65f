-- Schema auth: the accounts. Names and columns as on Supabase, and beside them
-- what the server's own sign-in (better-auth) keeps. Mapping of its models:
--   user → users          name, image, emailVerified → email_verified
--   session → sessions    token, expiresAt → expires_at, ipAddress → ip_address
--   account → identities  accountId → provider_id, providerId → provider
--   verification → one_time_tokens
--   rateLimit → rate_limits  lastRequest → last_request
-- Everything else is the snake_case form of its name.

create schema if not exists auth;

create table auth.users (
  id uuid primary key default gen_random_uuid(),
  instance_id uuid,
  aud varchar(255) default 'authenticated',
  role varchar(255) default 'authenticated',
  email varchar(255),
  encrypted_password varchar(255),
  email_confirmed_at timestamptz,
  invited_at timestamptz,
  confirmation_token varchar(255),
  confirmation_sent_at timestamptz,
  recovery_token varchar(255),
  recovery_sent_at timestamptz,
  email_change_token_new varchar(255),
  email_change varchar(255),
  email_change_sent_at timestamptz,
  last_sign_in_at timestamptz,
  raw_app_meta_data jsonb,
  raw_user_meta_data jsonb,
  is_super_admin boolean,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  phone text unique,
  phone_confirmed_at timestamptz,
  confirmed_at timestamptz generated always as (least(email_confirmed_at, phone_confirmed_at)) stored,
  banned_until timestamptz,
  is_sso_user boolean not null default false,
  deleted_at timestamptz,
  is_anonymous boolean not null default false,
  name text,
  image text,
  email_verified boolean not null default false
);

create unique index users_email_partial_key on auth.users (email) where is_sso_user = false;

create table auth.sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text
);

create index sessions_user_id_idx on auth.sessions (user_id);

create table auth.identities (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  provider_id text not null,
  provider text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, provider)
);

create index identities_user_id_idx on auth.identities (user_id);

create table auth.one_time_tokens (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index one_time_tokens_identifier_idx on auth.one_time_tokens (identifier);

create table auth.rate_limits (
  id uuid primary key default gen_random_uuid(),
  key text not null unique,
  count integer not null,
  last_request bigint not null
);

-- Two ways to say that an address is proven, kept as one: the server's sign-in
-- writes email_verified, everything else reads email_confirmed_at as on Supabase.
create function auth.keep_verification_in_step() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    if new.email_verified and new.email_confirmed_at is null then
      new.email_confirmed_at := now();
    end if;
  elsif new.email_verified is distinct from old.email_verified then
    new.email_confirmed_at := case when new.email_verified then coalesce(new.email_confirmed_at, now()) end;
  end if;
  new.email_verified := new.email_confirmed_at is not null;
  return new;
end
$$;

create trigger keep_verification_in_step before insert or update of email_verified, email_confirmed_at on auth.users
  for each row execute function auth.keep_verification_in_step();

create function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
  )::uuid
$$;

create function auth.role() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
  )::text
$$;

create function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

grant usage on schema auth to anon, authenticated, service_role, supabase_auth_admin;
grant create on schema auth to supabase_auth_admin;

alter table auth.users owner to supabase_auth_admin;
alter table auth.sessions owner to supabase_auth_admin;
alter table auth.identities owner to supabase_auth_admin;
alter table auth.one_time_tokens owner to supabase_auth_admin;
alter table auth.rate_limits owner to supabase_auth_admin;

do $$
declare
  owner name := (select pg_catalog.pg_get_userbyid(datdba) from pg_catalog.pg_database where datname = current_database());
begin
  execute format('grant usage on schema auth, extensions to %I', owner);
  execute format('grant all on all tables in schema auth to %I', owner);
end
$$;
