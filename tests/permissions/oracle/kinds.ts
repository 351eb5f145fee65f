import pg from 'pg';
import { isProject } from './model.ts';
import type { Person, Place, Row } from './model.ts';

/** Ranks in a project: viewer 1, contributor 2, manager 3, owner 4; in a workspace: project creator 1, admin 2, owner 3. `own`: the caller is the author. */
type Rule = (rank: number, row: { own: boolean; byPerson: boolean }) => boolean;

/** A table of what lies in projects, or in workspaces too: what a row hangs on, how it is made and changed, and who may do so. */
export type Kind = {
  table: string;
  /** What identifies a row, as SQL; its `id` unless given. */
  key?: string;
  parent: string | null;
  /** Whether rows lie in workspaces as well; the rules are then asked for those with `inWorkspace`. */
  inWorkspace?: { create: Rule; edit: Rule; remove: Rule };
  /** Columns and values; the row's identity is `id` unless `identity` says otherwise. */
  insert: (o: { id: string; project: string; parent: Row; person: string }) => Record<string, string>;
  identity?: (parent: Row, person: Person) => string;
  change: string;
  create: Rule; edit: Rule; remove: Rule;
  /** Written by the server alone: no person makes it, and it has no author. */
  byServer?: true;
  /** What it hangs on has only one. */
  isOnly?: true;
  /** A function that makes the row instead of an insert. */
  call?: (parent: Row) => string;
};

const text = pg.escapeLiteral;
const nobody: Rule = () => false;
const from = (least: number): Rule => (rank) => rank >= least;
const hash = `repeat('a', 64)`;
const uuid = (value: string) => `${text(value)}::uuid`;

// Context documents are written by owners and managers.
const document = (table: string, more: Record<string, string> = {}): Kind => ({
  table, parent: null, change: `content = '[]'`, create: from(3), edit: from(3), remove: from(3),
  insert: (o) => ({ id: uuid(o.id), project_id: uuid(o.project), title: text(o.id), content: `'{}'`, ...more }),
});

// Connections are managed by owners and managers of the project, or owners and admins of the workspace; the global one has none.
function connection(table: string, values: Record<string, string>): Kind {
  return {
    table, parent: null, change: 'is_active = not is_active', create: from(3), edit: from(3), remove: from(3),
    inWorkspace: { create: from(2), edit: from(2), remove: from(2) },
    insert: (o) => ({ id: uuid(o.id), project_id: uuid(o.project), ...values }),
  };
}

