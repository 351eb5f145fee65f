import type pg from 'pg';
import type { Model, Person, Project, Row, Workspace } from './model.ts';
import { isActive, isSuper, rankIn } from './rights.ts';

type Reader = { model: Model; person: Person; row: Row; inScope: (project: Project) => boolean };
/** Tables that only the server writes: where their rows lie, how one is made there (`$1` the workspace, `$2` the project, `$3` a person), and who reads it. */
type Ledger = { table: string; at: 'workspace' | 'project' | 'person' | 'instance'; columns: string; values: string; reads: (reader: Reader) => boolean };

const inWorkspace = (least: number) => ({ model, person, row }: Reader) => {
  const workspace = row.place as Workspace;
  return workspace.isGlobal ? isSuper(person) : rankIn(model, person, workspace) >= least;
};
const inProject = ({ model, person, row, inScope }: Reader) => inScope(row.place as Project) && rankIn(model, person, row.place) >= 1;

// Of the workspace, of the project, and in the global workspace one's own.
const usage = (reader: Reader): boolean => {
  const { workspace } = reader.row.place as Project;
  return inProject(reader) || (!workspace.isGlobal && inWorkspace(1)({ ...reader, row: { ...reader.row, place: workspace } }))
    || inGlobal(reader, (person) => reader.row.author === person && isActive(person));
};
const inGlobal = ({ person, row }: Reader, may: (person: Person) => boolean) => (row.place as Project).workspace.isGlobal && may(person);

export const ledgers: Ledger[] = [
  { table: 'workspace_stats', at: 'workspace', columns: 'workspace_id', values: '$1', reads: inWorkspace(1) },
  { table: 'token_purchases', at: 'workspace', columns: 'workspace_id, stripe_payment_intent_id, token_amount, price_paid, currency', values: `$1, 'pi_' || $1, 1, 1, 'eur'`, reads: inWorkspace(2) },
  {
    table: 'workspace_domains', at: 'workspace', columns: 'workspace_id, domain', values: `$1, 'd' || substr($1::text, 1, 8) || '.example.com'`,
    reads: (reader) => !(reader.row.place as Workspace).isGlobal && inWorkspace(2)(reader),
  },
  { table: 'project_stats', at: 'project', columns: 'workspace_id, project_id', values: '$1, $2', reads: inProject },
  { table: 'token_usage', at: 'project', columns: 'workspace_id, project_id, tokens_used, usage_type, created_by', values: `$1, $2, 1, 'chat', $3`, reads: (reader) => usage(reader) || inGlobal(reader, isSuper) },
  { table: 'token_reservations', at: 'project', columns: 'workspace_id, project_id, tokens, created_by', values: '$1, $2, 1, $3', reads: usage },
  { table: 'token_caps', at: 'project', columns: 'workspace_id, project_id, per_run', values: '$1, $2, 1', reads: (reader) => usage(reader) || inGlobal(reader, isSuper) },
  { table: 'backups', at: 'instance', columns: 'requested_by', values: `'command'`, reads: ({ person }) => isSuper(person) },
  { table: 'api_keys', at: 'person', columns: 'user_id, name, hint, token_hash', values: `$3, 'Key', 'nf_', md5($3::text) || md5($3::text)`, reads: ({ person, row }) => row.author === person && isActive(person) },
];

/** Makes the rows, one for each place or person, as the database's superuser. */
export async function fillLedgers(admin: pg.ClientBase): Promise<void> {
  for (const { table, at, columns, values } of ledgers) {
    const from = {
      workspace: `select w.id as workspace, null::uuid as project, null::uuid as person from public.workspaces w ${table === 'workspace_domains' ? 'where not w.is_global' : ''}`,
      project: `select p.workspace_id as workspace, p.id as project, (select m.user_id from public.project_users m where m.project_id = p.id order by m.rank desc, m.user_id limit 1) as person from public.projects p`,
      person: 'select null::uuid as workspace, null::uuid as project, u.id as person from public.users u',
      instance: 'select null::uuid as workspace, null::uuid as project, null::uuid as person',
    }[at];
    const named = { $1: 'f.workspace', $2: 'f.project', $3: 'f.person' };
    await admin.query(`insert into public.${table} (${columns}) select ${values.replace(/\$[123]/g, (name) => named[name as keyof typeof named])} from (${from}) f`);
  }
}

export async function readLedgers(admin: pg.ClientBase, model: Model): Promise<void> {
  const places = [...model.workspaces, ...model.projects];
  for (const { table, at } of ledgers) {
    const columns = { workspace: 'workspace_id as place, null as author', project: `project_id as place, ${table.startsWith('token') ? 'created_by' : 'null'} as author`, person: 'null as place, user_id as author', instance: 'null as place, null as author' }[at];
    const { rows } = await admin.query<{ id: string; place: string | null; author: string | null }>(`select id, ${columns} from public.${table}`);
    for (const row of rows) {
      const place = places.find((other) => other.id === row.place) ?? model.workspaces.find((other) => other.isGlobal)!;
      model.ledger.push({ table, id: row.id, place, parent: null, author: model.people.find((person) => person.id === row.author) ?? null });
    }
  }
}

export function readsLedger(reader: Reader): boolean {
  return ledgers.find((ledger) => ledger.table === reader.row.table)!.reads(reader);
}
