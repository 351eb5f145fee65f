import { members, signedIn } from './model.ts';
import type { Role } from './model.ts';

/** One way to call a function: who succeeds, everybody else is refused. */
export type CallRules = { as: string; sql: string; row?: string; allowed: Role[] };
/** A function of schema public: to which roles of the database it is granted, and the calls tried. */
export type FunctionRules = { name: string; granted: ('authenticated' | 'service_role')[]; calls: CallRules[] };

const workspaceManagers: Role[] = ['workspace owner', 'workspace admin'];
const projectManagers: Role[] = [...workspaceManagers, 'project owner', 'project manager'];
const workspaceMembers: Role[] = [...workspaceManagers, 'workspace project_creator'];
const people = 'authenticated' as const;
const server = 'service_role' as const;

// An invitation by an owner of the workspace, to the caller or to somebody else.
const inviteCaller = (to: string) => `insert into public.invitations (email, workspace_id, role, token_hash, invited_by)
  select u.email, :teamWorkspace, 'project_creator', encode(sha256('secret'), 'hex'),
    (select m.user_id from public.workspace_users m where m.workspace_id = :teamWorkspace and m.role = 'owner' order by m.created_at limit 1)
  from public.users u where u.id = ${to} returning id`;

export const functions: FunctionRules[] = [
  {
    name: 'create_workspace(text,text)', granted: [people],
    calls: [{ as: 'any', sql: `select public.create_workspace('New', 'New')`, allowed: signedIn }],
  },
  {
    name: 'create_project(uuid,text,text)', granted: [people],
    calls: [
      { as: 'in the workspace', sql: `select public.create_project(:teamWorkspace, 'New', null)`, allowed: workspaceMembers },
      { as: 'in the global workspace', sql: `select public.create_project(:global, 'New', null)`, allowed: signedIn },
    ],
  },
  {
    name: 'archive_workspace(uuid)', granted: [people],
    calls: [
      { as: 'the workspace', sql: `select public.archive_workspace(:teamWorkspace)`, allowed: ['workspace owner'] },
      { as: 'the global workspace', sql: `select public.archive_workspace(:global)`, allowed: [] },
    ],
  },
  {
    name: 'restore_workspace(uuid)', granted: [people],
    calls: [{ as: 'the workspace', sql: `select public.restore_workspace(:teamWorkspace)`, allowed: ['workspace owner'] }],
  },
  {
    name: 'archive_project(uuid)', granted: [people],
    calls: [{ as: 'the project', sql: `select public.archive_project(:project)`, allowed: [...workspaceManagers, 'project owner'] }],
  },
  {
    name: 'restore_project(uuid)', granted: [people],
    calls: [{ as: 'the project', sql: `select public.restore_project(:project)`, allowed: [...workspaceManagers, 'project owner'] }],
  },
  {
    name: 'set_user_status(uuid,text)', granted: [people],
    calls: [
      { as: 'of another person', sql: `select public.set_user_status(:newcomer, 'banned')`, allowed: ['super user'] },
      { as: 'of oneself', sql: `select public.set_user_status(:caller, 'active')`, allowed: [] },
    ],
  },
  {
    name: 'claim_workspace_domain(uuid,text)', granted: [people],
    calls: [{ as: 'for the workspace', sql: `select public.claim_workspace_domain(:teamWorkspace, 'new.test')`, allowed: ['workspace owner'] }],
  },
  {
    name: 'release_workspace_domain(uuid)', granted: [people],
    calls: [{
      as: 'of the workspace', row: `insert into public.workspace_domains (workspace_id, domain) values (:teamWorkspace, 'new.test') returning id`,
      sql: `select public.release_workspace_domain(:row)`, allowed: ['workspace owner'],
    }],
  },
  {
    name: 'invite_to_workspace(uuid,text,text)', granted: [people],
    calls: [
      { as: 'as owner', sql: `select public.invite_to_workspace(:teamWorkspace, 'i@example.com', 'owner')`, allowed: ['workspace owner'] },
      { as: 'as project creator', sql: `select public.invite_to_workspace(:teamWorkspace, 'i@example.com', 'project_creator')`, allowed: workspaceManagers },
      { as: 'into the global workspace', sql: `select public.invite_to_workspace(:global, 'i@example.com', 'project_creator')`, allowed: [] },
    ],
  },
  {
    name: 'invite_to_project(uuid,text,text)', granted: [people],
    calls: [
      { as: 'as owner', sql: `select public.invite_to_project(:project, 'i@example.com', 'owner')`, allowed: [...workspaceManagers, 'project owner'] },
      { as: 'as viewer', sql: `select public.invite_to_project(:project, 'i@example.com', 'viewer')`, allowed: projectManagers },
    ],
  },
  {
    name: 'revoke_invitation(uuid)', granted: [people],
    calls: [{
      as: 'into the project', row: `insert into public.invitations (email, project_id, role, token_hash) values ('i@example.com', :project, 'viewer', 'x') returning id`,
      sql: `select public.revoke_invitation(:row)`, allowed: projectManagers,
    }],
  },
  {
    name: 'my_invitations()', granted: [people],
    // Without invitations the answer is empty for everybody: what is tried is seeing one's own.
    calls: [{ as: 'to oneself', row: inviteCaller(':caller'), sql: `select * from public.my_invitations()`, allowed: signedIn }],
  },
  {
    name: 'accept_invitation(text)', granted: [people],
    calls: [
      { as: 'to oneself', row: inviteCaller(':caller'), sql: `select public.accept_invitation('secret')`, allowed: signedIn },
      { as: 'to another address', row: inviteCaller(':newcomer'), sql: `select public.accept_invitation('secret')`, allowed: [] },
      { as: 'with a wrong token', row: inviteCaller(':caller'), sql: `select public.accept_invitation('guess')`, allowed: [] },
    ],
  },
  {
    name: 'accept_my_invitation(uuid)', granted: [people],
    calls: [
      { as: 'to oneself', row: inviteCaller(':caller'), sql: `select public.accept_my_invitation(:row)`, allowed: signedIn },
      { as: 'to another address', row: inviteCaller(':newcomer'), sql: `select public.accept_my_invitation(:row)`, allowed: [] },
    ],
  },
  {
    name: 'decline_invitation(uuid)', granted: [people],
    calls: [
      { as: 'to oneself', row: inviteCaller(':caller'), sql: `select public.decline_invitation(:row)`, allowed: signedIn },
      { as: 'to another address', row: inviteCaller(':newcomer'), sql: `select public.decline_invitation(:row)`, allowed: [] },
    ],
  },
  {
    name: 'search_everything(text,text[],uuid,uuid,integer,real,timestamp with time zone,uuid,timestamp with time zone)', granted: [people],
    calls: [
      { as: 'a chat', sql: `select * from public.search_everything('chat', array['chat'], null, :project)`, allowed: members },
      {
        as: 'a project of the workspace', row: `insert into public.projects (workspace_id, name) values (:teamWorkspace, 'Quarry') returning id`,
        sql: `select * from public.search_everything('quarry')`, allowed: workspaceManagers,
      },
      {
        as: 'the workspace', row: `update public.workspaces set name = 'Quarry' where id = :teamWorkspace returning id`,
        sql: `select * from public.search_everything('quarry')`, allowed: workspaceMembers,
      },
      {
        as: 'an archived workspace', row: `update public.workspaces set name = 'Quarry', is_active = false where id = :teamWorkspace returning id`,
        sql: `select * from public.search_everything('quarry')`, allowed: [],
      },
    ],
  },
  {
    name: 'set_signup_mode(text)', granted: [server],
    calls: [{ as: 'any', sql: `select public.set_signup_mode('open')`, allowed: [server] }],
  },
  {
    name: 'create_default_global_workspace()', granted: [server],
    calls: [{ as: 'any', sql: `select public.create_default_global_workspace()`, allowed: [server] }],
  },
];

/** Functions of schema private that policies and indexes call as the caller: granted so that the policy works, exposed by no API. */
export const policyHelpers: Record<string, ('authenticated' | 'service_role')[]> = {
  'private.active_user()': [people],
  'private.administered_global_workspace()': [people],
  'private.archived_projects()': [people],
  'private.document_text(jsonb)': [people, server],
  'private.fellow_members()': [people, server],
  'private.fold_text(text)': [people, server],
  'private.global_workspace()': [people],
  'private.is_super_user()': [people],
  'private.message_text(jsonb)': [people, server],
  'private.scope(integer,boolean,boolean)': [people],
  'private.scope_one(integer)': [people],
  'private.scope_rest(integer)': [people],
  'private.search_words(text,text)': [people, server],
  'private.visible_invitation_projects()': [people],
  'private.workspace_scope(integer)': [people],
  'private.workspaces_to_read()': [people],
};
