-- Creating, archiving and restoring workspaces and projects. There is no direct
-- insert: the creator becomes the owner in the same step.

create function public.create_workspace(workspace_name text, for_company text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  created uuid;
begin
  if private.active_user() is null then
    raise exception using errcode = 'insufficient_privilege', message = 'Only active people can create a workspace.';
  end if;
  perform private.check_workspace_limit();
  insert into public.workspaces (name, company_name) values (btrim(workspace_name), btrim(for_company)) returning id into created;
  insert into public.workspace_users (workspace_id, user_id, role) values (created, auth.uid(), 'owner');
  return created;
end
$$;
comment on function public.create_workspace(text, text) is 'Creates a workspace owned by the caller; returns its id.';

create function public.create_project(in_workspace uuid, project_name text, project_description text default null) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  created uuid;
begin
  if not exists (
    select from public.workspace_users wu
    join public.workspaces w on w.id = wu.workspace_id and w.is_active and w.deleted_at is null
    where wu.workspace_id = in_workspace and wu.user_id = private.active_user()
  ) then
    raise exception using errcode = 'insufficient_privilege', message = 'Only members of the workspace can create a project in it.';
  end if;
  perform private.check_project_limit(in_workspace);
  insert into public.projects (workspace_id, name, description)
  values (in_workspace, btrim(project_name), nullif(btrim(project_description), '')) returning id into created;
  insert into public.project_users (project_id, user_id, role) values (created, auth.uid(), 'owner');
  return created;
end
$$;
comment on function public.create_project(uuid, text, text) is
  'Creates a project owned by the caller, who is a member of the workspace (the global one included); returns its id.';

create function private.set_workspace_archived(target uuid, archived boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.workspaces w
  set is_active = not archived, deleted_at = case when archived then coalesce(w.deleted_at, now()) end
  where w.id = target and not w.is_global and exists (
    select from public.workspace_users wu
    where wu.workspace_id = w.id and wu.user_id = private.active_user() and wu.rank = 3
  );
  if not found then
    raise exception using errcode = 'insufficient_privilege', message = 'Only an owner can archive or restore a workspace.';
  end if;
end
$$;
comment on function private.set_workspace_archived(uuid, boolean) is 'Archives or restores a workspace for one of its owners; never the global one.';

create function public.archive_workspace(target uuid) returns void
language sql security definer set search_path = '' as $$ select private.set_workspace_archived(target, true) $$;
comment on function public.archive_workspace(uuid) is 'Hides a workspace and all in it from everybody; its owners and admins still see its row.';

create function public.restore_workspace(target uuid) returns void
language sql security definer set search_path = '' as $$ select private.set_workspace_archived(target, false) $$;
comment on function public.restore_workspace(uuid) is 'Takes archive_workspace back.';

create function private.set_project_archived(target uuid, archived boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.projects p
  set is_active = not archived, deleted_at = case when archived then coalesce(p.deleted_at, now()) end
  from public.workspaces w
  where p.id = target and w.id = p.workspace_id and w.is_active and w.deleted_at is null
    and p.personal_owner_id is null
    and (
      exists (select from public.project_users pu
        where pu.project_id = p.id and pu.user_id = private.active_user() and pu.rank = 4)
      or exists (select from public.workspace_users wu
        where wu.workspace_id = p.workspace_id and wu.user_id = private.active_user() and wu.rank >= 2)
    );
  if not found then
    raise exception using errcode = 'insufficient_privilege',
      message = 'Only an owner of the project, or an owner or admin of its workspace, can archive or restore it.',
      hint = 'Personal projects cannot be archived.';
  end if;
  -- What was archived made room that may be taken meanwhile.
  if not archived then
    perform private.check_project_limit((select p.workspace_id from public.projects p where p.id = target), 0);
  end if;
end
$$;
comment on function private.set_project_archived(uuid, boolean) is 'Archives or restores a team project for those who may.';

create function public.archive_project(target uuid) returns void
language sql security definer set search_path = '' as $$ select private.set_project_archived(target, true) $$;
comment on function public.archive_project(uuid) is 'Hides a project and all in it; its owners and the workspace''s owners and admins still see its row.';

create function public.restore_project(target uuid) returns void
language sql security definer set search_path = '' as $$ select private.set_project_archived(target, false) $$;
comment on function public.restore_project(uuid) is 'Takes archive_project back.';

grant execute on function public.create_workspace(text, text), public.create_project(uuid, text, text),
  public.archive_workspace(uuid), public.restore_workspace(uuid), public.archive_project(uuid),
  public.restore_project(uuid) to authenticated;
