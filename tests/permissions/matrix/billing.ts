import { allow, byFunction, managers, members, only, workspaceMembers } from '../model.ts';
import type { Role, TableRules } from '../model.ts';

const workspaceManagers: Role[] = ['workspace owner', 'workspace admin'];
const globalOnly = only(['super user'], 'global workspace only', ['of the global workspace']);
const serverOnly = { insert: [], update: [], delete: [] };
const noColumns = { insert: [], update: [] };

// Each person's own rows in the global workspace, besides those of the workspaces and projects they belong to.
const everybody: Role[] = ['outsider', ...workspaceMembers, ...members];
const usageReaders = [
  ...workspaceMembers.map((role) => only([role], 'allow', ['of the workspace', 'of a project', 'own in the global workspace'])),
  ...members.map((role) => only([role], 'allow', ['of a project', 'own in the global workspace'])),
  only(everybody.slice(0, 1), 'own rows in the global workspace', ['own in the global workspace']),
];

const usage = (workspace: string, project: string, by: string) =>
  `insert into public.token_usage (workspace_id, project_id, tokens_used, usage_type, created_by) values (${workspace}, ${project}, 5, 'chat', ${by})`;
const reservation = (workspace: string, project: string, by: string) =>
  `insert into public.token_reservations (workspace_id, project_id, tokens, created_by) values (${workspace}, ${project}, 5, ${by})`;

const cap = (workspace: string, of = 'user_id', whom = 'null') =>
  `insert into public.token_caps (workspace_id, ${of}, per_run, per_month) values (${workspace}, ${whom}, 5, 50)`;

function ledger(row: typeof usage): Pick<TableRules, 'rows' | 'inserts'> {
  return {
    rows: {
      'of the workspace': `${row(':teamWorkspace', 'null', ':bystander')} returning id`,
      'of a project': `${row(':workspace', ':project', ':bystander')} returning id`,
      'own in the global workspace': `${row(':global', 'null', ':caller')} returning id`,
      'another in the global workspace': `${row(':global', 'null', ':bystander')} returning id`,
    },
    inserts: { any: row(':workspace', ':project', ':bystander') },
  };
}

const stats = (workspace: string) => `insert into public.workspace_stats (workspace_id) values (${workspace})`;

export const billing: TableRules[] = [
  {
    table: 'workspace_subscriptions', about: 'Every workspace has exactly one. Written by the server.', tenant: true,
    rules: { select: [allow(workspaceManagers, ['of the workspace']), globalOnly], ...serverOnly },
    columns: noColumns,
    rows: {
      'of the workspace': `select id from public.workspace_subscriptions where workspace_id = :teamWorkspace`,
      'of the global workspace': `select id from public.workspace_subscriptions where workspace_id = :global`,
    },
    inserts: { any: `with gone as (delete from public.workspace_subscriptions where workspace_id = :teamWorkspace returning workspace_id)
      insert into public.workspace_subscriptions (workspace_id, plan_type, base_token_limit, status) select workspace_id, 'free', 1, 'active' from gone` },
    change: `additional_tokens = 7`,
  },
  {
    table: 'token_purchases', about: 'Written by the server. A purchase goes from pending to completed or failed, once.', tenant: true,
    rules: { select: [allow(workspaceManagers, ['of the workspace']), globalOnly], ...serverOnly },
    columns: noColumns,
    rows: {
      'of the workspace': `insert into public.token_purchases (workspace_id, stripe_payment_intent_id, token_amount, price_paid, currency) values (:teamWorkspace, 'pi_1', 10, 1, 'eur') returning id`,
      'of the global workspace': `insert into public.token_purchases (workspace_id, stripe_payment_intent_id, token_amount, price_paid, currency) values (:global, 'pi_1', 10, 1, 'eur') returning id`,
    },
    inserts: { any: `insert into public.token_purchases (workspace_id, stripe_payment_intent_id, token_amount, price_paid, currency) values (:teamWorkspace, 'pi_2', 10, 1, 'eur')` },
    change: `status = 'failed'`,
  },
  {
    table: 'token_usage', about: 'Append-only for every role, and it outlives what it names: members of a workspace also see what its archived projects used. In the global workspace people see their own rows.', tenant: true,
    rules: { select: [...usageReaders, only(['super user'], 'global workspace only', ['own in the global workspace', 'another in the global workspace'])], ...serverOnly },
    columns: noColumns, serverRefused: ['update', 'delete'], ...ledger(usage), change: `tokens_used = 6`,
  },
  {
    table: 'token_reservations', about: 'Tokens kept for calls on their way. Written by the server.', tenant: true,
    rules: { select: [...usageReaders, only(['super user'], 'own rows in the global workspace', ['own in the global workspace'])], ...serverOnly },
    columns: noColumns, serverRefused: ['update'], ...ledger(reservation), change: `tokens = 6`,
  },
  {
    table: 'token_caps', about: 'Set by `set_token_cap`: owners and admins of a workspace set all of it, owners and managers of a project those of the project.', tenant: true,
    rules: {
      select: [
        allow(workspaceMembers, ['of the workspace', 'of a project', 'on oneself, in the global workspace']),
        allow(members, ['of a project', 'on oneself, in the global workspace']),
        only(['outsider'], 'own caps', ['on oneself, in the global workspace']),
        only(['super user'], 'global workspace only', ['on oneself, in the global workspace', 'on another, in the global workspace']),
      ],
      insert: [byFunction([...workspaceManagers, ...managers])], update: [byFunction([...workspaceManagers, ...managers])],
      delete: [byFunction([...workspaceManagers, ...managers])],
    },
    columns: noColumns,
    rows: {
      'of the workspace': `${cap(':teamWorkspace')} returning id`,
      'of a project': `${cap(':workspace', 'project_id', ':project')} returning id`,
      'on oneself, in the global workspace': `${cap(':global', 'user_id', ':caller')} returning id`,
      'on another, in the global workspace': `${cap(':global', 'user_id', ':bystander')} returning id`,
    },
    inserts: { any: cap(':workspace', 'project_id', ':project') }, change: 'per_run = 6',
  },
  {
    table: 'workspace_stats', about: 'Written by a daily job. Not for members of the global workspace.', tenant: true,
    rules: { select: [allow(workspaceMembers, ['of the workspace']), globalOnly], ...serverOnly },
    columns: noColumns,
    rows: { 'of the workspace': `${stats(':teamWorkspace')} returning id`, 'of the global workspace': `${stats(':global')} returning id` },
    inserts: { any: stats(':teamWorkspace') },
    change: `total_users = 7`,
  },
  {
    table: 'project_stats', about: 'Written by a daily job.', tenant: true,
    rules: { select: [allow(members)], ...serverOnly },
    columns: noColumns,
    rows: { any: `insert into public.project_stats (project_id, workspace_id) values (:project, :workspace) returning id` },
    inserts: { any: `insert into public.project_stats (project_id, workspace_id) values (:project, :workspace)` },
    change: `total_users = 7`,
  },
];
