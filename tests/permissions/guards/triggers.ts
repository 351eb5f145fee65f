import { sealed } from '../matrix/connections.ts';
import { appendOnly, audited, authored, fixed, stamped, stampedBy } from './generic.ts';
import { silently } from './probe.ts';
import type { TriggerProbe, Subject } from './probe.ts';

// What every trigger is for: what is done, and what must then be true or be refused.
//
// Adding a table: triggers that share a function are probed by the line of that function (or name), so usually nothing is to do. A
// trigger of its own gets a line `'table trigger'`. `do` are statements run by the database's superuser, `as` the caller the
// triggers see; `holds` is a condition, `raises` the SQLSTATE. Names with a colon are filled in as in the matrix, `e.row` is
// the condition on an example row. The failing test names the triggers, and the parts of their conditions, nobody notices.

const asAgent = `select set_config('app.actor_kind', 'agent', true), set_config('app.agent', 'architect', true)`;

export const probes: Record<string, (e: Subject) => TriggerProbe[]> = {
  // By function, for every table that has such a trigger.
  refuse_move: fixed,
  set_updated_at: stamped,
  set_updated_by: (e) => [...stamped(e), ...stampedBy(e)],
  set_created_by: (e) => authored(e, 'created_by'),
  set_message_author: (e) => authored(e, 'created_by'),
  set_invited_by: (e) => authored(e, 'invited_by'),
  set_document_author: (e) => [
    ...authored(e, 'created_by'),
    { do: [asAgent, ...silently(`delete from ${e.table} where ${e.row}`), e.insert], holds: `exists (select from ${e.table} where agent_type = 'architect')` },
    { do: [`alter table ${e.table} alter run_id set default :run`, ...silently(`delete from ${e.table} where ${e.row}`), e.insert], holds: `not exists (select from ${e.table} where run_id is not null)` },
  ],
  set_document_status: (e) => (e.trigger.definition.includes('INSERT')
    ? [
      { as: ':newcomer', do: [...silently(`delete from ${e.table} where ${e.row}`), e.insert], holds: `exists (select from ${e.table} where status_at = now() and status_by = :newcomer)` },
      { do: [asAgent, `alter table ${e.table} alter status set default 'review'`, e.insert], raises: '42501' },
    ]
    : [
      { as: ':newcomer', do: [`update ${e.table} set status = 'approved' where ${e.row}`], holds: `exists (select from ${e.table} where ${e.row} and approved_at = now() and approved_by = :newcomer and status_by = :newcomer)` },
      { do: [asAgent, `update ${e.table} set status = 'review' where ${e.row}`], raises: '42501' },
    ]),
  set_comment_resolver: ({ table, row }) => [
    { as: ':newcomer', do: [`update ${table} set resolved_at = '2001-01-01' where ${row}`], holds: `exists (select from ${table} where ${row} and resolved_at = now() and resolved_by = :newcomer)` },
    { do: [`update ${table} set resolved_at = now(), resolution = 'Done.' where ${row}`, `update ${table} set resolved_at = null where ${row}`], holds: `exists (select from ${table} where ${row} and resolution is null and resolved_by is null)` },
  ],
  keep_approved: ({ table, row }) => [
    { do: [`update ${table} set status = 'approved' where ${row}`, `update ${table} set title = 'Changed' where ${row}`], raises: 'P0001' },
    { do: [`update ${table} set status = 'approved' where ${row}`, `update ${table} set status = 'draft' where ${row}`], raises: 'P0001' },
    { do: [`update ${table} set title = 'Changed' where ${row}`, `update ${table} set status = 'approved' where ${row}`, `update ${table} set status = 'archived' where ${row}`] },
  ],
  activate_invited_member: ({ table }) => {
    const [place, role] = table.endsWith('workspace_users') ? ['workspace', 'project_creator'] : ['project', 'viewer'];
    return [{
      do: [
        `update public.users set status = 'waitlist' where id = :unjoined`,
        `insert into public.invitations (email, ${place}_id, role, token_hash, accepted_at, accepted_by) values ('i@example.com', :${place}, '${role}', 'x', now(), :unjoined)`,
        `insert into ${table} (${place}_id, user_id, role) values (:${place}, :unjoined, '${role}')`,
      ],
      holds: `exists (select from public.users where id = :unjoined and status = 'active')`,
    }];
  },
  set_revoke_time: ({ table, row }) => [{
    do: [`update ${table} set revoked_at = '2001-01-01' where ${row}`], holds: `exists (select from ${table} where ${row} and revoked_at = now())`,
  }],
  set_seen_time: ({ table, row }) => [
    { do: [`update ${table} set seen_at = '2001-01-01' where ${row}`], holds: `exists (select from ${table} where ${row} and seen_at = now())` },
    { do: [...silently(`update ${table} set seen_at = '2001-01-01' where ${row}`), `update ${table} set seen_at = null where ${row}`], holds: `exists (select from ${table} where ${row} and seen_at = '2001-01-01')` },
  ],
  queue_file_removal: ({ table, row }) => {
    const bucket = { 'public.workspaces': 'workspace-files', 'public.projects': 'project-files' }[table] ?? 'artifact-files';
    const owner = table === 'public.artifact_files' ? 'artifact_id' : 'id';
    return [{
      do: [`create table private.expected as select ${owner} as owner from ${table} where ${row}`, `delete from ${table} where ${row}`],
      holds: `exists (select from private.file_removals r join private.expected e on r.owner_id = e.owner where r.bucket_id = '${bucket}')`,
    }];
  },
  refuse_rewrite: appendOnly,
  refuse_log_change: appendOnly,
  forget_api_secrets: ({ table, row }) => forgotten('api_connection_id', 'auth_token', table, row, [`endpoint_url = 'https://elsewhere.example.com'`, `auth_type = 'basic'`]),
  forget_model_key: ({ table, row }) => [{
    do: [
      `insert into public.model_secrets (model_id, workspace_id, sealed) select id, workspace_id, ${sealed} from ${table} where ${row}`,
      `update ${table} set key_hint = 'wxyz', key_set_at = now() where ${row}`, `update ${table} set base_url = 'https://elsewhere.example.com' where ${row}`,
    ],
    holds: `not exists (select from public.model_secrets where model_id = (select id from ${table} where ${row})) and exists (select from ${table} where ${row} and key_hint is null and key_set_at is null)`,
  }],
  forget_oauth2_secrets: ({ table, row }) => forgotten('oauth2_connection_id', 'client_secret', table, row,
    [`provider = 'Other'`, `provider_config = '{"issuer": "https://elsewhere.example.com"}'`, `client_id = 'other'`, `redirect_uri = 'https://elsewhere.example.com/'`]),
  check_secret_key: ({ table, row, insert }) => {
    const column = table.endsWith('secrets') ? 'sealed' : 'access_token';
    const unknownKey = `'00000000-0000-4000-8000-000000000001'`;
    return [
      { do: [...silently(`delete from ${table} where ${row}`), insert.replaceAll(':secretKey', unknownKey)], raises: '55000' },
      { do: [`update ${table} set ${column} = replace(${column}, split_part(${column}, '.', 2), ${unknownKey}) where ${row}`], raises: '55000' },
    ];
  },

  // By name: the audit triggers have a function a table.
  audit_insert: (e) => audited(e, 'INSERT', [...silently(`delete from ${e.table} where ${e.row}`), e.insert]),
  audit_update: (e) => audited(e, 'UPDATE', [`update ${e.table} set ${e.change} where ${e.row}`]),
  audit_delete: (e) => audited(e, 'DELETE', [`delete from ${e.table} where ${e.row}`]),

  // By table and trigger.
  'workspace_subscriptions audit_insert': (e) => audited(e, 'INSERT', [`insert into public.workspaces (name, company_name) values ('New', 'New')`]),
  'model_secrets audit_update': (e) => audited(e, 'UPDATE', [`update ${e.table} set sealed = sealed || 'A' where ${e.row}`]),
  'connection_secrets audit_update': (e) => audited(e, 'UPDATE', [`update ${e.table} set sealed = sealed || 'A' where ${e.row}`]),
  'artifact_versions audit_update': (e) => audited(e, 'UPDATE', [
    ...silently(`update ${e.table} set created_by = :unjoined where ${e.row}`), `update ${e.table} set created_by = null where ${e.row}`,
  ]),
  'workspaces give_free_subscription': () => [{
    do: [`insert into public.workspaces (name, company_name) values ('New', 'New')`],
    holds: `exists (select from public.workspace_subscriptions s join public.workspaces w on w.id = s.workspace_id where w.name = 'New' and s.plan_type = 'free')`,
  }],
  'token_purchases credit_purchase': ({ row, insert }) => {
    const complete = `update public.token_purchases set status = 'completed' where ${row}`;
    return [
      { do: ['delete from public.token_purchases', `alter table public.token_purchases alter status set default 'completed'`, insert], raises: '23514' },
      { do: [complete], holds: 'exists (select from public.workspace_subscriptions where workspace_id = :workspace and additional_tokens = 10)' },
      { do: [complete, `update public.token_purchases set status = 'failed' where ${row}`], raises: '23514' },
    ];
  },
  'token_usage check_usage': ({ row }) => [
    { do: [`insert into public.token_usage (workspace_id, project_id, tokens_used, usage_type) values (:global, :project, 5, 'chat')`], raises: '23503' },
    { do: [`insert into public.token_usage (workspace_id, project_id, tokens_used, usage_type, corrects) select workspace_id, project_id, -6, 'chat', id from public.token_usage where ${row}`], raises: '23514' },
  ],
  'token_usage count_usage': ({ insert }) => [{
    do: [...silently('update public.workspace_subscriptions set period_tokens_used = 0'), insert],
    holds: 'exists (select from public.workspace_subscriptions where workspace_id = :workspace and period_tokens_used = 5)',
  }],
  'projects keep_identity': (e) => fixed({ ...e, row: 'personal_owner_id = :newcomer' }),
  'users guard_last_super_user_on_update': () => [
    ...['is_super_user = false', `status = 'banned'`, 'deleted_at = now()'].map((change) => ({ do: [`update public.users set ${change} where is_super_user`], raises: 'P0001' })),
    { do: [
      `update public.users set is_super_user = false where is_super_user and id <> (select id from public.users where is_super_user limit 1)`,
      `update public.users set status = 'active' where is_super_user`,
    ] },
  ],
  'users guard_last_super_user_on_delete': () => [{ do: ['delete from public.users where is_super_user'], raises: 'P0001' }],
  ...ownerGuards('workspace', 'admin'),
  ...ownerGuards('project', 'manager'),
  'project_users guard_personal_project': () => [
    { do: [`insert into public.project_users (project_id, user_id, role) select id, :unjoined, 'viewer' from public.projects where personal_owner_id = :newcomer`], raises: '42501' },
    { do: [
      'alter table public.project_users disable trigger guard_owner_on_update',
      `update public.project_users set role = 'viewer' where project_id = (select id from public.projects where personal_owner_id = :newcomer)`,
    ], raises: '42501' },
  ],
  'workspace_domains check_domain_claim': () => [
    { do: [`insert into public.workspace_domains (workspace_id, domain) values (:workspace, 'gmail.com')`], raises: '23514' },
    { do: [`insert into public.workspace_domains (workspace_id, domain) values (:global, 'company.test')`], raises: '23514' },
  ],
  'workspace_domains mirror_verified_domains': ({ row }) => {
    const verify = `update public.workspace_domains set verified_at = now() where ${row}`;
    const mirrored = (domains: string) => `exists (select from public.workspaces where id = :workspace and company_email_domains is not distinct from ${domains})`;
    return [
      { do: [`insert into public.workspace_domains (workspace_id, domain, verified_at) values (:workspace, 'company.test', now())`], holds: mirrored(`array['company.test']`) },
      { do: [verify], holds: mirrored(`array['domain.test']`) },
      { do: [verify, `update public.workspaces set company_email_domains = array['domain.test'] where id = :workspace`, `delete from public.workspace_domains where ${row}`], holds: mirrored('null') },
    ];
  },
  'chat_messages touch_chat': ({ insert }) => [{
    do: [...silently(`update public.chat_sessions set updated_at = '2001-01-01'`), insert],
    holds: `exists (select from public.chat_sessions where id = :chat and updated_at = now())`,
  }],
  'chat_messages note_mentions': () => {
    const noted = `exists (select from public.message_mentions where user_id = :bystander and chat_id = :chat)`;
    return [
      { do: [mentioning('user')], holds: `${noted} and exists (select from public.chat_participants where user_id = :bystander and chat_id = :chat and last_read_at < now())` },
      // Whoever mentions takes nobody's place: the participant is the one mentioned.
      { as: ':caller', do: [mentioning('user')], holds: `exists (select from public.chat_participants where user_id = :bystander and chat_id = :chat)` },
      { as: ':bystander', do: [mentioning('user')], holds: `not ${noted}` },
      { do: [mentioning('system')], holds: `not ${noted}` },
      { do: [`insert into public.chat_messages (chat_id, project_id, content, message_type) values (:chat, :project, '{"parts": {}}', 'user')`] },
    ];
  },
  'chat_participants set_participant': ({ row }) => [
    { as: ':bystander', do: [
      ...silently('delete from public.chat_participants'),
      `insert into public.chat_participants (chat_id, project_id, user_id, last_read_at) values (:chat, :project, :caller, now() + interval '1 day')`,
    ], holds: 'exists (select from public.chat_participants where user_id = :bystander and last_read_at = now())' },
    { do: [`update public.chat_participants set last_read_at = '2001-01-01' where ${row}`], holds: `exists (select from public.chat_participants where ${row} and last_read_at = now())` },
  ],
  'agent_runs set_cancel_time': ({ row }) => [{
    do: [`update public.agent_runs set cancel_requested_at = '2001-01-01' where ${row}`], holds: `exists (select from public.agent_runs where ${row} and cancel_requested_at = now())`,
  }],
  'run_requests set_answer': ({ row }) => [
    { do: [`update public.run_requests set answer = '{}' where ${row}`, `update public.run_requests set answer = '{"again": true}' where ${row}`], raises: '55000' },
    { as: ':bystander', do: [`update public.run_requests set answer = '{}' where ${row}`],
      holds: `exists (select from public.run_requests where ${row} and answered_at = now() and answered_by = :bystander)` },
  ],
  'artifacts refuse_used_id': () => [{
    as: ':bystander', raises: '23505', do: [
      `insert into private.file_removals (bucket_id, owner_id) values ('artifact-files', '00000000-0000-4000-8000-000000000002')`,
      `insert into public.artifacts (id, project_id, title, artifact_type) values ('00000000-0000-4000-8000-000000000002', :project, 'App', 'app')`,
    ],
  }],
  'artifact_versions number_version': ({ insert }) => [
    { do: [insert], holds: `exists (select from public.artifact_versions where artifact_id = :artifact and number = 2)` },
    { do: [`update public.artifacts set current_version = 5 where id = :artifact`, insert], holds: `exists (select from public.artifact_versions where artifact_id = :artifact and number = 6)` },
  ],
  'artifact_versions adopt_version': ({ insert }) => [
    { do: [insert], holds: 'exists (select from public.artifacts where id = :artifact and current_version = 2)' },
    { do: [insert, `insert into public.artifact_versions (artifact_id, project_id, files, content_hash, is_partial) values (:artifact, :project, '[]', repeat('0', 64), true)`],
      holds: 'exists (select from public.artifacts where id = :artifact and current_version = 2)' },
  ],
  'app_records number_record_change': ({ row, insert }) => [
    { as: ':newcomer', do: [insert], holds: 'exists (select from public.app_records where change = 2 and created_by = :newcomer and updated_by = :newcomer)' },
    { do: [`update public.app_records set data = '{"a": 2}' where ${row}`], holds: `exists (select from public.app_records where ${row} and revision = 2 and change = 2)` },
  ],
  'auth.users on_auth_user_created': () => [{
    do: [`insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'new@example.com')`],
    holds: `exists (select from public.users where id = '00000000-0000-4000-8000-000000000001')`,
  }],
  'auth.users on_auth_user_named': () => [
    { do: ['update auth.users set is_anonymous = false where id = :unprovisioned'], holds: 'exists (select from public.users where id = :unprovisioned)' },
    { do: ['update auth.users set last_sign_in_at = now() where id = :newcomer'] },
  ],
  'auth.users on_auth_user_updated': () => [
    ['email', `email = 'moved@example.com'`], ['phone', `phone = '+1'`], ['email_confirmed_at', `email_confirmed_at = '2002-01-01'`], ['confirmed_at', `phone_confirmed_at = '2001-01-01'`],
    ['last_sign_in_at', 'last_sign_in_at = now()'], ['raw_app_meta_data', `raw_app_meta_data = '{"a": 1}'`], ['raw_user_meta_data', `raw_user_meta_data = '{"a": 1}'`], ['deleted_at', 'deleted_at = now()'],
  ].map(([column, change]) => ({
    // A telephone confirmed long ago, so that a newly confirmed address does not also change when the account was confirmed.
    do: [...silently(`update auth.users set phone_confirmed_at = '2001-06-01' where id = :newcomer`), `update auth.users set ${change} where id = :newcomer`],
    holds: `(select ${column} from public.users where id = :newcomer) = (select ${column} from auth.users where id = :newcomer)`,
  })),
  'auth.users on_auth_user_deleted': () => [
    { do: [`delete from public.project_users where project_id = :project and role = 'owner' and user_id <> :caller`, 'delete from auth.users where id = :caller'], raises: 'P0001' },
    { do: ['delete from auth.users where id = :newcomer'], holds: `exists (select from public.projects where settings ->> 'archived_reason' = 'user_deleted' and not is_active)` },
  ],
  'auth.users on_auth_user_deleted_disconnect': () => [{
    do: [
      `insert into public.api_connections (project_id, name, api_type, endpoint_url, auth_type, http_method)
        select id, 'Personal', 'rest', 'https://api.example.com', 'none', 'GET' from public.projects where personal_owner_id = :newcomer`,
      'delete from auth.users where id = :newcomer',
    ],
    holds: `exists (select from public.api_connections where name = 'Personal' and not is_active)`,
  }],
  'auth.users on_auth_user_deleted_unpublish': () => [{
    do: [
      `insert into public.artifacts (project_id, title, artifact_type, is_public) select id, 'Published', 'app', true from public.projects where personal_owner_id = :newcomer`,
      'delete from auth.users where id = :newcomer',
    ],
    holds: `exists (select from public.artifacts where title = 'Published' and not is_public)`,
  }],
};

