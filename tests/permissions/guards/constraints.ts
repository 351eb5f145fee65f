// What no rule of thumb finds out about a constraint.
//
// Adding a table: nothing to do, as a rule. Checks are tried with values drawn from their types, numbers and words; foreign
// keys with a dangling id and another tenant's; unique indexes with a copy of a row; not null with null; each with the
// table's other checks out of the way. A constraint that this does not reach is named by the failing test: add the line
// `'table constraint': …` to one of the three lists. Names with a colon are filled in as in the matrix.

// Settings of just so many bytes, as PostgreSQL prints them.
const filled = (said: string, bytes: number) => `settings = jsonb_set('${said}', '{x}', to_jsonb(repeat('x', ${bytes - said.length})))`;
const settings = [
  ...[16384, 16385].map((bytes) => filled('{"x": ""}', bytes)),
  ...[16448, 16449].map((bytes) => filled('{"x": "", "archived_reason": "user_deleted"}', bytes)),
];
// Lists of just so many items, and of just so many bytes as PostgreSQL prints them.
const manyOrLong = (column: string, items: number, bytes: number) => [
  ...[items, items + 1].map((n) => `${column} = array_fill('x'::text, array[${n}])`), ...[bytes - 2, bytes - 1].map((n) => `${column} = array[repeat('x', ${n})]`),
];
const mostTokens = 1_000_000_000_000_000;
const mostOfCall = 1_000_000_000_000;
const parts = [
  'cached_tokens = -1', 'input_tokens = 2, cached_tokens = 2', 'input_tokens = 2, cached_tokens = 3',
  'reasoning_tokens = -1', 'output_tokens = 2, reasoning_tokens = 2', 'output_tokens = 2, reasoning_tokens = 3', 'cost_microdollars = -1', 'cost_microdollars = 0',
  ...['input_tokens', 'output_tokens', 'cost_microdollars'].flatMap((column) => [mostOfCall, mostOfCall + 1].map((tokens) => `${column} = ${tokens}`)),
];

