-- What people do with invitations. Clients never write the table: each function
-- checks who calls, and accepting needs a proven address.

create function private.invite(to_email text, in_workspace uuid, in_project uuid, granted_role text)
returns table (invitation_id uuid, token text, expires_at timestamptz)
language plpgsql security definer set search_path = '' as $$
declare
  secret text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  address text := lower(btrim(to_email));
begin
  if not private.may_grant(private.active_user(), in_workspace, in_project, granted_role) then
    raise exception using errcode = 'insufficient_privilege', message = 'You may not invite somebody with this role here.';
  end if;
  -- An expired invitation makes room for a new one.
  update public.invitations i set revoked_at = now()
  where i.email = address and i.workspace_id is not distinct from in_workspace
    and i.project_id is not distinct from in_project
    and i.accepted_at is null and i.declined_at is null and i.revoked_at is null and i.expires_at <= now();
  return query
    insert into public.invitations as i (email, workspace_id, project_id, role, invited_by, token_hash)
    values (address, in_workspace, in_project, granted_role, private.active_user(), private.hash_token(secret))
    returning i.id, secret, i.expires_at;
end
$$;
comment on function private.invite(text, uuid, uuid, text) is 'Creates an invitation after checking what the caller may grant.';

create function public.invite_to_workspace(in_workspace uuid, to_email text, granted_role text)
returns table (invitation_id uuid, token text, expires_at timestamptz)
language sql security definer set search_path = '' as $$
  select * from private.invite(to_email, in_workspace, null, granted_role)
$$;
comment on function public.invite_to_workspace(uuid, text, text) is
  'Invites an address into a workspace. The token is returned once and must reach that address.';

create function public.invite_to_project(in_project uuid, to_email text, granted_role text)
returns table (invitation_id uuid, token text, expires_at timestamptz)
language sql security definer set search_path = '' as $$
  select * from private.invite(to_email, null, in_project, granted_role)
$$;
comment on function public.invite_to_project(uuid, text, text) is
  'Invites an address into a project. The token is returned once and must reach that address.';

create function public.revoke_invitation(revoked uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.invitations i set revoked_at = now()
  where i.id = revoked and i.accepted_at is null and i.declined_at is null and i.revoked_at is null
    and private.may_grant(private.active_user(), i.workspace_id, i.project_id, i.role);
  if not found then
    raise exception using errcode = 'no_data_found', message = 'No open invitation was found that you may revoke.';
  end if;
end
$$;
comment on function public.revoke_invitation(uuid) is 'Withdraws an open invitation; for those who could have made it.';

create function private.own_proven_email() returns text
language sql stable security definer set search_path = '' as $$
  select u.email from public.users u
  where u.id = auth.uid() and u.email_confirmed_at is not null and u.deleted_at is null
    and u.status in ('invited', 'waitlist', 'active')
$$;
comment on function private.own_proven_email() is
  'The caller''s verified address, if the account may accept invitations; else null.';

create function public.my_invitations()
returns table (invitation_id uuid, workspace_id uuid, project_id uuid, place text, role text, inviter text, expires_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select i.id, i.workspace_id, i.project_id, coalesce(w.name, p.name), i.role,
    nullif(btrim(u.profile ->> 'display_name'), ''), i.expires_at
  from public.invitations i
  left join public.workspaces w on w.id = i.workspace_id
  left join public.projects p on p.id = i.project_id
  left join public.users u on u.id = i.invited_by
  where i.email = private.own_proven_email() and private.is_open(i)
  order by i.created_at
$$;
comment on function public.my_invitations() is 'Open invitations to the caller''s verified address.';

create function private.accept(invitation public.invitations) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not private.may_grant(invitation.invited_by, invitation.workspace_id, invitation.project_id, invitation.role) then
    raise exception using errcode = 'raise_exception',
      message = 'Whoever invited you may no longer grant this role.', hint = 'Ask for a new invitation.';
  end if;
  update public.invitations i set accepted_at = now(), accepted_by = auth.uid() where i.id = invitation.id;
  -- A member keeps the better of both roles; the trigger on membership activates.
  if invitation.workspace_id is not null then
    insert into public.workspace_users as m (workspace_id, user_id, role)
    values (invitation.workspace_id, auth.uid(), invitation.role)
    on conflict (workspace_id, user_id) do update set role = excluded.role where m.rank < excluded.rank;
  else
    insert into public.project_users as m (project_id, user_id, role)
    values (invitation.project_id, auth.uid(), invitation.role)
    on conflict (project_id, user_id) do update set role = excluded.role where m.rank < excluded.rank;
  end if;
  update public.users u set status = 'active' where u.id = auth.uid() and u.status in ('invited', 'waitlist');
end
$$;
comment on function private.accept(public.invitations) is 'Makes the caller a member as invited; the caller is checked before.';

create function private.accept_found(found_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  invitation public.invitations;
begin
  -- The lock lets an invitation be accepted once only.
  select i.* into invitation from public.invitations i
  where i.id = found_id and i.email = private.own_proven_email() for update;
  if not found or not private.is_open(invitation) then
    raise exception using errcode = 'no_data_found', message = 'No open invitation to your verified address was found.',
      hint = 'Verify your e-mail address, or ask for a new invitation.';
  end if;
  perform private.accept(invitation);
end
$$;
comment on function private.accept_found(uuid) is 'Accepts an invitation if it is open and addressed to the caller.';

create function public.accept_invitation(token text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  found_id uuid := (select i.id from public.invitations i where i.token_hash = private.hash_token(accept_invitation.token));
begin
  perform private.accept_found(found_id);
  return found_id;
end
$$;
comment on function public.accept_invitation(text) is 'Accepts the invitation with this token, sent to the caller''s verified address; returns its id.';

create function public.accept_my_invitation(accepted uuid) returns void
language sql security definer set search_path = '' as $$
  select private.accept_found(accepted)
$$;
comment on function public.accept_my_invitation(uuid) is 'Accepts one of my_invitations().';

create function public.decline_invitation(declined uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.invitations i set declined_at = now()
  where i.id = declined and i.email = private.own_proven_email() and private.is_open(i);
  if not found then
    raise exception using errcode = 'no_data_found', message = 'No open invitation to your verified address was found.';
  end if;
end
$$;
comment on function public.decline_invitation(uuid) is 'Declines one of my_invitations().';

create function private.activate_invited_member() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.users u set status = 'active'
  where u.id = new.user_id and u.status in ('invited', 'waitlist') and exists (
    select from public.invitations i
    where i.accepted_by = new.user_id and i.accepted_at is not null
      and (to_jsonb(new) ->> 'workspace_id' = i.workspace_id::text or to_jsonb(new) ->> 'project_id' = i.project_id::text)
  );
  return null;
end
$$;
comment on function private.activate_invited_member() is
  'After insert of a membership: activates a waiting person only if an invitation from there was accepted.';

create trigger on_workspace_user_added after insert on public.workspace_users
  for each row execute function private.activate_invited_member();
create trigger on_project_user_added after insert on public.project_users
  for each row execute function private.activate_invited_member();

grant execute on function public.invite_to_workspace(uuid, text, text), public.invite_to_project(uuid, text, text),
  public.revoke_invitation(uuid), public.my_invitations(), public.accept_invitation(text),
  public.accept_my_invitation(uuid), public.decline_invitation(uuid) to authenticated;
