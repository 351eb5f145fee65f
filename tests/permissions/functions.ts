import { sealed } from './matrix/connections.ts';
import { modelProvider } from './matrix/models.ts';
import { managers, members, signedIn, writers } from './model.ts';
import type { Role } from './model.ts';

/** One way to call a function: who succeeds, everybody else is refused. */
export type CallRules = { as: string; sql: string; row?: string; allowed: Role[] };
/** A function of schema public: to which roles of the database it is granted, and the calls tried. */
export type FunctionRules = { name: string; granted: ('anon' | 'authenticated' | 'service_role')[]; calls: CallRules[] };

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

const everybody: Role[] = ['anon', ...signedIn];
const oauthConnection = (scope: string, id: string) => `insert into public.oauth2_connections (${scope}, provider, provider_config, client_id, redirect_uri, scopes)
  values (${id}, 'Provider', '{}', 'client', 'https://studio.example.com/back', '{openid}')`;
const begun = (by: string) => `with c as (${oauthConnection('project_id', ':project')} returning id)
  insert into private.oauth2_states (state_hash, connection_id, user_id, sealed_verifier) select repeat('a', 64), id, ${by}, 'sealed' from c returning connection_id`;
const apiConnection = (scope: string, id: string) => `insert into public.api_connections (${scope}, name, api_type, endpoint_url, auth_type, http_method)
  values (${id}, 'API', 'rest', 'https://api.example.com/', 'bearer', 'GET') returning id`;
/** A call on a connection of either scope and kind: who manages it, or reads it. */
const onConnection = (sql: string, of: { workspace: Role[]; project: Role[] }, kinds = ['API', 'OAuth']): CallRules[] => kinds.flatMap((kind) => {
  const row = (scope: string, id: string) => (kind === 'API' ? apiConnection(scope, id) : `${oauthConnection(scope, id)} returning id`);
  return [
    { as: `${kind} connection of the project`, row: row('project_id', ':project'), sql, allowed: of.project },
    { as: `${kind} connection of the workspace`, row: row('workspace_id', ':teamWorkspace'), sql, allowed: of.workspace },
  ];
});
const toManage = { workspace: workspaceManagers, project: managers };
const toRead = { workspace: workspaceMembers, project: members };
const publish = `update public.artifacts set is_public = true where id = :artifact returning id`;
const file = `insert into public.artifact_files (artifact_id, project_id, file_name, file_type, file_size, file_path, storage_path)
  values (:artifact, :project, 'a.ts', 'text/typescript', 1, 'shared.ts', :artifact::text || '/' || repeat('a', 64))`;
