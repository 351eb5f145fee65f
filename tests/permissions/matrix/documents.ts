import { allow, managers, members } from '../model.ts';
import type { TableRules } from '../model.ts';

const about = 'An approved version can only be archived; other changes make a new version.';
const rules = { select: [allow(members)], insert: [allow(managers)], update: [allow(managers)], delete: [allow(managers)] };

function versioned(table: string, more: string[]): TableRules {
  return {
    table, about, rules, tenant: true,
    columns: { insert: ['id', 'project_id', 'title', 'content', 'version', 'status', ...more], update: ['title', 'content', 'status', ...more] },
    rows: { any: `insert into public.${table} (project_id, title, content) values (:project, 'Title', '{}') returning id` },
    inserts: { any: `insert into public.${table} (project_id, title, content) values (:project, 'New', '{}')` },
    change: `title = 'Changed'`,
  };
}

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
];
