-- Nobody may do anything until a migration grants it. Supabase hands every new
-- object in schema public to its client roles; this takes that back, for what
-- is there and for what comes, and sets apart the schema of internal helpers.

create schema private;
comment on schema private is 'Helpers of policies and triggers. Not exposed by any API.';

revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;

revoke create on schema public from public;
revoke all on all tables in schema public from public, anon, authenticated, service_role;
revoke all on all sequences in schema public from public, anon, authenticated, service_role;
revoke all on all functions in schema public from public, anon, authenticated, service_role;

alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;
-- The grant to PUBLIC is a global default and cannot be taken back per schema.
alter default privileges revoke execute on functions from public;

-- Temporary tables would let a caller shadow names; only the owner may say so.
do $$
begin
  if pg_catalog.pg_has_role(current_user,
      (select datdba from pg_catalog.pg_database where datname = current_database()), 'usage') then
    execute format('revoke temporary on database %I from public', current_database());
  end if;
end
$$;

create function private.to_uuid(value text) returns uuid
language plpgsql immutable set search_path = '' as $$
begin
  -- A case expression would be folded to a failing cast at planning time.
  if value ~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then
    return value::uuid;
  end if;
  return null;
end
$$;
comment on function private.to_uuid(text) is 'The text as a UUID, or null for anything else; never raises.';

create function private.set_updated_at() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end
$$;
comment on function private.set_updated_at() is 'Before update: stamps the time of the change.';

create function private.set_created_by() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.created_by := coalesce(auth.uid(), new.created_by);
  return new;
end
$$;
comment on function private.set_created_by() is
  'Before insert: the caller is the author. Only the server role, which has no caller, names one itself.';

create function private.set_invited_by() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.invited_by := coalesce(auth.uid(), new.invited_by);
  return new;
end
$$;
comment on function private.set_invited_by() is 'Before insert: the caller is the inviter, as in set_created_by.';

create function private.set_updated_by() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  -- Deeper than one level it is "on delete set null" clearing an author.
  if pg_catalog.pg_trigger_depth() = 1 then
    new.updated_by := coalesce(auth.uid(), new.updated_by);
  end if;
  return new;
end
$$;
comment on function private.set_updated_by() is 'Before insert or update: stamps the time and the caller.';

create function private.refuse_move() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'insufficient_privilege',
    message = format('The identity of a row in %I cannot be changed.', tg_table_name),
    hint = 'Id, parents, author and creation time are fixed when the row is created.';
end
$$;
comment on function private.refuse_move() is
  'Before update, when identity, parents, author or creation time differ: refuses. Clearing an author passes.';
