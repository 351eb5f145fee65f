-- The roles a Supabase project already has, for a PostgreSQL that has none of
-- them. Applied once per database by a superuser, before the migrations; every
-- statement may be repeated, because roles belong to the whole cluster.

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'anon') then
    create role anon nologin noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'authenticated') then
    create role authenticated nologin noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'service_role') then
    create role service_role nologin noinherit bypassrls;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'authenticator') then
    create role authenticator login noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'supabase_auth_admin') then
    create role supabase_auth_admin login noinherit;
  end if;
exception
  -- Two databases of one cluster may be prepared at the same moment.
  when duplicate_object or unique_violation then null;
end
$$;

grant anon, authenticated, service_role to authenticator;

-- The owner of the database plays the part of Supabase's role "postgres".
do $$
declare
  owner name := (select pg_catalog.pg_get_userbyid(datdba) from pg_catalog.pg_database where datname = current_database());
begin
  if owner <> current_user then
    execute format('grant anon, authenticated, service_role to %I', owner);
  end if;
  execute format('alter default privileges for role %I in schema public grant all on tables to anon, authenticated, service_role', owner);
  execute format('alter default privileges for role %I in schema public grant all on sequences to anon, authenticated, service_role', owner);
  execute format('alter default privileges for role %I in schema public grant all on functions to anon, authenticated, service_role', owner);
end
$$;

grant usage on schema public to anon, authenticated, service_role;

create schema if not exists extensions;
grant usage on schema extensions to anon, authenticated, service_role;
