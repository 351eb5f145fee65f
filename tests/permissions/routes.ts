import { matrix } from './matrix.ts';
import { cell, members, signedIn, titleOf } from './model.ts';
import type { Command, Role } from './model.ts';

/**
 * One operation of the API: how it is called and which cell of the matrix decides it. `path` and `body` may hold
 * `:project`, `:row` and so on; `row` is the row made before the call, of a kind of that cell's table.
 */
export type RouteRules = {
  operation: string; method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: string; body?: object;
  who: Role[] | 'anyone';
  row?: { table: string; kind: string };
  /** SQL that removes what the call made, so that the next role finds the same. */
  after?: string;
};

function may(table: string, command: Command, kind: string): Role[] {
  const rules = matrix.find((r) => titleOf(r) === table)!;
  return signedIn.filter((role) => cell(rules, command, role).kinds.includes(kind));
}

const seesProject = may('projects', 'select', 'any');
const seesContent = may('chat_sessions', 'select', 'any');
const writesContent = may('chat_sessions', 'update', 'any');
const chat = { table: 'chat_sessions', kind: 'any' };
const artifact = { table: 'artifacts', kind: 'another' };
const othersComment = { table: 'document_comments', kind: 'of another' };
const requirements = { table: 'project_requirements', kind: 'any' };
const records = '/api/artifacts/:artifact/collections/items/records';
const readsProjectLog: Role[] = may('audit_logs', 'select', 'of the project');
const readsWorkspaceLog: Role[] = may('audit_logs', 'select', 'of the workspace');
const readsPlatformLog: Role[] = may('audit_logs', 'select', 'of the global workspace');
const connection = { table: 'api_connections', kind: 'of the project' };
const managesConnection = may('api_connections', 'update', 'of the project');
const setsModels = may('workspace_models', 'update', 'of the workspace');
const workspaceMembers = may('workspaces', 'select', 'own');