export const kinds: Kind[] = [
  {
    table: 'chat_sessions', parent: null, change: `title = 'Renamed'`, create: from(2), edit: from(2), remove: from(2),
    insert: (o) => ({ id: uuid(o.id), project_id: uuid(o.project), title: `'Chat'` }),
  },
  {
    table: 'chat_messages', parent: 'chat_sessions', change: `metadata = '{"edited": true}'`,
    create: from(2), edit: (rank, { own }) => rank >= 2 && own, remove: (rank, { own, byPerson }) => byPerson && (rank >= 3 || (rank === 2 && own)),
    insert: (o) => ({ id: uuid(o.id), chat_id: uuid(o.parent.id), project_id: uuid(o.project), content: `'{"parts": []}'`, message_type: `'user'` }),
  },
  {
    table: 'chat_participants', parent: 'chat_sessions', key: `chat_id || ':' || user_id`, identity: (chat, person) => `${chat.id}:${person.id}`,
    change: 'is_active = false', create: from(1), edit: (rank, { own }) => rank >= 1 && own, remove: (rank, { own }) => rank >= 1 && own,
    insert: (o) => ({ chat_id: uuid(o.parent.id), project_id: uuid(o.project), user_id: uuid(o.person) }),
  },
  {
    table: 'agent_runs', parent: 'chat_messages', identity: (message) => message.id, change: 'cancel_requested_at = now()',
    create: from(2), edit: from(2), remove: nobody,
    insert: (o) => ({ id: uuid(o.parent.id), message_id: uuid(o.parent.id), chat_id: uuid(o.parent.parent!.id), project_id: uuid(o.project) }),
  },
  {
    table: 'run_events', byServer: true, parent: 'agent_runs', change: `type = 'changed'`, create: nobody, edit: nobody, remove: nobody,
    insert: (o) => ({ run_id: uuid(o.parent.id), seq: `(random() * 1e9)::integer`, chat_id: uuid(o.parent.parent!.parent!.id),
      project_id: uuid(o.project), type: `'run.progress'`, payload: `'{}'` }),
  },
  {
    // Asked by the server alone. An answer is given once, which a sequence of attempts cannot know: the matrix asks for that.
    table: 'run_requests', byServer: true, parent: 'agent_runs', change: `kind = 'plan'`, create: nobody, edit: nobody, remove: nobody,
    insert: (o) => ({ id: uuid(o.id), run_id: uuid(o.parent.id), chat_id: uuid(o.parent.parent!.parent!.id), project_id: uuid(o.project), kind: `'question'`, payload: `'{}'` }),
  },
  {
    table: 'run_calls', byServer: true, parent: 'agent_runs', change: 'ok = true', create: nobody, edit: nobody, remove: nobody,
    insert: (o) => ({ id: uuid(o.id), run_id: uuid(o.parent.id), chat_id: uuid(o.parent.parent!.parent!.id), project_id: uuid(o.project),
      kind: `'tool'`, name: `'list_files'`, agent_type: `'coder'` }),
  },
  {
    table: 'model_contexts', byServer: true, parent: 'agent_runs', change: `model = 'changed'`, create: nobody, edit: nobody, remove: nobody,
    insert: (o) => ({ id: uuid(o.id), run_id: uuid(o.parent.id), seq: `(random() * 1e9)::integer`, chat_id: uuid(o.parent.parent!.parent!.id),
      project_id: uuid(o.project), agent: `'coder'`, model: `'a model'`, sections: `'[]'` }),
  },
  {
    table: 'model_context_parts', byServer: true, parent: 'agent_runs', change: `content = 'changed'`, create: nobody, edit: nobody, remove: nobody,
    insert: (o) => ({ id: uuid(o.id), run_id: uuid(o.parent.id), hash: `encode(sha256(${text(o.id)}), 'hex')`, chat_id: uuid(o.parent.parent!.parent!.id), project_id: uuid(o.project), content: `'a text'` }),
  },
  {
    table: 'chat_summaries', byServer: true, isOnly: true, parent: 'chat_sessions', change: `summary = 'changed'`, create: nobody, edit: nobody, remove: nobody,
    insert: (o) => ({ id: uuid(o.id), chat_id: uuid(o.parent.id), project_id: uuid(o.project), summary: `'Loans.'`, until_at: 'now()', until_id: 'gen_random_uuid()' }),
  },
  {
    table: 'artifacts', parent: null, change: 'is_public = not is_public',
    create: from(2), edit: from(2), remove: (rank, { own }) => rank >= 3 || (rank === 2 && own),
    insert: (o) => ({ id: uuid(o.id), project_id: uuid(o.project), title: `'App'`, artifact_type: `'app'`, is_public: 'true' }),
  },
  {
    table: 'artifact_files', parent: 'artifacts', change: 'file_size = 2', create: from(2), edit: from(2), remove: from(2),
    insert: (o) => ({ id: uuid(o.id), artifact_id: uuid(o.parent.id), project_id: uuid(o.project), file_name: `'a.ts'`, file_type: `'text/typescript'`,
      file_size: '1', file_path: text(o.id), storage_path: `${text(`${o.parent.id}/`)} || ${hash}` }),
  },
  {
    table: 'artifact_versions', parent: 'artifacts', change: `summary = 'changed'`, create: from(2), edit: nobody, remove: nobody,
    insert: (o) => ({ id: uuid(o.id), artifact_id: uuid(o.parent.id), project_id: uuid(o.project), files: `'[]'`, content_hash: hash }),
  },
  {
    table: 'app_collections', parent: 'artifacts', change: `title = 'Changed'`, create: from(2), edit: from(2), remove: nobody,
    insert: (o) => ({ id: uuid(o.id), artifact_id: uuid(o.parent.id), project_id: uuid(o.project), name: text(`c-${o.id}`), title: `'Items'`, schema: `'{}'` }),
  },
  {
    // A deleted record stays as a tombstone that members read.
    table: 'app_records', parent: 'app_collections', change: `deleted_at = now()`, create: from(2), edit: from(2), remove: nobody,
    insert: (o) => ({ id: uuid(o.id), artifact_id: uuid(o.parent.parent!.id),
      collection: text(`c-${o.parent.id}`), project_id: uuid(o.project), data: `'{}'` }),
  },
  {
    // The link itself; what it shows is asked as somebody who is not signed in.
    table: 'share_links', parent: 'artifacts', change: 'revoked_at = now()', create: from(2), edit: from(2), remove: nobody,
    call: (artifact) => `select share_link_id as id from public.create_share_link(${uuid(artifact.id)})`,
    insert: (o) => ({ artifact_id: uuid(o.parent.id), project_id: uuid(o.project), token_hash: hash }),
  },
  connection('api_connections', { name: `'API'`, api_type: `'rest'`, endpoint_url: `'https://api.example.com'`, auth_type: `'none'`, http_method: `'GET'` }),
  connection('oauth2_connections', { provider: `'P'`, provider_config: `'{}'`, client_id: `'c'`, redirect_uri: `'https://example.com/back'`, scopes: `'{}'` }),
  document('project_requirements'),
  document('technical_architecture'),
  document('ui_design'),
  document('project_context', { context_type: `'quality'` }),
  {
    table: 'document_comments', parent: 'project_requirements', change: `resolved_at = now()`,
    create: from(2), edit: from(2), remove: (rank, { own }) => rank >= 3 || (rank === 2 && own),
    insert: (o) => ({ id: uuid(o.id), project_id: uuid(o.project), requirements_id: uuid(o.parent.id), block_index: '0', quote: `''`, body: `'Why?'` }),
  },
];

export function kindOf(table: string): Kind {
  return kinds.find((kind) => kind.table === table)!;
}

/** The rules for rows of this place. */
export function rulesOf(kind: Kind, place: Place): { create: Rule; edit: Rule; remove: Rule } {
  return isProject(place) ? kind : kind.inWorkspace!;
}

/** The statement that makes a row, returning its identity. */
export function insertSql(kind: Kind, o: { id: string; place: Place; parent: Row | null; person: string }): string {
  if (kind.call && o.parent?.place === o.place) return kind.call(o.parent);
  const { project_id, ...values } = kind.insert({ id: o.id, project: o.place.id, parent: o.parent!, person: o.person });
  const all: Record<string, string> = { ...values, [isProject(o.place) ? 'project_id' : 'workspace_id']: project_id! };
  return `insert into public.${kind.table} (${Object.keys(all).join(', ')}) values (${Object.values(all).join(', ')}) returning ${keyOf(kind)} as id`;
}

export function keyOf(kind: Kind): string {
  return kind.key ?? 'id';
}
