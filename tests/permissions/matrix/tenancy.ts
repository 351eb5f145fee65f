import { allow, byFunction, managers, members, only, writers } from '../model.ts';
import type { Role, TableRules } from '../model.ts';

const workspaceManagers: Role[] = ['workspace owner', 'workspace admin'];
const team = ['an owner', 'a manager', 'a contributor', 'a viewer'];
const lower = ['a contributor', 'a viewer'];
const add = (role: string) => `insert into public.project_users (project_id, user_id, role) values (:project, :newcomer, '${role}')`;

export const tenancy: TableRules[] = [
  {
    table: 'projects',
    about: 'Insert: `create_project`. Archive and restore: by function, project owner and workspace owner or admin. These never reach personal projects.',
    tenant: true,
    rules: {
      select: [allow([...workspaceManagers, ...members])],
      insert: [byFunction(['workspace owner', 'workspace admin', 'workspace project_creator'])],
      update: [allow([...workspaceManagers, ...managers])],
      delete: [],
    },
    columns: { insert: [], update: ['name', 'description', 'logo_url', 'color_palette', 'settings'] },
    rows: { any: `select :project::uuid` },
    inserts: { any: `insert into public.projects (workspace_id, name) values (:workspace, 'New')` },
    change: `name = 'Changed'`,
  },
  {
    table: 'project_users',
    about: 'The last owner can neither leave nor be demoted or removed. A personal project has exactly one member.',
    tenant: true,
    rules: {
      select: [allow(workspaceManagers, team), allow(members.filter((role) => role !== 'personal-project owner'), ['own', ...team]), allow(['personal-project owner'], ['own'])],
      insert: [allow([...workspaceManagers, 'project owner']), only(['project manager'], 'contributor and viewer rows', lower)],
      update: [only([...workspaceManagers, 'project owner'], 'allow, not own role', team), only(['project manager'], 'contributor and viewer rows', lower)],
      delete: [
        allow(workspaceManagers, team), allow(['project owner'], ['own', ...team]),
        only(['project manager'], 'contributor and viewer rows; own row', ['own', ...lower]),
        only(['project contributor', 'project viewer'], 'own rows only', ['own']),
      ],
    },
    columns: { insert: ['project_id', 'user_id', 'role'], update: ['role'] },
    rows: {
      own: `select id from public.project_users where project_id = :project and user_id = :caller`,
      'an owner': `${add('owner')} returning id`,
      'a manager': `${add('manager')} returning id`,
      'a contributor': `${add('contributor')} returning id`,
      'a viewer': `${add('viewer')} returning id`,
    },
    inserts: { 'an owner': add('owner'), 'a manager': add('manager'), 'a contributor': add('contributor'), 'a viewer': add('viewer') },
    change: `role = 'viewer'`,
  },
  {
    table: 'invitations',
    about: 'The invited person sees, accepts and declines own open invitations by function, after proving the address. The token hash is readable by nobody.',
    tenant: true,
    rules: {
      select: [
        only(workspaceManagers, 'allow, without token hash', ['of the workspace', 'of the project']),
        only(['project owner', 'project manager'], 'allow, without token hash', ['of the project']),
        byFunction(['outsider'], 'own, by function'),
      ],
      insert: [byFunction([...workspaceManagers, 'project owner', 'project manager'])],
      update: [byFunction(['outsider'], 'by function (accept, decline)')],
      delete: [byFunction([...workspaceManagers, 'project owner', 'project manager'], 'by function (revoke)')],
    },
    columns: {
      insert: [], update: [],
      select: ['id', 'email', 'workspace_id', 'project_id', 'role', 'invited_by', 'created_at', 'expires_at', 'accepted_at', 'accepted_by', 'declined_at', 'revoked_at'],
    },
    rows: {
      'of the workspace': `insert into public.invitations (email, workspace_id, role, token_hash) values ('i@example.com', :teamWorkspace, 'admin', 'x') returning id`,
      'of the project': `insert into public.invitations (email, project_id, role, token_hash) values ('i@example.com', :project, 'viewer', 'x') returning id`,
    },
    inserts: { any: `insert into public.invitations (email, project_id, role, token_hash) values ('j@example.com', :project, 'viewer', 'y')` },
    change: `revoked_at = now()`,
  },
  {
    table: 'workspace_domains',
    about: 'Verified by the server, from the DNS record.',
    tenant: true,
    rules: {
      select: [allow(workspaceManagers)], insert: [byFunction(['workspace owner'])], update: [], delete: [byFunction(['workspace owner'])],
    },
    columns: { insert: [], update: [] },
    rows: { any: `insert into public.workspace_domains (workspace_id, domain) values (:teamWorkspace, 'domain.test') returning id` },
    inserts: { any: `insert into public.workspace_domains (workspace_id, domain) values (:teamWorkspace, 'other.test')` },
    change: `verified_at = now()`,
  },
  {
    table: 'chat_sessions',
    tenant: true,
    rules: { select: [allow(members)], insert: [allow(writers)], update: [allow(writers)], delete: [allow(writers)] },
    columns: {
      insert: ['id', 'project_id', 'title', 'description', 'settings', 'is_active'], update: ['title', 'description', 'settings', 'is_active'],
    },
    rows: { any: `insert into public.chat_sessions (project_id, title) values (:project, 'Chat') returning id` },
    inserts: { any: `insert into public.chat_sessions (project_id, title) values (:project, 'New')` },
    change: `title = 'Changed'`,
  },
];
