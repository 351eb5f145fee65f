import { allow, managers, members, only, writers } from '../model.ts';
import type { TableRules } from '../model.ts';

const about = 'An approved version can only be archived and brought back; other changes make a new version. Agents write drafts only.';
const rules = { select: [allow(members)], insert: [allow(managers)], update: [allow(managers)], delete: [allow(managers)] };

function versioned(table: string, more: string[]): TableRules {
  return {
    table, about, rules, tenant: true,
    columns: { insert: ['id', 'project_id', 'title', 'content', 'version', 'status', 'run_id', ...more], update: ['title', 'content', 'status', ...more] },
    rows: { any: `insert into public.${table} (project_id, title, content) values (:project, 'Title', '{"blocks": [{"type": "paragraph", "text": "Text"}]}') returning id` },
    inserts: { any: `insert into public.${table} (project_id, title, content) values (:project, 'New', '{}')` },
    change: `title = 'Changed'`,
  };
}

const comment = (author: string) => `insert into public.document_comments (project_id, requirements_id, block_index, quote, body, created_by)
  values (:project, :requirements, 0, 'A paragraph.', 'Why?', ${author})`;
const said = `insert into public.document_comments (project_id, requirements_id, block_index, quote, body) values (:project, :requirements, 0, 'A paragraph.', 'Why?')`;
const trace = `insert into public.document_traces (project_id, requirements_id, criterion, criterion_text, artifact_id, version, files)
  values (:project, :requirements, 'C1', 'It works.', :published, 1, '{app.tsx}')`;

export const documents: TableRules[] = [
  versioned('project_requirements', []),
  versioned('technical_architecture', ['apis_used', 'data_schemas', 'security_requirements']),
  versioned('ui_design', ['color_palette', 'ui_framework', 'components']),
  {
    table: 'project_context', rules, tenant: true,
    columns: { insert: ['id', 'project_id', 'context_type', 'title', 'content', 'metadata'], update: ['title', 'content', 'metadata'] },
    rows: { any: `insert into public.project_context (project_id, context_type, title, content) values (:project, 'quality', 'Title', '{}') returning id` },
    inserts: { any: `insert into public.project_context (project_id, context_type, title, content) values (:project, 'search', 'New', '{}')` },
    change: `title = 'Changed'`,
  },
  {
    table: 'document_comments',
    about: 'The words of a comment are fixed; resolving and opening it again is all that can be changed.',
    tenant: true,
    rules: {
      select: [allow(members)], insert: [allow(writers)], update: [allow(writers)],
      delete: [allow(managers), only(['project contributor'], 'own rows only', ['own'])],
    },
    columns: {
      insert: ['id', 'project_id', 'requirements_id', 'architecture_id', 'ui_design_id', 'finding_id', 'thread_id', 'block_index', 'quote', 'body'],
      update: ['resolved_at', 'resolved_run_id', 'resolution'],
    },
    rows: { own: `${comment(':caller')} returning id`, 'of another': `${comment(':bystander')} returning id` },
    inserts: { any: said },
    change: 'resolved_at = now()',
  },
  {
    table: 'document_traces',
    about: 'Written beside a version of an app or a finding, and never changed.',
    tenant: true,
    rules: { select: [allow(members)], insert: [allow(managers)], update: [], delete: [] },
    columns: {
      insert: ['id', 'project_id', 'requirements_id', 'criterion', 'criterion_text', 'artifact_id', 'version', 'files', 'collections', 'finding_id', 'check_text', 'ok', 'run_id'],
      update: [],
    },
    serverRefused: ['update'],
    rows: { any: `${trace} returning id` },
    inserts: { any: trace },
    change: `criterion_text = 'changed'`,
  },
];
