-- E-mail domains that a workspace has proven to own. People with a verified
-- address there join it by themselves, so one domain has one verified owner.

create table public.workspace_domains (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  domain text not null,
  proof_token text not null default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
  verified_at timestamptz,
  created_at timestamptz not null default now(),
  created_by uuid references auth.users (id) on delete set null,
  constraint valid_domain check (
    domain ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$' and length(domain) <= 253),
  unique (workspace_id, domain)
);

create unique index workspace_domains_verified_key on public.workspace_domains (domain) where verified_at is not null;
create index workspace_domains_created_by_idx on public.workspace_domains (created_by);

-- Addresses that anyone can get prove nothing about a company.
create table private.public_mail_domains (domain text primary key);

insert into private.public_mail_domains (domain) values
  ('gmail.com'), ('googlemail.com'), ('outlook.com'), ('hotmail.com'), ('live.com'), ('msn.com'), ('yahoo.com'),
  ('ymail.com'), ('icloud.com'), ('me.com'), ('mac.com'), ('aol.com'), ('proton.me'), ('protonmail.com'), ('pm.me'),
  ('gmx.com'), ('gmx.net'), ('gmx.de'), ('web.de'), ('t-online.de'), ('mail.com'), ('mail.ru'), ('yandex.com'),
  ('yandex.ru'), ('zoho.com'), ('fastmail.com'), ('tutanota.com'), ('tuta.com'), ('hey.com'), ('qq.com'), ('163.com'),
  ('126.com'), ('sina.com'), ('naver.com'), ('orange.fr'), ('laposte.net'), ('free.fr'), ('libero.it'), ('bluewin.ch');

create function private.mirror_verified_domains() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  workspace uuid := coalesce(new.workspace_id, old.workspace_id);
begin
  update public.workspaces w
  set company_email_domains = (
    select array_agg(d.domain order by d.domain)
    from public.workspace_domains d where d.workspace_id = workspace and d.verified_at is not null
  )
  where w.id = workspace;
  return null;
end
$$;
comment on function private.mirror_verified_domains() is 'After any change: keeps workspaces.company_email_domains equal to the verified rows.';

create function private.check_domain_claim() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from private.public_mail_domains m where m.domain = new.domain) then
    raise exception using errcode = 'check_violation',
      message = format('%s is a public mail provider.', new.domain),
      hint = 'Claim a domain that only your company has.';
  end if;
  if exists (select from public.workspaces w where w.id = new.workspace_id and w.is_global) then
    raise exception using errcode = 'check_violation', message = 'The global workspace has no domains.';
  end if;
  return new;
end
$$;
comment on function private.check_domain_claim() is 'Before insert: refuses public mail providers and the global workspace.';

create function public.claim_workspace_domain(in_workspace uuid, claimed_domain text)
returns table (domain_id uuid, dns_token text)
language plpgsql security definer set search_path = '' as $$
begin
  if in_workspace is null or in_workspace <> all (private.workspace_scope(3)) then
    raise exception using errcode = 'insufficient_privilege', message = 'Only an owner of the workspace can claim a domain.';
  end if;
  return query
    insert into public.workspace_domains (workspace_id, domain, created_by)
    values (in_workspace, lower(btrim(claimed_domain)), auth.uid())
    returning id, proof_token;
end
$$;
comment on function public.claim_workspace_domain(uuid, text) is
  'Claims a domain for a workspace of which the caller is an owner; the token is to be published as a DNS record.';

create function public.release_workspace_domain(released uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.workspace_domains d where d.id = released and d.workspace_id = any (private.workspace_scope(3));
  if not found then
    raise exception using errcode = 'no_data_found', message = 'The domain was not found.';
  end if;
end
$$;
comment on function public.release_workspace_domain(uuid) is 'Gives a claimed domain up; for owners of its workspace.';

create trigger check_domain_claim before insert on public.workspace_domains
  for each row execute function private.check_domain_claim();
create trigger mirror_verified_domains after insert or update of verified_at or delete on public.workspace_domains
  for each row execute function private.mirror_verified_domains();
create trigger keep_identity before update on public.workspace_domains
  for each row when (new.id is distinct from old.id or new.workspace_id is distinct from old.workspace_id
    or new.domain is distinct from old.domain or new.created_at is distinct from old.created_at
    or (new.created_by is distinct from old.created_by and new.created_by is not null))
  execute function private.refuse_move();

alter table public.workspace_domains enable row level security;
alter table private.public_mail_domains enable row level security;

create policy "Owners and admins read the domains of their workspace" on public.workspace_domains
  for select to authenticated
  using (workspace_id = any ((select private.workspace_scope(2))::uuid[]));

grant select on public.workspace_domains to authenticated;
grant select, insert, update, delete on public.workspace_domains to service_role;
grant execute on function public.claim_workspace_domain(uuid, text), public.release_workspace_domain(uuid)
  to authenticated;

comment on table public.workspace_domains is 'E-mail domains claimed by a workspace; only verified ones have an effect.';
comment on column public.workspace_domains.domain is 'Lower case, without the @: what follows the last @ of an address.';
comment on column public.workspace_domains.proof_token is 'What the domain''s DNS record must hold to verify the claim.';
comment on column public.workspace_domains.verified_at is 'When the server found the DNS record; null until then.';
comment on table private.public_mail_domains is 'Mail providers open to everybody, which no workspace may claim.';
comment on column private.public_mail_domains.domain is 'Lower case, as in workspace_domains.';
