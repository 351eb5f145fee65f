import { allow, byFunction, managers, members, only, writers } from '../model.ts';
import type { TableRules } from '../model.ts';

const hash = `repeat('a', 64)`;
const contributorsWrite = { select: [allow(members)], insert: [allow(writers)], update: [allow(writers)] };
const artifact = (columns = '', values = '') =>
  `insert into public.artifacts (project_id, title, artifact_type${columns}) values (:project, 'App', 'app'${values})`;
const file = (path: string) => `insert into public.artifact_files (artifact_id, project_id, file_name, file_type, file_size, file_path, storage_path)
  values (:artifact, :project, 'a.ts', 'text/typescript', 1, '${path}', :artifact::text || '/' || ${hash})`;

export const artifacts: TableRules[] = [
  {
    table: 'artifacts',
    tenant: true,
    rules: { ...contributorsWrite, delete: [allow(managers), only(['project contributor'], 'own rows only', ['own'])] },
    columns: {
      insert: ['id', 'project_id', 'chat_id', 'title', 'description', 'artifact_type', 'status', 'progress', 'metadata', 'is_public'],
      update: ['title', 'description', 'artifact_type', 'status', 'progress', 'metadata', 'is_public'],
    },
    rows: { own: `${artifact(', created_by', ', :caller')} returning id`, another: `${artifact(', created_by', ', :bystander')} returning id` },
    inserts: { any: artifact() },
    change: `is_public = true`,
  },
  {
    table: 'artifact_files',
    about: 'Files of the current version.',
    tenant: true,
    rules: { ...contributorsWrite, delete: [allow(writers)] },
    columns: {
      insert: ['id', 'artifact_id', 'project_id', 'file_name', 'file_type', 'file_size', 'file_path', 'is_main_file', 'storage_path', 'metadata'],
      update: ['file_name', 'file_type', 'file_size', 'file_path', 'is_main_file', 'storage_path', 'metadata'],
    },
    rows: { any: `${file('a.ts')} returning id` },
    inserts: { any: file('b.ts') },
    change: `file_size = 2`,
  },
  {
    table: 'artifact_versions',
    about: 'Immutable for everybody; gone only with its artifact.',
    tenant: true,
    rules: { select: [allow(members)], insert: [allow(writers)], update: [], delete: [] },
    columns: {
      insert: ['id', 'artifact_id', 'project_id', 'number', 'summary', 'changes', 'files', 'collections', 'blueprint', 'content_hash', 'restored_from', 'is_partial', 'run_id'],
      update: [],
    },
    serverRefused: ['update'],
    rows: { any: `insert into public.artifact_versions (artifact_id, project_id, files, content_hash) values (:artifact, :project, '[]', ${hash}) returning id` },
    inserts: { any: `insert into public.artifact_versions (artifact_id, project_id, files, content_hash) values (:artifact, :project, '[]', ${hash})` },
    change: `summary = 'changed'`,
  },
  {
    table: 'app_collections',
    tenant: true,
    rules: { ...contributorsWrite, delete: [] },
    columns: { insert: ['id', 'artifact_id', 'project_id', 'name', 'title', 'schema', 'samples'], update: ['title', 'schema', 'samples'] },
    rows: { any: `insert into public.app_collections (artifact_id, project_id, name, title, schema) values (:artifact, :project, 'loans', 'Loans', '{}') returning id` },
    inserts: { any: `insert into public.app_collections (artifact_id, project_id, name, title, schema) values (:artifact, :project, 'books', 'Books', '{}')` },
    change: `title = 'Changed'`,
  },
  {
    table: 'app_records',
    about: 'A person deletes a record by setting `deleted_at`, so that it can be undone; the row stays readable.',
    tenant: true,
    rules: { ...contributorsWrite, delete: [] },
    columns: { insert: ['id', 'artifact_id', 'project_id', 'collection', 'data'], update: ['data', 'deleted_at'] },
    rows: {
      live: `insert into public.app_records (artifact_id, project_id, collection, data) values (:artifact, :project, 'items', '{}') returning id`,
      deleted: `insert into public.app_records (artifact_id, project_id, collection, data, deleted_at) values (:artifact, :project, 'items', '{}', now()) returning id`,
    },
    inserts: { any: `insert into public.app_records (artifact_id, project_id, collection, data) values (:artifact, :project, 'items', '{"a": 1}')` },
    change: `data = '{"a": 2}'`,
  },
  {
    table: 'share_links',
    about: 'A link works while its artifact is public. Insert: `create_share_link`. The token hash is readable by nobody.',
    tenant: true,
    rules: { select: [allow(members)], insert: [byFunction(writers)], update: [only(writers, '`revoked_at` only', ['any'])], delete: [] },
    columns: { insert: [], update: ['revoked_at'], select: ['id', 'artifact_id', 'project_id', 'created_at', 'created_by', 'expires_at', 'revoked_at'] },
    rows: { any: `insert into public.share_links (artifact_id, project_id, token_hash) values (:artifact, :project, ${hash}) returning id` },
    inserts: { any: `insert into public.share_links (artifact_id, project_id, token_hash) values (:artifact, :project, repeat('b', 64))` },
    change: `revoked_at = now()`,
  },
];