function ownerGuards(scope: 'workspace' | 'project', other: string): typeof probes {
  const [table, here] = [`public.${scope}_users`, `${scope}_id = :${scope}`];
  const oneOwner = `delete from ${table} where ${here} and role = 'owner' and user_id <> (select user_id from ${table} where ${here} and role = 'owner' limit 1)`;
  // Where nobody is an owner at all, everybody may go: that is how the global workspace is.
  const noOwner = silently(`delete from ${table} where ${here} and role = 'owner'`);
  const rest = `${here} and role <> 'owner'`;
  return {
    [`${scope}_users guard_owner_on_update`]: () => [
      { do: [`update ${table} set role = '${other}' where ${here} and role = 'owner'`], raises: 'P0001' },
      { do: [oneOwner, `update ${table} set role = 'owner' where ${here} and role = 'owner'`] },
      { do: [...noOwner, `update ${table} set role = '${other}' where ${rest}`] },
    ],
    [`${scope}_users guard_owner_on_delete`]: () => [
      { do: [`delete from ${table} where ${here} and role = 'owner'`], raises: 'P0001' },
      { do: [...noOwner, `delete from ${table} where ${rest}`] },
    ],
  };
}

function forgotten(parent: string, name: string, table: string, row: string, changes: string[]): TriggerProbe[] {
  return changes.map((change) => ({
    do: [`insert into public.connection_secrets (${parent}, name, sealed) select id, '${name}', ${sealed} from ${table} where ${row}`, `update ${table} set ${change} where ${row}`],
    holds: `not exists (select from public.connection_secrets where ${parent} = (select id from ${table} where ${row}))`,
  }));
}

