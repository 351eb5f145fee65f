-- What happens when an account appears, changes or goes: one function each, in
-- a fixed order, working from whatever role and search path the auth service has.

create table private.instance (
  only_row boolean primary key default true check (only_row),
  signup text not null default 'waitlist' check (signup in ('waitlist', 'open', 'invite'))
);
insert into private.instance default values;
alter table private.instance enable row level security;
comment on table private.instance is 'Settings of this instance, written by the server at start. One row.';
comment on column private.instance.only_row is 'Always true, and the key: there is no second row.';
comment on column private.instance.signup is 'What new accounts become: waitlist, open (active at once) or invite (only invited addresses).';

create function public.set_signup_mode(mode text) returns void
language sql security definer set search_path = '' as $$
  update private.instance set signup = mode where signup <> mode
$$;
comment on function public.set_signup_mode(text) is 'Sets what new accounts become: waitlist, open or invite. For the server.';

create function public.create_default_global_workspace() returns uuid
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.workspaces (name, description, company_name, is_global, managed_by_super_user)
  values ('Global Workspace', 'Default global workspace for all users', 'System', true, true)
  on conflict (is_global) where is_global do nothing;
  return private.global_workspace();
end
$$;
comment on function public.create_default_global_workspace() is 'Creates the global workspace unless it is there; returns its id.';

create function private.is_first_account() returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if exists (select from public.users) then
    return false;
  end if;
  -- Held until commit: of two first accounts the second one waits and then sees the first.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('ninefold.first_account', 0));
  return not exists (select from public.users);
end
$$;
comment on function private.is_first_account() is 'Whether the instance has no account yet; true for one transaction only.';

create function private.checked_address(email text) returns text
language plpgsql immutable set search_path = '' as $$
declare
  address text := nullif(lower(btrim(email)), '');
begin
  -- Listed, since what counts as space differs between databases: what cannot be seen, and the two letters that become
  -- plain ones in lower case (dotted I, Kelvin sign), would make one address pass for another.
  if address !~ '^[^@[:space:]]+@[^@[:space:]]+$'
    or email ~ '[\u0001-\u001F\u007F-\u00A0\u00AD\u061C\u180E\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\uFEFF\u0130\u212A]' then
    raise exception using errcode = 'check_violation', message = 'The e-mail address is not valid.',
      hint = 'Use an address with a single @.';
  end if;
  return address;
end
$$;
comment on function private.checked_address(text) is 'The address in lower case; refuses disguised ones: more than one @, what cannot be seen, what is plain only in lower case.';

