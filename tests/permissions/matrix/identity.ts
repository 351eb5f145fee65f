import { allow, byFunction, only, signedIn, workspaceMembers } from '../model.ts';
import type { Role, TableRules } from '../model.ts';

const others: Role[] = signedIn.filter((role) => role !== 'super user');
const ordinary: Role[] = ['outsider', 'project owner', 'project manager', 'project contributor', 'project viewer', 'personal-project owner', 'super user'];
const notOwnRole = 'allow, not own role';

export const identity: TableRules[] = [
  {
    table: 'users',
    about: 'Fellow members are shown through `member_profiles`. The status of others: `set_user_status`, for super users.',
    tenant: false,
    rules: {
      select: [only(others, 'own rows only', ['own']), allow(['super user'])],
      insert: [],
      update: [only(signedIn, 'own rows only, `profile` column', ['own'])],
      delete: [],
    },
    columns: { insert: [], update: ['profile'] },
    rows: { own: `select :caller::uuid`, another: `select :bystander::uuid` },
    inserts: { account: `insert into public.users (id, email) values (:unprovisioned, 'new@example.com')` },
    change: `profile = '{"display_name": "Changed"}'`,
  },
  {
    table: 'workspaces',
    about: 'Insert: `create_workspace`. Archive and restore: by function, workspace owner. Everybody active sees the row of the global workspace.',
    tenant: true,
    rules: {
      select: [allow(workspaceMembers), only(ordinary, 'global workspace only', ['global'])],
      insert: [byFunction(signedIn)],
      update: [allow(['workspace owner'], ['own']), only(['super user'], 'global workspace only', ['global'])],
      delete: [],
    },
    columns: { insert: [], update: ['name', 'description', 'company_name', 'logo_url', 'color_palette', 'settings'] },
    rows: { own: `select :teamWorkspace::uuid`, global: `select id from public.workspaces where is_global` },
    inserts: { any: `insert into public.workspaces (name, company_name) values ('New', 'New')` },
    change: `name = 'Changed'`,
  },
  {
    table: 'workspace_users',
    about: 'In the global workspace every member sees the own row, and no client changes anything. The last owner can neither leave nor be removed.',
    tenant: true,
    rules: {
      select: [
        allow(workspaceMembers, ['own', 'an owner', 'an admin', 'a project creator', 'own in the global workspace']),
        only(ordinary.filter((role) => role !== 'super user'), 'own row in the global workspace', ['own in the global workspace']),
        only(['super user'], 'global workspace only', ['own in the global workspace', 'another in the global workspace']),
      ],
      insert: [allow(['workspace owner'], ['an owner', 'an admin', 'a project creator']), only(['workspace admin'], '`project_creator` rows', ['a project creator'])],
      update: [only(['workspace owner'], notOwnRole, ['an owner', 'an admin', 'a project creator'])],
      delete: [
        allow(['workspace owner'], ['own', 'an owner', 'an admin', 'a project creator']),
        only(['workspace admin'], '`project_creator` rows; own row', ['own', 'a project creator']),
        only(['workspace project_creator'], 'own rows only', ['own']),
      ],
    },
    columns: { insert: ['workspace_id', 'user_id', 'role'], update: ['role'] },
    rows: {
      own: `select id from public.workspace_users where workspace_id = :teamWorkspace and user_id = :caller`,
      'an owner': `insert into public.workspace_users (workspace_id, user_id, role) values (:teamWorkspace, :newcomer, 'owner') returning id`,
      'an admin': `insert into public.workspace_users (workspace_id, user_id, role) values (:teamWorkspace, :newcomer, 'admin') returning id`,
      'a project creator': `insert into public.workspace_users (workspace_id, user_id, role) values (:teamWorkspace, :newcomer, 'project_creator') returning id`,
      'own in the global workspace': `select id from public.workspace_users where workspace_id = :global and user_id = :caller`,
      'another in the global workspace': `select id from public.workspace_users where workspace_id = :global and user_id = :newcomer`,
    },
    inserts: {
      'an owner': `insert into public.workspace_users (workspace_id, user_id, role) values (:teamWorkspace, :newcomer, 'owner')`,
      'an admin': `insert into public.workspace_users (workspace_id, user_id, role) values (:teamWorkspace, :newcomer, 'admin')`,
      'a project creator': `insert into public.workspace_users (workspace_id, user_id, role) values (:teamWorkspace, :newcomer, 'project_creator')`,
      'in the global workspace': `insert into public.workspace_users (workspace_id, user_id, role) values (:global, :unjoined, 'project_creator')`,
    },
    change: `role = 'admin'`,
  },
  {
    table: 'member_profiles',
    about: 'A view. Fellow members share a non-global workspace or a project with the caller. E-mail only for those who manage them.',
    tenant: false,
    rules: {
      select: [
        only(['workspace owner', 'workspace admin', 'workspace project_creator', 'project owner', 'project manager', 'project contributor', 'project viewer'],
          'fellow members', ['own', 'a fellow member']),
        only(['outsider', 'personal-project owner'], 'own rows only', ['own']),
        allow(['super user']),
      ],
      insert: [], update: [], delete: [],
    },
    columns: { insert: [], update: [] },
    serverRefused: ['insert', 'update', 'delete'],
    rows: { own: `select :caller::uuid`, 'a fellow member': `select :fellow::uuid`, stranger: `select :stranger::uuid` },
    inserts: { any: `insert into public.member_profiles (id) values (gen_random_uuid())` },
    change: `display_name = 'Changed'`,
  },
  {
    table: 'api_keys',
    about: 'Insert: `create_api_key`. The token hash is readable by nobody.',
    tenant: false,
    rules: {
      select: [only(signedIn, 'own rows only', ['own'])], insert: [byFunction(signedIn)],
      update: [only(signedIn, 'own rows only, `name` and `revoked_at`', ['own'])], delete: [],
    },
    columns: { insert: [], update: ['name', 'revoked_at'], select: ['id', 'user_id', 'name', 'hint', 'created_at', 'expires_at', 'last_used_at', 'revoked_at'] },
    rows: {
      own: `insert into public.api_keys (user_id, name, hint, token_hash) select :callerOrBystander, 'Key', 'nf_1', repeat('a', 64) returning id`,
      another: `insert into public.api_keys (user_id, name, hint, token_hash) values (:newcomer, 'Key', 'nf_1', repeat('a', 64)) returning id`,
    },
    inserts: { any: `insert into public.api_keys (user_id, name, hint, token_hash) values (:callerOrBystander, 'Key', 'nf_2', repeat('b', 64))` },
    change: `name = 'Changed'`,
  },
];