const link = `insert into public.share_links (artifact_id, project_id, token_hash) values (:artifact, :project, encode(sha256('secret'), 'hex'))`;
const encryptionKey = `select set_config('app.encryption_key', repeat('k', 32), true) as id`;
const jobRun = `insert into private.job_runs (job, period, owner) values ('job', 'today', 'me') returning job`;
const reserve = `insert into public.token_reservations (workspace_id, project_id, tokens) values (:workspace, :project, 5) returning id`;

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
  {
    name: 'record_access(jsonb)', granted: [server],
    calls: [{ as: 'any', sql: `select public.record_access('[{"event": "read", "object_kind": "members", "purpose": "a test"}]')`, allowed: [server] }],
  },
  {
    name: 'make_log_partitions()', granted: [server],
    calls: [{ as: 'any', sql: `select public.make_log_partitions()`, allowed: [server] }],
  },
  {
    name: 'drop_expired_logs()', granted: [server],
    calls: [{ as: 'any', sql: `select count(*) from public.drop_expired_logs()`, allowed: [server] }],
  },
  {
    name: 'begin_oauth2_flow(uuid,text,text)', granted: [people],
    calls: [
      { as: 'of the project', row: `${oauthConnection('project_id', ':project')} returning id`, sql: `select public.begin_oauth2_flow(:row, repeat('a', 64), 'sealed')`, allowed: managers },
      { as: 'of the workspace', row: `${oauthConnection('workspace_id', ':teamWorkspace')} returning id`, sql: `select public.begin_oauth2_flow(:row, repeat('a', 64), 'sealed')`, allowed: workspaceManagers },
    ],
  },
  {
    name: 'finish_oauth2_flow(text)', granted: [people],
    calls: [
      { as: 'begun by oneself', row: begun(':caller'), sql: `select public.finish_oauth2_flow(repeat('a', 64))`, allowed: managers },
      { as: 'begun by another', row: begun(':newcomer'), sql: `select public.finish_oauth2_flow(repeat('a', 64))`, allowed: [] },
    ],
  },
  {
    name: 'set_connection_secret(uuid,text,uuid,text)', granted: [people],
    calls: [
      ...onConnection(`select public.set_connection_secret(:row, 'auth_token', gen_random_uuid(), ${sealed})`, toManage, ['API']),
      ...onConnection(`select public.set_connection_secret(:row, 'client_secret', gen_random_uuid(), ${sealed})`, toManage, ['OAuth']),
    ],
  },
  { name: 'clear_connection_secret(uuid,text)', granted: [people], calls: onConnection(`select public.clear_connection_secret(:row, 'auth_token')`, toManage) },
  { name: 'connection_status(uuid)', granted: [people], calls: onConnection('select * from public.connection_status(:row)', toRead) },
  {
    name: 'set_model_key(uuid,uuid,text,text)', granted: [people],
    calls: [{ as: 'provider of the workspace', row: modelProvider, sql: `select public.set_model_key(:row, gen_random_uuid(), ${sealed}, 'wxyz')`, allowed: workspaceManagers }],
  },
  { name: 'clear_model_key(uuid)', granted: [people], calls: [{ as: 'provider of the workspace', row: modelProvider, sql: 'select public.clear_model_key(:row)', allowed: workspaceManagers }] },
  { name: 'disconnect_oauth2_connection(uuid)', granted: [people], calls: onConnection('select public.disconnect_oauth2_connection(:row)', toManage, ['OAuth']) },
  {
    name: 'encrypt_sensitive_data(jsonb)', granted: [server],
    calls: [{ as: 'any', row: encryptionKey, sql: `select public.encrypt_sensitive_data('{}')`, allowed: [server] }],
  },
  {
    name: 'decrypt_sensitive_data(text)', granted: [server],
    calls: [{ as: 'any', row: `select public.encrypt_sensitive_data('{}') from (${encryptionKey} offset 0) k where k.id is not null`, sql: `select public.decrypt_sensitive_data(:row)`, allowed: [server] }],
  },
  {
    name: 'create_share_link(uuid,timestamp with time zone)', granted: [people],
    calls: [{ as: 'to the app', sql: `select public.create_share_link(:artifact)`, allowed: writers }],
  },
  {
    name: 'shared_artifact(uuid)', granted: ['anon', people],
    calls: [
      { as: 'of a public app', row: publish, sql: `select * from public.shared_artifact(:row)`, allowed: everybody },
      { as: 'of an app that is not public', sql: `select * from public.shared_artifact(:artifact)`, allowed: [] },
    ],
  },
  {
    name: 'shared_artifact_files(uuid)', granted: ['anon', people],
    calls: [
      { as: 'of a public app', row: `with f as (${file}) ${publish}`, sql: `select * from public.shared_artifact_files(:row)`, allowed: everybody },
      { as: 'of an app that is not public', row: `${file} returning artifact_id`, sql: `select * from public.shared_artifact_files(:row)`, allowed: [] },
    ],
  },
  {
    name: 'open_share_link(text)', granted: ['anon', people],
    calls: [
      { as: 'to a public app', row: `with l as (${link}) ${publish}`, sql: `select 1 where public.open_share_link('secret') is not null`, allowed: everybody },
      { as: 'to an app that is not public', row: `${link} returning id`, sql: `select 1 where public.open_share_link('secret') is not null`, allowed: [] },
    ],
  },
  {
    name: 'create_api_key(text,timestamp with time zone)', granted: [people],
    calls: [{ as: 'of one\'s own', sql: `select public.create_api_key('Key')`, allowed: signedIn }],
  },
  {
    name: 'open_api_key(text)', granted: [server],
    calls: [{
      as: 'any', row: `insert into public.api_keys (user_id, name, hint, token_hash) values (:newcomer, 'Key', 'nf_1', encode(sha256('secret'), 'hex')) returning id`,
      sql: `select 1 where public.open_api_key('secret') is not null`, allowed: [server],
    }],
  },
  {
    name: 'token_allowance(uuid)', granted: [people],
    calls: [
      { as: 'of the workspace', sql: `select * from public.token_allowance(:teamWorkspace)`, allowed: [...workspaceMembers, ...members.filter((role) => role !== 'personal-project owner')] },
      { as: 'of the global workspace', sql: `select * from public.token_allowance(:global)`, allowed: signedIn },
    ],
  },
  { name: 'reserve_tokens(uuid,uuid,uuid,uuid,uuid,bigint,bigint,uuid)', granted: [server], calls: [{ as: 'any', sql: `select public.reserve_tokens(:workspace, :project, null, null, :newcomer, 5)`, allowed: [server] }] },
  { name: 'settle_tokens(uuid,bigint,text,text,jsonb)', granted: [server], calls: [{ as: 'any', row: reserve, sql: `select public.settle_tokens(:row, 5, 'chat')`, allowed: [server] }] },
  { name: 'forgive_run(uuid,text)', granted: [server], calls: [{ as: 'any', sql: `select public.forgive_run(:message, 'A test.')`, allowed: [server] }] },
  { name: 'usual_usage(uuid,text)', granted: [server], calls: [{ as: 'any', sql: `select * from (select count(*) from public.usual_usage(:project, 'build')) as found`, allowed: [server] }] },
  {
    name: 'set_token_cap(uuid,uuid,uuid,bigint,bigint)', granted: [people],
    calls: [
      { as: 'of the workspace', sql: `select public.set_token_cap(:teamWorkspace, null, null, 5, 5)`, allowed: workspaceManagers },
      { as: 'of a person', sql: `select public.set_token_cap(:teamWorkspace, null, :bystander, 5, 5)`, allowed: workspaceManagers },
      { as: 'of the project', sql: `select public.set_token_cap(:workspace, :project, null, 5, 5)`, allowed: [...workspaceManagers, ...managers] },
      { as: 'of the global workspace', sql: `select public.set_token_cap(:global, null, null, 5, 5)`, allowed: ['super user'] },
    ],
  },
  { name: 'release_tokens(uuid)', granted: [server], calls: [{ as: 'any', row: reserve, sql: `select public.release_tokens(:row)`, allowed: [server] }] },
  { name: 'note_stripe_event(text,text)', granted: [server], calls: [{ as: 'any', sql: `select public.note_stripe_event('evt_1', 'invoice.paid')`, allowed: [server] }] },
  { name: 'begin_job(text,text,text)', granted: [server], calls: [{ as: 'any', sql: `select 1 where public.begin_job('job', 'today', 'me')`, allowed: [server] }] },
  { name: 'end_job(text,text,text,jsonb,text)', granted: [server], calls: [{ as: 'any', sql: `select public.end_job('job', 'today', 'me', null, null)`, allowed: [server] }] },
  { name: 'run_job(text)', granted: [server], calls: [{ as: 'any', sql: `select public.run_job('purge-expired')`, allowed: [server] }] },
  { name: 'latest_job_runs()', granted: [people], calls: [{ as: 'of the instance', row: jobRun, sql: `select * from public.latest_job_runs()`, allowed: ['super user'] }] },
  { name: 'purge_archived(integer)', granted: [server], calls: [{ as: 'any', sql: `select public.purge_archived()`, allowed: [server] }] },
  { name: 'purge_expired()', granted: [server], calls: [{ as: 'any', sql: `select public.purge_expired()`, allowed: [server] }] },
  { name: 'purge_model_contexts()', granted: [server], calls: [{ as: 'any', sql: `select public.purge_model_contexts()`, allowed: [server] }] },
  { name: 'roll_billing_periods()', granted: [server], calls: [{ as: 'any', sql: `select public.roll_billing_periods()`, allowed: [server] }] },
  { name: 'create_backup()', granted: [server], calls: [{ as: 'any', sql: `select public.create_backup()`, allowed: [server] }] },
  { name: 'request_backup()', granted: [people, server], calls: [{ as: 'any', sql: `select public.request_backup()`, allowed: ['super user', server] }] },
  {
    name: 'backup_alerts()', granted: [people, server],
    calls: [{
      as: 'after a run that failed', row: `insert into public.backups (requested_by, status, finished_at, error) values ('command', 'failed', now(), 'The disk is full.') returning id`,
      sql: `select * from public.backup_alerts()`, allowed: ['super user', server],
    }],
  },
  { name: 'write_daily_stats(date)', granted: [server], calls: [{ as: 'any', sql: `select public.write_daily_stats()`, allowed: [server] }] },
];

/** Functions of schema private that policies, checks and indexes call as the caller: granted so that these work, exposed by no API. */
export const policyHelpers: Record<string, ('authenticated' | 'service_role')[]> = {
  'private.are_headers(jsonb)': [people, server],
  'private.names_a_secret(jsonb)': [people, server],
  'private.active_user()': [people],
  'private.administered_global_workspace()': [people],
  'private.archived_projects()': [people],
  'private.document_text(jsonb)': [people, server],
  'private.fellow_members()': [people, server],
  'private.file_owners(text,integer)': [people],
  'private.fold_text(text)': [people, server],
  'private.global_workspace()': [people],
  'private.is_sealed(text)': [server],
  'private.is_super_user()': [people],
  'private.message_text(jsonb)': [people, server],
  'private.scope(integer,boolean,boolean)': [people],
  'private.scope_one(integer)': [people],
  'private.scope_rest(integer)': [people],
  'private.search_words(text,text)': [people, server],
  'private.speaking_agent()': [people, server],
  'private.visible_invitation_projects()': [people],
  'private.workspace_scope(integer)': [people],
  'private.workspaces_to_read()': [people],
};