create function private.join_by_domain(account uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  joined uuid;
begin
  select d.workspace_id into joined
  from public.users u
  join public.workspace_domains d on d.domain = substring(u.email from '[^@]+$') and d.verified_at is not null
  join public.workspaces w on w.id = d.workspace_id and w.is_active and w.deleted_at is null and not w.is_global
  where u.id = account and u.email_confirmed_at is not null and u.status in ('waitlist', 'invited', 'active');
  if joined is null then
    return;
  end if;
  insert into public.workspace_users (workspace_id, user_id, role)
  values (joined, account, 'project_creator')
  on conflict (workspace_id, user_id) do nothing;
  update public.users u set status = 'active' where u.id = account and u.status in ('waitlist', 'invited');
end
$$;
comment on function private.join_by_domain(uuid) is
  'Adds the account to the workspace that owns the domain of its verified address, and activates it if it was waiting.';

create function private.provision_account() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  address text := private.checked_address(new.email);
  account jsonb := to_jsonb(new);
  home uuid := private.global_workspace();
  personal uuid;
  first_account boolean;
  mode text := (select i.signup from private.instance i);
  invited boolean;
begin
  if coalesce((account ->> 'is_anonymous')::boolean, false) then
    return null;
  end if;
  if home is null then
    raise exception using errcode = 'raise_exception',
      message = 'The global workspace is missing.', hint = 'Run the migrations again.';
  end if;
  first_account := private.is_first_account();
  invited := exists (select from public.invitations i where i.email = address and private.is_open(i));
  if mode = 'invite' and not invited and not first_account then
    raise exception using errcode = 'insufficient_privilege', message = 'Sign-up needs an invitation.',
      hint = 'Ask a member of the workspace to invite this address.';
  end if;

  insert into public.users (id, email, phone, confirmed_at, email_confirmed_at, last_sign_in_at, raw_app_meta_data,
    raw_user_meta_data, created_at, updated_at, profile, status, is_super_user)
  values (new.id, address, nullif(new.phone, ''), new.confirmed_at, new.email_confirmed_at, new.last_sign_in_at,
    new.raw_app_meta_data, new.raw_user_meta_data, coalesce(new.created_at, now()), coalesce(new.updated_at, now()),
    jsonb_strip_nulls(jsonb_build_object('display_name', nullif(btrim(left(coalesce(account ->> 'name',
      new.raw_user_meta_data ->> 'name', new.raw_user_meta_data ->> 'full_name'), 200)), ''))),
    case when first_account or mode = 'open' then 'active' when invited then 'invited' else 'waitlist' end,
    first_account);
  insert into public.workspace_users (workspace_id, user_id, role) values (home, new.id, 'project_creator');
  insert into public.projects (workspace_id, name, description, personal_owner_id)
  values (home, 'Personal project', 'Personal project space', new.id) returning id into personal;
  insert into public.project_users (project_id, user_id, role) values (personal, new.id, 'owner');
  perform private.join_by_domain(new.id);
  return null;
end
$$;
comment on function private.provision_account() is
  'After insert of an account, or once it is no longer anonymous: user row, global membership, personal project with its owner, domain or invitation match.';

create function private.mirror_account() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  address text := private.checked_address(new.email);
  was_proven boolean;
begin
  select u.email_confirmed_at is not null and u.email is not distinct from address into was_proven
  from public.users u where u.id = new.id;
  update public.users u
  set email = address, phone = nullif(new.phone, ''), confirmed_at = new.confirmed_at,
    email_confirmed_at = new.email_confirmed_at, last_sign_in_at = new.last_sign_in_at,
    raw_app_meta_data = new.raw_app_meta_data, raw_user_meta_data = new.raw_user_meta_data, deleted_at = new.deleted_at
  where u.id = new.id;
  if found and not was_proven and new.email_confirmed_at is not null then
    perform private.join_by_domain(new.id);
  end if;
  return null;
end
$$;
comment on function private.mirror_account() is
  'After update of an account: mirrors it, never touching profile, status or super user; a newly proven address may join by domain.';

create function private.before_account_goes() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- As in guard_workspace_owner: another owner who goes at the same moment takes turns with this one.
  perform from public.workspaces w where not w.is_global
    and w.id in (select m.workspace_id from public.workspace_users m where m.user_id = old.id and m.role = 'owner')
  order by w.id for no key update;
  perform from public.projects p
  where p.id in (select m.project_id from public.project_users m where m.user_id = old.id and m.role = 'owner')
  order by p.id for no key update;
  if exists (
    select from public.workspace_users m join public.workspaces w on w.id = m.workspace_id and not w.is_global
    where m.user_id = old.id and m.role = 'owner'
      and not exists (select from public.workspace_users o where o.workspace_id = m.workspace_id and o.role = 'owner' and o.user_id <> old.id)
      and exists (select from public.workspace_users o where o.workspace_id = m.workspace_id and o.user_id <> old.id)
  ) or exists (
    select from public.project_users m
    where m.user_id = old.id and m.role = 'owner'
      and not exists (select from public.project_users o where o.project_id = m.project_id and o.role = 'owner' and o.user_id <> old.id)
      and exists (select from public.project_users o where o.project_id = m.project_id and o.user_id <> old.id)
  ) then
    raise exception using errcode = 'raise_exception',
      message = 'The account is the only owner of a workspace or project with other members.',
      hint = 'Make another member an owner first.';
  end if;
  -- What nobody else belongs to is archived with the account, never left without an owner.
  update public.projects p
  set is_active = false, deleted_at = coalesce(p.deleted_at, now()),
    settings = p.settings || '{"archived_reason": "user_deleted"}'
  where p.personal_owner_id = old.id
    or p.id in (select m.project_id from public.project_users m where m.user_id = old.id and m.role = 'owner'
      and not exists (select from public.project_users o where o.project_id = m.project_id and o.user_id <> old.id));
  update public.workspaces w
  set is_active = false, deleted_at = coalesce(w.deleted_at, now()),
    settings = w.settings || '{"archived_reason": "user_deleted"}'
  where not w.is_global
    and w.id in (select m.workspace_id from public.workspace_users m where m.user_id = old.id and m.role = 'owner'
      and not exists (select from public.workspace_users o where o.workspace_id = m.workspace_id and o.user_id <> old.id));
  return old;
end
$$;
comment on function private.before_account_goes() is
  'Before delete of an account: refuses sole owners with fellow members, archives the personal project and what is the account''s alone.';

create trigger on_auth_user_created after insert on auth.users
  for each row execute function private.provision_account();
-- Not "update of": a trigger before it may have changed a column the statement did not name.
create trigger on_auth_user_updated after update on auth.users
  for each row when (row (new.email, new.phone, new.email_confirmed_at, new.confirmed_at, new.last_sign_in_at,
      new.raw_app_meta_data, new.raw_user_meta_data, new.deleted_at)
    is distinct from row (old.email, old.phone, old.email_confirmed_at, old.confirmed_at, old.last_sign_in_at,
      old.raw_app_meta_data, old.raw_user_meta_data, old.deleted_at))
  execute function private.mirror_account();
-- An anonymous account that gets a name is provisioned then.
create trigger on_auth_user_named after update on auth.users
  for each row when (old.is_anonymous and not new.is_anonymous)
  execute function private.provision_account();
create trigger on_auth_user_deleted before delete on auth.users
  for each row execute function private.before_account_goes();

grant execute on function public.set_signup_mode(text), public.create_default_global_workspace() to service_role;

select public.create_default_global_workspace();
