import { allow, members, only, writers } from '../model.ts';
import type { Role, Rule, TableRules } from '../model.ts';

const object = (bucket: string, name: string) => `insert into storage.objects (bucket_id, name) values ('${bucket}', ${name})`;

/** The rules of a bucket, whose objects lie below the id of an owner; `owners` are SQL for the id, by kind. */
function bucket(id: string, owners: Record<string, string>, rules: { read: Rule[]; write: Rule[] }, about?: string): TableRules {
  const made = (file: string) => Object.fromEntries([
    ...Object.entries(owners).map(([kind, owner]) => [kind, object(id, `${owner}::text || '/${file}'`)]),
    // Names that begin with anything but an owner's id are nobody's, and break nothing.
    ['of nobody', object(id, `'tmp/${file}'`)],
  ]) as Record<string, string>;
  return {
    table: 'objects', schema: 'storage', part: `bucket ${id}`, tenant: true, ...(about ? { about } : {}),
    rules: { select: rules.read, insert: rules.write, update: rules.write, delete: rules.write },
    columns: { insert: [], update: [] },
    prepare: `select set_config('storage.allow_delete_query', 'true', true)`,
    rows: Object.fromEntries(Object.entries(made('any.txt')).map(([kind, sql]) => [kind, `${sql} returning id`])),
    inserts: made('other.txt'),
    change: `version = 'changed'`,
  };
}

const workspaceMembers: Role[] = ['workspace owner', 'workspace admin', 'workspace project_creator'];
const superUser = only(['super user'], 'global workspace only', ['of the global workspace']);

export const storage: TableRules[] = [
  bucket('workspace-files', { any: ':teamWorkspace', 'of the global workspace': ':global' }, {
    read: [allow(workspaceMembers, ['any']), superUser],
    write: [allow(['workspace owner', 'workspace admin'], ['any']), superUser],
  }, 'Not for members of the global workspace.'),
  bucket('project-files', { any: ':project' }, { read: [allow(members, ['any'])], write: [allow(writers, ['any'])] }),
  bucket('artifact-files', { any: ':artifact' }, { read: [allow(members, ['any'])], write: [allow(writers, ['any'])] }, 'Objects of public apps: by share function only.'),
  {
    table: 'buckets', schema: 'storage', tenant: false,
    rules: { select: [], insert: [], update: [], delete: [] },
    columns: { insert: [], update: [] },
    prepare: `select set_config('storage.allow_delete_query', 'true', true)`,
    rows: {
      ours: `select id from storage.buckets where id = 'workspace-files'`,
      another: `insert into storage.buckets (id, name) values ('another', 'another') returning id`,
    },
    inserts: { another: `insert into storage.buckets (id, name) values ('another', 'another')` },
    change: `public = true`,
  },
];
