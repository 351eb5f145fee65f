import { allow, byFunction } from '../model.ts';
import type { Role, TableRules } from '../model.ts';
import { sealed } from './connections.ts';

const workspaceManagers: Role[] = ['workspace owner', 'workspace admin'];
const insertProvider = `insert into public.workspace_models (workspace_id, provider, base_url) values (:teamWorkspace, 'anthropic', 'https://models.example.com/v1')`;
/** SQL that makes a provider of the team's workspace. */
export const modelProvider = `${insertProvider} returning id`;
const secret = `with m as (${modelProvider}) insert into public.model_secrets (model_id, workspace_id, sealed) select id, :teamWorkspace, ${sealed} from m`;
const changed = ['base_url', 'models', 'position', 'is_active'];

export const models: TableRules[] = [
  {
    table: 'workspace_models', about: 'Keys lie in `model_secrets`. What answers is told to every member by the server. The global workspace has none.', tenant: true,
    rules: { select: [allow(workspaceManagers)], insert: [allow(workspaceManagers)], update: [allow(workspaceManagers)], delete: [allow(workspaceManagers)] },
    columns: { insert: ['id', 'workspace_id', 'provider', ...changed], update: changed },
    rows: { 'of the workspace': modelProvider },
    inserts: { 'of the workspace': insertProvider.replace('anthropic', 'openai') },
    change: `is_active = false`,
  },
  {
    table: 'model_secrets', about: 'Sealed by the server, which alone reads them.', tenant: true,
    rules: { select: [], insert: [byFunction(workspaceManagers)], update: [byFunction(workspaceManagers)], delete: [byFunction(workspaceManagers)] },
    columns: { insert: [], update: [], select: [] },
    rows: { 'of the workspace': `${secret} returning id` },
    inserts: { 'of the workspace': secret.replace('anthropic', 'openai') },
    change: `sealed = sealed`,
  },
];
