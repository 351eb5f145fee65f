import pg from 'pg';
import type { TableRules } from '../model.ts';
import type { World } from '../world.ts';

// Often two guards refuse the same: a policy and a trigger, or a policy and a missing grant. The matrix then stays green
// when one of them is gone. Here the policy is left alone with its commands. A new table needs a line only if its
// break is reported as unnoticed: rows and inserts that nothing but the policy refuses, or an entry in `sameMeaning`.

/** Puts the triggers and grants beside a table's policies out of the way. */
export function leavePoliciesAlone(table: string, columns: string[]): string {
  const author = columns.includes('created_by') ? `alter table ${table} alter created_by set default auth.uid();` : '';
  return `grant select, insert, update, delete on ${table} to authenticated; alter table ${table} disable trigger user; ${author}`;
}

/** The table's rules with the rows and inserts that only its policies refuse. */
export function aloneRules(rules: TableRules): TableRules {
  const more = extra[rules.table];
  return { ...rules, rows: { ...rules.rows, ...more?.rows }, inserts: { ...rules.inserts, ...more?.inserts } };
}

// Ids of one kind of owner under the bucket of another: they are as good as no owner there.
const stray = Object.fromEntries([['project-files', ':teamWorkspace'], ['workspace-files', ':project'], ['workspace-files', ':artifact']].map(([bucket, owner]) =>
  [`${owner} in ${bucket}`, `insert into storage.objects (bucket_id, name) values ('${bucket}', ${owner}::text || '/stray.txt')`]));
const returningId = (inserts: Record<string, string>) => Object.fromEntries(Object.entries(inserts).map(([kind, sql]) => [kind, `${sql} returning id`]));

const extra: Record<string, { rows?: Record<string, string>; inserts?: Record<string, string> }> = {
  chat_messages: {
    rows: {
      'of the system, with the caller as author': `insert into public.chat_messages (chat_id, project_id, content, message_type, created_by)
        values (:chat, :project, '{"parts": []}', 'system', :caller) returning id`,
    },
  },
  chat_participants: {
    inserts: { another: 'insert into public.chat_participants (chat_id, project_id, user_id) values (:chat, :project, :bystander)' },
  },
  objects: { rows: returningId(stray), inserts: stray },
  // Those who left the workspace no longer see what they used there.
  token_usage: {
    rows: { 'own, of a project': `insert into public.token_usage (workspace_id, project_id, tokens_used, usage_type, created_by) values (:workspace, :project, 5, 'chat', :caller) returning id` },
  },
  token_reservations: {
    rows: { 'own, of a project': `insert into public.token_reservations (workspace_id, project_id, tokens, created_by) values (:workspace, :project, 5, :caller) returning id` },
  },
  // What is done in a project of the global workspace is no business of a super user.
  audit_logs: { rows: { 'of a project, in the global workspace': `insert into public.audit_logs (workspace_id, project_id, table_name, record_id, action, actor_kind)
    values (:global, :project, 'projects', gen_random_uuid(), 'UPDATE', 'user') returning id` } },
  access_logs: { rows: { 'of a project, in the global workspace': `insert into public.access_logs (workspace_id, project_id, event, object_kind, purpose, occurrences, actor_kind)
    values (:global, :project, 'read', 'members', 'a test', 1, 'user') returning id` } },
  agent_runs: {
    inserts: { 'of another': `insert into public.agent_runs (id, message_id, chat_id, project_id, created_by) values (:message, :message, :chat, :project, :bystander)` },
  },
};

/** Changes that carry a row to where the caller has no right: one for each column that policies compare. */
export function moves(world: World, condition: string): string[] {
  const { theirs } = world.places;
  const elsewhere: Record<string, string> = {
    id: 'gen_random_uuid()', project_id: pg.escapeLiteral(theirs.project), workspace_id: pg.escapeLiteral(theirs.workspace),
    bucket_id: `'nowhere'`, name: pg.escapeLiteral(`${theirs.project}/moved`),
    created_by: pg.escapeLiteral(theirs.bystander), message_type: `'system'`, role: `'owner'`,
    user_id: `case when user_id = auth.uid() then ${pg.escapeLiteral(theirs.bystander)} else auth.uid() end`,
  };
  return Object.entries(elsewhere).filter(([column]) => new RegExp(`\\b${column}\\b`).test(condition)).map(([column, value]) => `${column} = ${value}`);
}

/** Breaks that change nothing: what they add, another part of the condition lets in already. */
export const sameMeaning: { table: string; condition: RegExp; because: string }[] = [
  { table: 'project_users', condition: /scope\([13], true, false\)/, because: 'scope(4, true, false) beside it lets owners and admins of the workspace in' },
  ...['token_usage', 'token_reservations', 'token_caps'].map((table) => ({ table, condition: /scope\(1, true\)/, because: 'the rows of a workspace, those of its projects included, are seen by its members' })),
  ...['audit_logs', 'access_logs'].map((table) => ({ table, condition: /scope\(3, true\)/, because: 'the entries of a workspace, those of its projects included, are seen by its owners and admins' })),
];
