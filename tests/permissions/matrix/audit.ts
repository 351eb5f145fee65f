import { allow, only } from '../model.ts';
import type { Rule, Role, TableRules } from '../model.ts';

const workspaceManagers: Role[] = ['workspace owner', 'workspace admin'];
const about = 'Workspace owner and admin: the workspace\'s and its projects\'. Super user: what belongs to no tenant. Append-only, for everybody.';

const readers: Rule[] = [
  allow(workspaceManagers, ['of the workspace', 'of the project']),
  allow(['project owner', 'project manager', 'personal-project owner'], ['of the project']),
  only(['super user'], 'without workspace, or of the global one without project', ['of the global workspace', 'global, without a workspace']),
];

function log(table: string, columns: string, values: string, serverRefused: TableRules['serverRefused']): TableRules {
  const row = (workspace: string, project: string) => `insert into public.${table} (workspace_id, project_id, ${columns}) select ${workspace}::uuid, ${project}::uuid, ${values}`;
  return {
    table, about, tenant: true, serverRefused,
    rules: { select: readers, insert: [], update: [], delete: [] },
    columns: { insert: [], update: [] },
    rows: {
      'of the project': `${row(':workspace', ':project')} where :project is not null returning id`,
      'of the workspace': `${row(':teamWorkspace', 'null')} returning id`,
      'of the global workspace': `${row(':global', 'null')} returning id`,
      'global, without a workspace': `${row('null', 'null')} returning id`,
    },
    inserts: { any: row(':workspace', ':project') },
    change: `user_agent = 'changed'`,
  };
}

export const audit: TableRules[] = [
  log('audit_logs', 'table_name, record_id, action, actor_kind', `'projects', gen_random_uuid(), 'UPDATE', 'user'`, ['update', 'delete']),
  log('access_logs', 'event, object_kind, purpose, occurrences, actor_kind', `'read', 'members', 'a test', 1, 'user'`, ['insert', 'update', 'delete']),
  {
    table: 'audit_seals', about: 'Written and verified by the server. Append-only, for everybody.', tenant: false,
    rules: { select: [], insert: [], update: [], delete: [] },
    columns: { insert: [], update: [], select: [] },
    serverRefused: ['update', 'delete'],
    rows: { any: `${seal()} returning id` },
    inserts: { any: seal() },
    change: `entries = 1`,
  },
];

function seal(): string {
  return `insert into public.audit_seals (id, created_at, kind, log, month, from_position, to_position, entries, leaves, hash, public_key, signature)
    values (1, now(), 'purge', 'audit_logs', '2020-01', 0, 0, 0, '', sha256(''), sha256(''), sha256('') || sha256(''))`;
}