export const routes: RouteRules[] = [
  { operation: 'instance.get', method: 'GET', path: '/api/instance', who: 'anyone' },
  { operation: 'model.get', method: 'GET', path: '/api/model', who: signedIn },
  { operation: 'me.get', method: 'GET', path: '/api/me', who: signedIn },
  { operation: 'me.update', method: 'PATCH', path: '/api/me', body: { displayName: 'Changed' }, who: may('users', 'update', 'own') },

  { operation: 'workspaces.list', method: 'GET', path: '/api/workspaces', who: signedIn },
  { operation: 'workspaces.get', method: 'GET', path: '/api/workspaces/:teamWorkspace', who: workspaceMembers },
  { operation: 'workspaces.create', method: 'POST', path: '/api/workspaces', body: { name: 'New', companyName: 'New' }, who: signedIn },
  { operation: 'projects.list', method: 'GET', path: '/api/workspaces/:teamWorkspace/projects', who: workspaceMembers },
  { operation: 'projects.create', method: 'POST', path: '/api/workspaces/:teamWorkspace/projects', body: { name: 'New' }, who: workspaceMembers },

  { operation: 'projects.get', method: 'GET', path: '/api/projects/:project', who: seesProject },
  { operation: 'projects.update', method: 'PATCH', path: '/api/projects/:project', body: { description: 'Changed' }, who: may('projects', 'update', 'any') },
  { operation: 'projectMembers.list', method: 'GET', path: '/api/projects/:project/members', who: seesProject },
  {
    operation: 'projectMembers.add', method: 'POST', path: '/api/projects/:project/members', body: { userId: ':newcomer', role: 'viewer' },
    who: may('project_users', 'insert', 'a viewer').filter((role) => role !== 'personal-project owner'),
    after: 'delete from project_users where user_id = :newcomer and project_id = :project',
  },
  {
    operation: 'projectMembers.update', method: 'PATCH', path: '/api/projects/:project/members/:newcomer', body: { role: 'viewer' },
    row: { table: 'project_users', kind: 'a contributor' }, who: may('project_users', 'update', 'a contributor'),
  },
  {
    operation: 'projectMembers.remove', method: 'DELETE', path: '/api/projects/:project/members/:newcomer',
    row: { table: 'project_users', kind: 'a contributor' }, who: may('project_users', 'delete', 'a contributor'),
  },

  { operation: 'workspaceAuditLogs.list', method: 'GET', path: '/api/workspaces/:teamWorkspace/audit-logs', who: readsWorkspaceLog },
  { operation: 'projectAuditLogs.list', method: 'GET', path: '/api/projects/:project/audit-logs', who: readsProjectLog },
  { operation: 'adminAuditLogs.list', method: 'GET', path: '/api/admin/audit-logs', who: readsPlatformLog },
  { operation: 'workspaceAccessLogs.list', method: 'GET', path: '/api/workspaces/:teamWorkspace/access-logs', who: readsWorkspaceLog },
  { operation: 'projectAccessLogs.list', method: 'GET', path: '/api/projects/:project/access-logs', who: readsProjectLog },
  { operation: 'adminAccessLogs.list', method: 'GET', path: '/api/admin/access-logs', who: readsPlatformLog },

  { operation: 'chats.list', method: 'GET', path: '/api/projects/:project/chats', who: seesProject },
  { operation: 'chats.create', method: 'POST', path: '/api/projects/:project/chats', body: {}, who: writesContent },
  { operation: 'chats.get', method: 'GET', path: '/api/chats/:row', row: chat, who: seesContent },
  { operation: 'chats.change', method: 'PATCH', path: '/api/chats/:row', body: { title: 'Changed' }, row: chat, who: writesContent },
  { operation: 'chats.delete', method: 'DELETE', path: '/api/chats/:row', row: chat, who: may('chat_sessions', 'delete', 'any') },
  { operation: 'chats.events', method: 'GET', path: '/api/chats/:row/events', row: chat, who: seesContent },
  { operation: 'messages.list', method: 'GET', path: '/api/chats/:row/messages', row: chat, who: may('chat_messages', 'select', 'own') },
  { operation: 'messages.post', method: 'POST', path: '/api/chats/:row/messages', body: { text: 'hello' }, row: chat, who: may('chat_messages', 'insert', 'own') },
  { operation: 'projects.events', method: 'GET', path: '/api/projects/:project/events', who: seesProject },
  { operation: 'chatMembers.list', method: 'GET', path: '/api/chats/:row/members', row: chat, who: seesContent },
  { operation: 'chats.read', method: 'POST', path: '/api/chats/:chat/read', body: { messageId: ':message' }, who: may('chat_participants', 'insert', 'own') },
  { operation: 'chats.typing', method: 'POST', path: '/api/chats/:row/typing', body: { isTyping: false }, row: chat, who: writesContent },
  { operation: 'mentions.list', method: 'GET', path: '/api/me/mentions', who: signedIn },
  { operation: 'mentions.see', method: 'PATCH', path: '/api/me/mentions', body: { seen: true }, who: signedIn },
  { operation: 'runs.list', method: 'GET', path: '/api/chats/:row/runs', row: chat, who: may('agent_runs', 'select', 'any') },
  { operation: 'runs.get', method: 'GET', path: '/api/runs/:run', who: may('agent_runs', 'select', 'any') },
  { operation: 'runs.cancel', method: 'POST', path: '/api/runs/:row/cancel', body: {}, row: { table: 'agent_runs', kind: 'any' }, who: may('agent_runs', 'update', 'any') },
  { operation: 'runs.answer', method: 'POST', path: '/api/runs/:run/requests/:row/answer', body: { answers: [] }, row: { table: 'run_requests', kind: 'any' }, who: may('run_requests', 'update', 'any') },
  { operation: 'runs.steer', method: 'POST', path: '/api/runs/:row/steer', body: { text: 'hello' }, row: { table: 'agent_runs', kind: 'at work' }, who: may('chat_messages', 'insert', 'own') },
  { operation: 'runs.retry', method: 'POST', path: '/api/runs/:row/steps/0/retry', body: {}, row: { table: 'agent_runs', kind: 'failed' }, who: may('agent_runs', 'insert', 'any') },
  { operation: 'chats.fork', method: 'POST', path: '/api/chats/:chat/fork', body: { messageId: ':message' }, who: may('chat_sessions', 'insert', 'any') },

  { operation: 'contexts.list', method: 'GET', path: '/api/runs/:run/contexts', who: may('agent_runs', 'select', 'any') },
  { operation: 'contexts.get', method: 'GET', path: '/api/contexts/:row', row: { table: 'model_contexts', kind: 'any' }, who: may('model_contexts', 'select', 'any') },

  { operation: 'documents.list', method: 'GET', path: '/api/projects/:project/documents', who: seesProject },
  { operation: 'documents.get', method: 'GET', path: '/api/documents/:row', row: requirements, who: may('project_requirements', 'select', 'any') },
  { operation: 'documents.listVersions', method: 'GET', path: '/api/documents/:row/versions', row: requirements, who: may('project_requirements', 'select', 'any') },
  {
    operation: 'documents.writeVersion', method: 'POST', path: '/api/documents/:row/versions', body: { basedOn: 1, blocks: [{ type: 'paragraph', text: 'Changed' }] },
    row: requirements, who: may('project_requirements', 'insert', 'any'), after: 'delete from project_requirements where version = 2',
  },
  { operation: 'documents.move', method: 'PATCH', path: '/api/documents/:row/status', body: { from: 'draft', to: 'review' }, row: requirements, who: may('project_requirements', 'update', 'any') },
  { operation: 'documentComments.list', method: 'GET', path: '/api/documents/:row/comments', row: requirements, who: may('document_comments', 'select', 'own') },
  { operation: 'documentComments.create', method: 'POST', path: '/api/documents/:row/comments', body: { body: 'Why?', blockIndex: 0 }, row: requirements, who: may('document_comments', 'insert', 'any') },
  { operation: 'documentComments.settle', method: 'PATCH', path: '/api/document-comments/:row', body: { isResolved: true }, row: othersComment, who: may('document_comments', 'update', 'of another') },
  { operation: 'documentComments.delete', method: 'DELETE', path: '/api/document-comments/:row', row: othersComment, who: may('document_comments', 'delete', 'of another') },
  { operation: 'documentTraces.list', method: 'GET', path: '/api/projects/:project/traces', who: seesProject },

  { operation: 'connections.setSecret', method: 'PUT', path: '/api/connections/:row/secret', body: { name: 'auth_token', value: 'secret' }, row: connection, who: managesConnection },
  { operation: 'connections.clearSecret', method: 'DELETE', path: '/api/connections/:row/secret?name=auth_token', row: connection, who: managesConnection },
  { operation: 'connections.getStatus', method: 'GET', path: '/api/connections/:row/status', row: connection, who: may('api_connections', 'select', 'of the project') },

  { operation: 'models.get', method: 'GET', path: '/api/workspaces/:teamWorkspace/models', who: workspaceMembers },
  {
    operation: 'models.set', method: 'PUT', path: '/api/workspaces/:teamWorkspace/models', body: { providers: [{ provider: 'anthropic', key: 'a-key-of-a-test' }] },
    who: setsModels, after: 'delete from workspace_models where workspace_id = :teamWorkspace',
  },
  { operation: 'models.remove', method: 'DELETE', path: '/api/workspaces/:teamWorkspace/models', who: setsModels },
  // Refused by the address it names, after the right was looked at: no test of the matrix calls somebody else's server.
  { operation: 'models.test', method: 'POST', path: '/api/workspaces/:teamWorkspace/models/test', body: { provider: 'anthropic', baseUrl: 'https://127.0.0.1', key: 'a-key-of-a-test' }, who: setsModels },

  { operation: 'artifacts.list', method: 'GET', path: '/api/projects/:project/artifacts', who: seesProject },
  { operation: 'artifacts.get', method: 'GET', path: '/api/artifacts/:row', row: artifact, who: may('artifacts', 'select', 'another') },
  { operation: 'artifacts.rename', method: 'PATCH', path: '/api/artifacts/:row', body: { title: 'Changed' }, row: artifact, who: may('artifacts', 'update', 'another') },
  { operation: 'artifacts.delete', method: 'DELETE', path: '/api/artifacts/:row', row: artifact, who: may('artifacts', 'delete', 'another') },
  { operation: 'artifacts.events', method: 'GET', path: '/api/artifacts/:row/events', row: artifact, who: may('artifacts', 'select', 'another') },
  { operation: 'artifactFiles.list', method: 'GET', path: '/api/artifacts/:app/files', who: may('artifact_versions', 'select', 'any') },
  { operation: 'artifactFiles.get', method: 'GET', path: '/api/artifacts/:app/files/app.tsx', who: may('artifact_versions', 'select', 'any') },
  { operation: 'artifactVersions.list', method: 'GET', path: '/api/artifacts/:app/versions', who: may('artifact_versions', 'select', 'any') },
  { operation: 'artifactVersions.restore', method: 'POST', path: '/api/artifacts/:app/versions/1/restore', body: {}, who: may('artifact_versions', 'insert', 'any') },
  { operation: 'artifacts.preview', method: 'POST', path: '/api/artifacts/:app/preview', body: {}, who: members },

  { operation: 'collections.list', method: 'GET', path: '/api/artifacts/:artifact/collections', who: may('app_collections', 'select', 'any') },
  { operation: 'records.list', method: 'GET', path: records, who: may('app_records', 'select', 'live') },
  { operation: 'records.create', method: 'POST', path: records, body: { data: {} }, who: may('app_records', 'insert', 'any') },
  { operation: 'records.update', method: 'PATCH', path: `${records}/:row`, body: { data: {} }, row: { table: 'app_records', kind: 'live' }, who: may('app_records', 'update', 'live') },
  { operation: 'records.delete', method: 'DELETE', path: `${records}/:row`, row: { table: 'app_records', kind: 'live' }, who: may('app_records', 'update', 'live') },
  { operation: 'records.restore', method: 'POST', path: `${records}/:row/restore`, body: {}, row: { table: 'app_records', kind: 'deleted' }, who: may('app_records', 'update', 'deleted') },

  ...fileRoutes('workspaceFiles', '/api/workspaces/:teamWorkspace/files', 'workspace-files', workspaceMembers),
  ...fileRoutes('projectFiles', '/api/projects/:project/files', 'project-files', seesProject),
  ...fileRoutes('artifactAssets', '/api/artifacts/:artifact/assets', 'artifact-files', seesContent),
  { operation: 'backups.list', method: 'GET', path: '/api/admin/backups', who: may('backups', 'select', 'any') },
  { operation: 'backups.request', method: 'POST', path: '/api/admin/backups', body: {}, who: ['super user'], after: 'delete from backups' },
  { operation: 'usage.ofWorkspace', method: 'GET', path: '/api/workspaces/:teamWorkspace/usage', who: workspaceMembers },
  { operation: 'usage.ofProject', method: 'GET', path: '/api/projects/:project/usage', who: seesProject },
  { operation: 'caps.list', method: 'GET', path: '/api/workspaces/:teamWorkspace/caps', who: workspaceMembers },
  { operation: 'caps.set', method: 'PUT', path: '/api/workspaces/:teamWorkspace/caps', body: { perRun: 5, perMonth: null }, who: ['workspace owner', 'workspace admin'], after: 'delete from token_caps' },
  { operation: 'caps.setOfProject', method: 'PUT', path: '/api/projects/:project/cap', body: { perRun: 5, perMonth: null }, who: [...managesConnection, 'workspace owner', 'workspace admin'], after: 'delete from token_caps' },
  { operation: 'estimate.ofChat', method: 'GET', path: '/api/chats/:chat/estimate', who: seesContent },
  { operation: 'estimate.ofProject', method: 'GET', path: '/api/projects/:project/estimate', who: seesProject },
  { operation: 'runs.ledger', method: 'GET', path: '/api/runs/:run/ledger', who: may('run_calls', 'select', 'any') },
  // What is found is tried in SQL (functions.ts) and in tests/api/search.test.ts.
  { operation: 'search.query', method: 'GET', path: '/api/search?q=ours', who: signedIn },
];

/** The operations on the files of an area; `kept.txt` is always there. Who sees the owner gets a list, with the files the wall lets through. */
function fileRoutes(name: string, path: string, bucket: string, seesOwner: Role[]): RouteRules[] {
  const table = `storage.objects, bucket ${bucket}`;
  return [
    { operation: `${name}.list`, method: 'GET', path, who: seesOwner },
    { operation: `${name}.put`, method: 'PUT', path: `${path}/new.txt`, body: {}, who: may(table, 'insert', 'any') },
    { operation: `${name}.get`, method: 'GET', path: `${path}/kept.txt`, who: may(table, 'select', 'any') },
    { operation: `${name}.delete`, method: 'DELETE', path: `${path}/any.txt`, row: { table, kind: 'any' }, who: may(table, 'delete', 'any') },
  ];
}

/** Operations about the own session: no rows of anybody are behind them (tests/api). */
export const ownSession = ['auth.signUp', 'auth.signIn', 'auth.signOut', 'auth.getSession'];