/** Changes of an example row, as `update … set` or as whole statements: what must notice the constraint beside the generated ones. */
export const changes: Record<string, string[]> = {
  'users users_id_fkey': [`insert into public.users (id, email) values (gen_random_uuid(), 'nobody@example.com')`],
  'workspaces valid_settings': settings,
  'projects valid_settings': settings,
  'projects personal_projects_are_global': ['update public.projects set workspace_id = :workspace where personal_owner_id = :newcomer'],
  'projects projects_personal_owner_id_fkey': ['update public.projects set personal_owner_id = gen_random_uuid() where personal_owner_id = :newcomer'],
  'projects projects_personal_owner_id_fkey on delete': [`do $$ begin
    delete from public.users where id = :newcomer;
    if not exists (select from public.projects where personal_in_global is null and workspace_id = :global) then raise 'The project went with its owner.'; end if;
  end $$`],
  'invitations lower_case_email': [`email = repeat('x', 314) || '@x.com'`, `email = repeat('x', 315) || '@x.com'`],
  'invitations one_ending': ['accepted_at = now()', 'accepted_at = now(), declined_at = now()', 'declined_at = now(), revoked_at = now()'],
  'invitations one_scope': ['role = role', 'workspace_id = null', 'project_id = :project'],
  'invitations valid_role': ['owner', 'manager', 'contributor', 'viewer', 'x', 'admin'].map((role) => `workspace_id = null, project_id = :project, role = '${role}'`),
  'workspace_domains valid_domain': ['a', 'aa'].map((more) => `domain = repeat(repeat('a', 61) || '.', 4) || 'aaaa${more}'`),
  'chat_messages run_of_user_messages': ['run_id = id', 'step_index = 0', `message_type = 'system', step_index = 0`],
  'agent_runs retry_of_a_step': ['retries_run = :run', 'retries_run = :run, retries_step = 0'],
  'agent_runs agent_runs_retries_run_fkey on delete': [`do $$ begin
    update public.agent_runs set retries_run = :run, retries_step = 0 where id = :message;
    delete from public.agent_runs where id = :run;
    if not exists (select from public.agent_runs where id = :message and retries_run is null) then raise 'The run went with the one it goes on from.'; end if;
  end $$`],
  'artifact_files valid_storage_path': [`'/' || repeat('x', 563)`, `'/' || repeat('x', 564)`, `'/../x'`].map((rest) => `storage_path = artifact_id || ${rest}`),
  'api_connections none_in_global_workspace': ['workspace_id = :global'],
  'api_connections valid_endpoint_url': [`repeat('x', 1982)`, `repeat('x', 1983)`, `'?api_key=1'`].map((rest) => `endpoint_url = 'https://x.example/' || ${rest}`),
  'api_connections valid_custom_headers': [1349, 1350].map((rest) =>
    `custom_headers = (select jsonb_object_agg('h' || i, repeat('x', 4000)) from generate_series(10, 25) i) || jsonb_build_object('pad', repeat('x', ${rest}))`),
  'workspace_models none_in_global_workspace': ['workspace_id = :global'],
  'workspace_models hint_with_key': [`key_hint = 'wxyz', key_set_at = null`, `key_hint = null, key_set_at = now()`, `key_hint = 'wxyz', key_set_at = now()`, 'key_hint = null, key_set_at = null'],
  'workspace_models valid_base_url': [1982, 1983].map((rest) => `base_url = 'https://x.example/' || repeat('x', ${rest})`),
  'workspace_models compatible_has_base_url': [`provider = 'openai-compatible', base_url = null`, `provider = 'openai', base_url = null`],
  'workspace_models valid_key_hint': ['wxyz', 'vwxyz'].map((hint) => `key_hint = '${hint}', key_set_at = now()`),
  'model_secrets model_secrets_key_id_fkey': [`sealed = replace(sealed, key_id, gen_random_uuid()::text)`],
  'oauth2_connections none_in_global_workspace': ['workspace_id = :global'],
  'oauth2_connections valid_provider_config': [`provider_config = '{"client_secret": "x"}'`],
  'oauth2_connections valid_additional_params': [`additional_params = '{"client_secret": "x"}'`],
  'oauth2_connections valid_redirect_uri': [1982, 1983].map((rest) => `redirect_uri = 'https://x.example/' || repeat('x', ${rest})`),
  'oauth2_connections valid_scopes': [`array_fill('x'::text, array[100])`, `array_fill('x'::text, array[101])`, `array[repeat('x', 4000)]`, `array[repeat('x', 4001)]`, `array['x', null]`]
    .map((scopes) => `scopes = ${scopes}`),
  'workspace_subscriptions valid_base_token_limit': [mostTokens, mostTokens + 1].map((tokens) => `base_token_limit = ${tokens}`),
  'workspace_subscriptions valid_additional_tokens': [mostTokens, mostTokens + 1].map((tokens) => `additional_tokens = ${tokens}`),
  'connection_secrets valid_name': ["name = 'header:Host'", ...['auth_token', 'client_secret'].map((name) => `api_connection_id = null, oauth2_connection_id = gen_random_uuid(), name = '${name}'`)],
  'connection_secrets connection_secrets_key_id_fkey': [`sealed = replace(sealed, key_id, gen_random_uuid()::text)`],
  'token_usage valid_tokens_used': [-1, 0, 1].map((tokens) => `corrects = id, tokens_used = ${tokens}`),
  'token_usage valid_parts': parts,
  'token_usage valid_correction': ['charged = true', 'charged = false', 'input_tokens = 1', 'output_tokens = 1', 'cost_microdollars = 0'].map((change) => `corrects = id, ${change}`),
  'token_usage valid_reason': ['charged = false, reason = null', `charged = false, reason = 'x'`, ...[200, 201].map((length) => `reason = repeat('x', ${length})`)],
  'run_calls valid_parts': parts,
  'token_caps valid_scope': ['project_id = null, user_id = null', 'project_id = :project, user_id = :newcomer'],
  'token_caps caps_something': ['per_run = null, per_month = null', 'per_run = 1, per_month = null', 'per_run = null, per_month = 1'],
  'token_caps valid_per_run': [mostTokens, mostTokens + 1].map((tokens) => `per_run = ${tokens}`),
  'token_caps valid_per_month': [mostTokens, mostTokens + 1].map((tokens) => `per_month = ${tokens}`),
  'audit_seals valid_leaves': [39, 40, 41].map((bytes) => `kind = 'range', entries = 1, leaves = decode(repeat('00', ${bytes}), 'hex')`),
  'backups valid_start': [`status = 'running', started_at = now()`],
  'backups valid_outcome': [`status = 'succeeded', size_bytes = 1, checksum = 'x', place = 'x', contents = '{}'`],
  'document_comments valid_anchor': [`thread_id = id`, 'thread_id = id, quote = null, block_index = null', 'quote = null, block_index = null', 'block_index = null', 'quote = null', 'thread_id = id, quote = null'],
  'document_comments valid_resolution': [`resolution = 'x'`, 'resolution = null', 'resolved_at = now(), resolution = null', ...[2000, 2001].map((n) => `resolved_at = now(), resolution = repeat('x', ${n})`)],
  'document_comments threads_are_resolved': ['thread_id = id, quote = null, block_index = null', 'resolved_at = now()', 'thread_id = id, quote = null, block_index = null, resolved_at = now()'],
  'document_traces one_kind': [`files = '{}'`],
  'document_traces valid_files': manyOrLong('files', 200, 65536),
  'document_traces valid_collections': manyOrLong('collections', 50, 16384),
  'artifact_versions valid_restored_from': ['restored_from = number - 1', 'restored_from = number'],
};

/** How rows must first be, so that a copy of the example breaks the unique index: its columns filled, its condition met. */
export const unique: Record<string, string> = {
  'users users_phone_key': `phone = '+1'`,
  'workspaces workspaces_pkey': 'update public.workspaces set is_global = (id = :workspace)',
  'workspaces workspaces_one_global_key': 'update public.workspaces set is_global = (id = :workspace)',
  'projects projects_personal_owner_id_key': 'personal_owner_id = :unjoined',
  'invitations invitations_open_project_key': 'workspace_id = null, project_id = :project',
  'workspace_domains workspace_domains_verified_key': 'verified_at = now()',
  'connection_secrets connection_secrets_oauth2_connection_id_name_key': 'api_connection_id = null, oauth2_connection_id = gen_random_uuid()',
  'workspace_subscriptions workspace_subscriptions_stripe_subscription_id_key': `stripe_subscription_id = 'sub_1'`,
  'backups backups_scheduled_day_key': `scheduled_day = '2026-01-01'`,
  'artifact_files one_main_file_per_artifact': 'is_main_file = true',
};

/** What nobody would miss, with the reason why it stays; `part` if only a part of it. */
export const spare: { name: string; part?: string; because: string }[] = [
  { name: 'chat_participants chat_participants_user_id_fkey', because: 'the membership that (project_id, user_id) names has the same reference' },
  { name: 'model_secrets sealed', because: 'key_id, which is made of it, may not be null either' },
  { name: 'connection_secrets sealed', because: 'key_id, which is made of it, may not be null either' },
  { name: 'chat_messages run_of_user_messages', part: `OR (((run_id = id))`, because: 'a check passes null anyway; said for the reader' },
];
