-- Backups are taken outside of SQL, by the server: here a run is asked for, and
-- its outcome is kept. A run that failed, is missing or empty raises an alert.

create table public.backups (
  id uuid primary key default gen_random_uuid(),
  requested_at timestamptz not null default now(),
  requested_by text not null,
  scheduled_day date unique,
  status text not null default 'requested',
  started_at timestamptz,
  finished_at timestamptz,
  size_bytes bigint,
  checksum text,
  place text,
  contents jsonb,
  error text,
  removed_at timestamptz,
  constraint valid_requester check (requested_by in ('schedule', 'super user', 'command')),
  constraint valid_schedule check ((requested_by = 'schedule') = (scheduled_day is not null)),
  constraint valid_status check (status in ('requested', 'running', 'succeeded', 'failed')),
  constraint valid_start check (started_at is not null or status in ('requested', 'failed')),
  constraint valid_end check ((finished_at is not null) = (status in ('succeeded', 'failed'))),
  constraint valid_size check (size_bytes >= 0),
  constraint valid_checksum check (checksum ~ '^[0-9a-f]{64}$'),
  constraint valid_place check (place ~ '^[0-9A-Za-z][0-9A-Za-z._-]{0,199}$'),
  constraint valid_outcome check (
    case status
      when 'succeeded' then num_nulls(size_bytes, checksum, place, contents) = 0 and error is null
      when 'failed' then error is not null
      else num_nonnulls(size_bytes, checksum, place, contents, error, removed_at) = 0
    end
  )
);

create index backups_requested_at_idx on public.backups (requested_at desc, id desc);
-- One extra run at most waits: whoever asks meanwhile means that one.
create unique index backups_open_request_idx on public.backups (status) where status = 'requested' and scheduled_day is null;

create function private.announce_backup() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('backups', 'requested:' || new.id);
  return null;
end
$$;
comment on function private.announce_backup() is 'After insert: wakes the server, which takes the backup.';

create trigger announce_backup after insert on public.backups
  for each row when (new.status = 'requested') execute function private.announce_backup();

create function public.create_backup() returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  today date := (now() at time zone 'utc')::date;
  request uuid;
begin
  insert into public.backups (requested_by, scheduled_day) values ('schedule', today)
  on conflict (scheduled_day) do nothing
  returning id into request;
  if request is null then
    select b.id into request from public.backups b where b.scheduled_day = today;
  end if;
  return request;
end
$$;
comment on function public.create_backup() is
  'Requests the scheduled backup of this day in UTC; again on the same day it returns the same run, whoever schedules. For the server.';

create function public.request_backup() returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  requester text := case when auth.role() = 'service_role' then 'command' when private.is_super_user() then 'super user' end;
  request uuid;
begin
  if requester is null then
    raise exception using errcode = 'insufficient_privilege', message = 'Only a super user can request a backup.';
  end if;
  -- The request that was in the way may have begun in between, so that it is no longer waiting.
  while request is null loop
    insert into public.backups (requested_by) values (requester)
    on conflict (status) where status = 'requested' and scheduled_day is null do nothing
    returning id into request;
    if request is null then
      select b.id into request from public.backups b where b.status = 'requested' and b.scheduled_day is null;
    end if;
  end loop;
  return request;
end
$$;
comment on function public.request_backup() is
  'Requests a backup besides those of the schedule; returns the one that waits already, if any. For super users and the server.';

create function public.backup_alerts() returns table (kind text, message text, since timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare
  last_good timestamptz := (select max(b.finished_at) from public.backups b where b.status = 'succeeded' and b.size_bytes > 0);
  -- Before the first backup the time counts from the beginning of the instance.
  quiet_since timestamptz := coalesce(last_good, (select w.created_at from public.workspaces w where w.is_global));
begin
  if auth.role() is distinct from 'service_role' and not private.is_super_user() then
    raise exception using errcode = 'insufficient_privilege', message = 'Only a super user can see the backups.';
  end if;
  return query
    select 'missing', 'No backup has succeeded for more than 26 hours.', quiet_since where quiet_since < now() - interval '26 hours';
  return query
    select case b.status when 'failed' then 'failed' else 'empty' end, coalesce(b.error, 'The last backup is empty.'), b.finished_at
    from public.backups b
    where (b.status = 'failed' or b.size_bytes = 0) and b.finished_at > coalesce(last_good, '-infinity')
    order by b.finished_at desc limit 1;
end
$$;
comment on function public.backup_alerts() is
  'What is wrong with the backups: missing for 26 hours, or the last run failed or empty. For super users and the server.';

alter table public.backups enable row level security;

create policy "Super users read the runs of backups" on public.backups
  for select to authenticated using ((select private.is_super_user()));

grant select on public.backups to authenticated;
grant select, insert, update on public.backups to service_role;
grant execute on function public.create_backup() to service_role;
grant execute on function public.request_backup(), public.backup_alerts() to authenticated, service_role;

create function private.schedule_jobs() returns integer
language plpgsql set search_path = '' as $$
begin
  perform cron.schedule('daily-backup', '0 0 * * *', 'select public.create_backup()');
  return 1 + (
    select count(cron.schedule(j.name, j.times, format('select public.run_job(%L)', j.name)))
    from (values
      ('billing-periods', '5 * * * *'),
      ('daily-statistics', '10 0 * * *'),
      ('log-partitions', '15 0 * * *'),
      ('purge-archived', '30 2 * * *'),
      ('purge-expired', '45 2 * * *')
    ) j (name, times));
end
$$;
comment on function private.schedule_jobs() is
  'Has pg_cron run what needs nothing but the database, and ask for the daily backup, when the server does; returns how many jobs. Again is no harm.';

-- On a Supabase project, where pg_cron is; the server's own schedules go on, and nothing runs twice.
do $$
begin
  if exists (select from pg_catalog.pg_extension where extname = 'pg_cron') then
    perform private.schedule_jobs();
  end if;
exception
  -- An owner without the right to schedule: the server's own schedules are enough.
  when others then raise warning 'pg_cron runs no jobs: %', sqlerrm;
end
$$;

select private.audit_table('backups', '{requested_by,scheduled_day,status,place,size_bytes,removed_at}');

comment on table public.backups is 'A run of the backup, with its outcome. Rows stay when retention removes the file.';
comment on column public.backups.requested_at is 'When it was asked for; it begins as soon as no other one is at it.';
comment on column public.backups.status is 'requested, then running, then succeeded or failed.';
comment on column public.backups.requested_by is 'schedule, super user, or command: whoever works at the server''s terminal.';
comment on column public.backups.scheduled_day is 'The day in UTC the scheduled run is for; null for an extra one.';
comment on column public.backups.size_bytes is 'Of the encrypted file.';
comment on column public.backups.checksum is 'SHA-256 of the encrypted file, in hex.';
comment on column public.backups.place is 'Name of the file in the folder for backups.';
comment on column public.backups.contents is 'What is inside: the version of PostgreSQL and its bytes, the number of files and theirs.';
comment on column public.backups.error is 'Why it failed and what to do, in words.';
comment on column public.backups.removed_at is 'When retention removed the file.';
