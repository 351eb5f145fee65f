import { allow, byFunction, managers, members } from '../model.ts';
import type { Role, TableRules } from '../model.ts';

const workspaceManagers: Role[] = ['workspace owner', 'workspace admin'];
const inWorkspace = ['of the workspace'];
const inProject = ['of the project'];
const rules = {
  select: [allow([...workspaceManagers, 'workspace project_creator'], inWorkspace), allow(members, inProject)],
  insert: [allow(workspaceManagers, inWorkspace), allow(managers, inProject)],
  update: [allow(workspaceManagers, inWorkspace), allow(managers, inProject)],
  delete: [allow(workspaceManagers, inWorkspace), allow(managers, inProject)],
};
const about = 'Workspace roles: rows of the workspace. Project roles: rows of the project. Secrets lie in `connection_secrets`. The global workspace has none.';

function connection(table: string, columns: string, values: string) {
  const at = (scope: string, id: string) => `insert into public.${table} (${scope}, ${columns}) values (${id}, ${values})`;
  return {
    rows: { 'of the workspace': `${at('workspace_id', ':teamWorkspace')} returning id`, 'of the project': `${at('project_id', ':project')} returning id` },
    inserts: { 'of the workspace': at('workspace_id', ':teamWorkspace'), 'of the project': at('project_id', ':project') },
  };
}

const api = connection('api_connections', 'name, api_type, endpoint_url, auth_type, http_method', `'API', 'rest', 'https://api.example.com/v1', 'bearer', 'GET'`);
const oauth = connection('oauth2_connections', 'provider, provider_config, client_id, redirect_uri, scopes',
  `'Provider', '{"issuer": "https://id.example.com"}', 'client', 'https://studio.example.com/api/oauth/callback', '{openid}'`);
const apiColumns = ['name', 'description', 'api_type', 'endpoint_url', 'auth_type', 'custom_headers', 'http_method', 'request_body_template', 'response_path', 'response_schema', 'is_active'];
const oauthColumns = ['provider', 'provider_config', 'client_id', 'redirect_uri', 'scopes', 'additional_params', 'is_active'];

/** A text of the form of a sealed value, under the active key. */
export const sealed = `'n1.' || :secretKey || '.' || repeat('A', 43) || '.' || repeat('A', 80) || '.' || repeat('A', 16) || '.' || repeat('A', 22)`;
const token = `with c as (${oauth.rows['of the project']})
  insert into public.oauth2_tokens (connection_id, access_token, token_type) select id, ${sealed}, 'Bearer' from c`;
const secretOf = (made: string) => `with c as (${made}) insert into public.connection_secrets (api_connection_id, name, sealed) select id, 'auth_token', ${sealed} from c returning id`;

export const connections: TableRules[] = [
  {
    table: 'api_connections', about, rules, tenant: true, ...api,
    columns: { insert: ['id', 'workspace_id', 'project_id', ...apiColumns], update: apiColumns },
    change: `name = 'Changed'`,
  },
  {
    table: 'oauth2_connections', about, rules, tenant: true, ...oauth,
    columns: { insert: ['id', 'workspace_id', 'project_id', ...oauthColumns], update: oauthColumns },
    change: `is_active = false`,
  },
  {
    table: 'connection_secrets',
    about: 'Sealed by the server, which alone reads them. Which are set: `connection_status`.',
    tenant: true,
    rules: {
      select: [],
      insert: [byFunction([...workspaceManagers, ...managers])], update: [byFunction([...workspaceManagers, ...managers])],
      delete: [byFunction([...workspaceManagers, ...managers])],
    },
    columns: { insert: [], update: [], select: [] },
    rows: { 'of the workspace': secretOf(api.rows['of the workspace']), 'of the project': secretOf(api.rows['of the project']) },
    inserts: { any: `insert into public.connection_secrets (api_connection_id, name, sealed) values (:connection, 'credentials', ${sealed})` },
    change: `sealed = sealed`,
  },
  {
    table: 'oauth2_tokens',
    about: 'For the server only. Whether a connection is connected: `connection_status`.',
    tenant: true,
    rules: {
      select: [], insert: [], update: [],
      delete: [byFunction([...workspaceManagers, ...managers], 'by function (disconnect)')],
    },
    columns: { insert: [], update: [], select: [] },
    rows: { any: `${token} returning id` },
    inserts: { any: token },
    change: `last_error = 'changed'`,
  },
];
