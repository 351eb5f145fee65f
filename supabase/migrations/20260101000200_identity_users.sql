-- The platform's mirror of auth.users, with what the platform adds: profile,
-- status, super user. Rows come and go with the account (see sign-up).

create table public.users (
  id uuid primary key references auth.users (id) on delete cascade,
  email text,
  phone text unique,
  confirmed_at timestamptz,
  email_confirmed_at timestamptz,
  last_sign_in_at timestamptz,
  raw_app_meta_data jsonb,
  raw_user_meta_data jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  profile jsonb not null default '{}',
  status text not null default 'waitlist',
  is_super_user boolean not null default false,
  constraint valid_status check (status in ('invited', 'waitlist', 'active', 'inactive', 'banned', 'archived')),
  constraint valid_profile check (jsonb_typeof(profile) = 'object' and octet_length(profile::text) <= 16384),
  constraint lower_case_email check (email = lower(email))
);

create unique index users_email_key on public.users (lower(email));
create index users_super_user_idx on public.users (id) where is_super_user;

create function private.active_user() returns uuid
language sql stable security definer set search_path = '' as $$
  select u.id from public.users u where u.id = auth.uid() and u.status = 'active' and u.deleted_at is null
$$;
comment on function private.active_user() is 'The caller, if signed in with an active account; else null.';

create function private.is_super_user() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.users u
    where u.id = auth.uid() and u.status = 'active' and u.deleted_at is null and u.is_super_user
  )
$$;
comment on function private.is_super_user() is 'Whether the caller is an active super user.';

create function private.guard_last_super_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- One at a time: two super users removing each other must not both succeed.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('ninefold.super_user', 0));
  if not exists (
    select from public.users u
    where u.is_super_user and u.status = 'active' and u.deleted_at is null and u.id <> old.id
  ) then
    raise exception using errcode = 'raise_exception',
      message = 'The last super user cannot be removed.',
      hint = 'Make another active person a super user first.';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
comment on function private.guard_last_super_user() is 'Keeps at least one active super user.';

create trigger guard_last_super_user_on_update before update of is_super_user, status, deleted_at on public.users
  for each row
  when (old.is_super_user and old.status = 'active' and old.deleted_at is null
    and not (new.is_super_user and new.status = 'active' and new.deleted_at is null))
  execute function private.guard_last_super_user();
create trigger guard_last_super_user_on_delete before delete on public.users
  for each row when (old.is_super_user and old.status = 'active' and old.deleted_at is null)
  execute function private.guard_last_super_user();
create trigger keep_identity before update on public.users
  for each row when (new.id is distinct from old.id or new.created_at is distinct from old.created_at)
  execute function private.refuse_move();
create trigger set_updated_at before update on public.users
  for each row execute function private.set_updated_at();

alter table public.users enable row level security;

create policy "People read their own row, super users all rows" on public.users
  for select to authenticated
  using (id = (select auth.uid()) or (select private.is_super_user()));
create policy "Active people change their own row" on public.users
  for update to authenticated
  using (id = (select private.active_user()))
  with check (id = (select private.active_user()));

grant select, update (profile) on public.users to authenticated;
grant select, insert, update, delete on public.users to service_role;
grant execute on function private.active_user(), private.is_super_user() to authenticated;

comment on table public.users is 'A person: mirror of auth.users with profile, status and super-user mark.';
comment on column public.users.email is 'Lower case; null for accounts that have only a phone.';
comment on column public.users.profile is 'What the person says of themselves: display_name, avatar_url. Carries no authority.';
comment on column public.users.status is 'Only active people have rights; waitlist and invited ones may accept invitations.';
comment on column public.users.is_super_user is 'Administers the platform, without access to tenants'' content. Written by the server only.';
comment on column public.users.confirmed_at is 'When the first of address and phone was proven.';
comment on column public.users.email_confirmed_at is
  'When the address was proven; null until then, and nothing is granted to an unproven address.';
comment on column public.users.raw_app_meta_data is 'As in auth.users: what the sign-in service keeps of the account.';
comment on column public.users.raw_user_meta_data is
  'As in auth.users: what the person sent when signing up. Carries no authority.';
comment on column public.users.deleted_at is 'When the sign-in service marked the account as deleted.';
