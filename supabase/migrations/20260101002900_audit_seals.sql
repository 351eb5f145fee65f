-- The logs refuse changes, but whoever owns the database can switch that off.
-- So the server seals what is written: a seal holds the hash of every entry of a
-- range, the hash of the seal before, and a signature with a key that is not in
-- the database. The verifier then names the entry that was changed, removed or
-- put in afterwards. A range is sealed once no running transaction can add to it.

create table public.audit_seals (
  id bigint primary key,
  created_at timestamptz not null,
  kind text not null,
  log text not null,
  month text not null,
  from_position bigint not null,
  to_position bigint not null,
  entries integer not null,
  leaves bytea not null,
  previous bytea,
  hash bytea not null,
  public_key bytea not null,
  signature bytea not null,
  constraint valid_id check (id >= 1),
  constraint valid_kind check (kind in ('range', 'purge')),
  constraint valid_log check (log in ('audit_logs', 'access_logs')),
  constraint valid_month check (month ~ '^\d{4}-\d{2}$'),
  constraint valid_range check (from_position <= to_position and entries >= 0),
  constraint valid_leaves check (octet_length(leaves) = case kind when 'range' then 40 * entries else 0 end),
  constraint valid_hashes check (octet_length(hash) = 32 and octet_length(public_key) = 32 and octet_length(signature) = 64),
  constraint first_has_no_previous check ((id = 1) = (previous is null))
);

-- Hashes do not compress.
alter table public.audit_seals alter leaves set storage external;

create index audit_seals_log_idx on public.audit_seals (log, month, to_position);

create function public.drop_expired_logs()
returns table (log text, month text, entries bigint, from_position bigint, to_position bigint)
language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
declare
  expired record;
  sealed_to bigint;
begin
  for expired in
    select p.relname::text as parent, c.relname::text as name, replace(right(c.relname, 7), '_', '-') as month
    from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid join pg_catalog.pg_class p on p.oid = i.inhparent
    where p.relnamespace = 'public'::regnamespace and p.relkind = 'p'
      and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' + interval '7 years' <= now() at time zone 'utc'
    order by 3, 1
  loop
    select coalesce(max(s.to_position), 0) into sealed_to
    from public.audit_seals s where s.log = expired.parent and s.month = expired.month and s.kind = 'range';
    execute format('select %L, %L, count(*), coalesce(min(l.position), 0), coalesce(max(l.position), 0) from audit.%I l',
      expired.parent, expired.month, expired.name) into log, month, entries, from_position, to_position;
    -- What was never sealed could not be told from what somebody removed.
    continue when to_position > sealed_to;
    execute format('drop table audit.%I', expired.name);
    return next;
  end loop;
end
$$;
comment on function public.drop_expired_logs() is
  'Removes months of the logs that ended seven years ago and are sealed; returns them. The server seals the purge in the same transaction.';

create trigger refuse_change before update or delete on public.audit_seals
  for each row execute function private.refuse_log_change();
create trigger refuse_truncate before truncate on public.audit_seals
  for each statement execute function private.refuse_log_change();

alter table public.audit_seals enable row level security;

grant select, insert on public.audit_seals to service_role;
grant execute on function public.drop_expired_logs() to service_role;

comment on table public.audit_seals is 'A chain of seals over ranges of the logs. Written by the server, read by the verifier. Append-only.';
comment on column public.audit_seals.id is 'Place in the chain: 1, 2, 3 … without a gap.';
comment on column public.audit_seals.created_at is 'When the range was closed: entries with a higher position are later than this.';
comment on column public.audit_seals.kind is 'range: entries were sealed; purge: retention removed the month, whose seals stay.';
comment on column public.audit_seals.log is 'Which of the two logs.';
comment on column public.audit_seals.month is 'The partition, in UTC: a seal never spans two, so that a month can go as a whole.';
comment on column public.audit_seals.from_position is 'Entries of the month with a position above this …';
comment on column public.audit_seals.to_position is '… and up to this are in the seal.';
comment on column public.audit_seals.entries is 'How many entries were sealed, or purged.';
comment on column public.audit_seals.leaves is 'Per entry, by position: 8 bytes of position (big endian), 32 bytes of SHA-256 over its canonical text.';
comment on column public.audit_seals.previous is 'Hash of the seal before; null for the first.';
comment on column public.audit_seals.hash is 'SHA-256 over all of the above and the hash of the seal before.';
comment on column public.audit_seals.public_key is 'Ed25519 key that signed the hash.';
comment on column public.audit_seals.signature is 'Ed25519 over the hash.';