/** What listeners hear: only once it is committed, so these are tried with the trigger off and on, and their rows deleted again. */
export const announcements: Record<string, { do: string[]; channel: string; payload: string }> = {
  'run_events announce_run_events': {
    do: [
      `insert into public.run_events (run_id, seq, chat_id, project_id, type, payload) values (:run, 7, :chat, :project, 'run.progress', '{}')`,
      'delete from public.run_events where run_id = :run and seq = 7',
    ],
    channel: 'chat_events', payload: ':chat::text',
  },
  'run_requests announce_answer': {
    do: [
      `insert into public.run_requests (id, run_id, chat_id, project_id, kind, payload) values ('00000000-0000-4000-8000-000000000003', :run, :chat, :project, 'question', '{}')`,
      `update public.run_requests set answer = '{}' where run_id = :run`, 'delete from public.run_requests where run_id = :run',
    ],
    channel: 'chat_events', payload: ':chat::text',
  },
  'chat_sessions announce_project': {
    do: [`update public.chat_sessions set title = title where id = :chat`], channel: 'project_events', payload: ':project::text',
  },
  'agent_runs announce_project': {
    do: [`update public.agent_runs set status = 'running' where id = :run`, `update public.agent_runs set status = 'queued' where id = :run`],
    channel: 'project_events', payload: ':project::text',
  },
  'chat_participants announce_person': {
    do: [
      `insert into public.chat_participants (chat_id, project_id, user_id) values (:chat, :project, :bystander)`,
      'delete from public.chat_participants where chat_id = :chat',
    ],
    channel: 'person_events', payload: ':bystander::text',
  },
  'message_mentions announce_person': {
    do: [
      `insert into public.message_mentions (message_id, chat_id, project_id, user_id) values (:message, :chat, :project, :bystander)`,
      'delete from public.message_mentions where chat_id = :chat',
    ],
    channel: 'person_events', payload: ':bystander::text',
  },
  'backups announce_backup': {
    do: [`insert into public.backups (id, requested_by) values ('00000000-0000-4000-8000-000000000001', 'super user')`, 'delete from public.backups'],
    channel: 'backups', payload: `'requested:00000000-0000-4000-8000-000000000001'`,
  },
  'app_records announce_inserted_records': {
    do: [record('{}'), 'delete from public.app_records where artifact_id = :artifact'], channel: 'artifact_events', payload: `:artifact::text || ':items'`,
  },
  'app_records announce_updated_records': {
    do: [...silently(record('{}')), `update public.app_records set data = '{"a": 1}' where artifact_id = :artifact`, 'delete from public.app_records where artifact_id = :artifact'],
    channel: 'artifact_events', payload: `:artifact::text || ':items'`,
  },
};

function mentioning(type: string): string {
  return `insert into public.chat_messages (chat_id, project_id, content, message_type) values (:chat, :project,
    jsonb_build_object('parts', jsonb_build_array(jsonb_build_object('type', 'data-mention', 'data', jsonb_build_object('userId', :bystander::text)))), '${type}')`;
}

function record(data: string): string {
  return `insert into public.app_records (artifact_id, project_id, collection, data) values (:artifact, :project, 'items', '${data}')`;
}

/** Parts of conditions that change nothing, with the reason why they stay. */
export const spareParts: { trigger: RegExp; part: RegExp; because: string }[] = [
  { trigger: /^users guard_last_super_user/, part: /^old\./, because: 'spares the lock to all others; the function counts who is left' },
  { trigger: /on_auth_user_named/, part: /^NOT new\.is_anonymous/, because: 'the function leaves anonymous accounts alone' },
];

/** Triggers nobody would miss, with the reason why they stay. */
export const spareTriggers: Record<string, string> = {
  'token_reservations audit_update': 'a reservation cannot be changed; every table under audit has the same three',
};
