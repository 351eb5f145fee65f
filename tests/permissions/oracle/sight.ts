import { isProject } from './model.ts';
import type { Member, Model, Person, Project } from './model.ts';
import { isActive, isAlive, isSuper, leads, rankIn, storedRank } from './rights.ts';
import { keyOf, kinds } from './kinds.ts';
import { ledgers, readsLedger } from './ledger.ts';

/** What somebody sees: by table the identities of the rows, sorted, in one text. */
export type Sight = Record<string, string>;

const pair = (place: string) => `${place} || ':' || user_id`;
const keys: Record<string, string> = {
  users: 'id', workspaces: 'id', workspace_users: pair('workspace_id'), projects: 'id', project_users: pair('project_id'), invitations: 'id',
  workspace_subscriptions: 'workspace_id', workspace_models: 'workspace_id',
  // With a mark where the address is shown.
  member_profiles: `id || case when email is null then '' else '+' end`,
  ...Object.fromEntries(ledgers.map(({ table }) => [table, 'id'])),
  ...Object.fromEntries(kinds.map((kind) => [kind.table, keyOf(kind)])),
};

/** The tables that are looked at. */
export const seenTables = Object.keys(keys);

/** One statement that reads them all: rows of table and identities. */
export const sightSql = Object.entries(keys)
  .map(([table, key]) => `select '${table}' as id, string_agg((${key})::text, ' ' order by (${key})::text collate "C") as seen from public.${table}`)
  .join('\nunion all ');

export function toSight(rows: { id: string; seen: string | null }[]): Sight {
  return Object.fromEntries(rows.map((row) => [row.id, row.seen ?? '']));
}

/** What the person must see. `scope` is the project the request names, as text; empty when it names none. It only ever narrows. */
export function expectSight(model: Model, person: Person, scope: string): Sight {
  const inScope = (project: Project) => scope === '' || scope.toLowerCase() === project.id;
  const ranks = new Map(model.projects.map((project) => [project, inScope(project) ? rankIn(model, person, project) : 0]));
  const led = new Set(model.projects.filter((project) => inScope(project) && leads(model, person, project)));
  const seesMembers = (member: Member) => (isProject(member.place)
    ? ranks.get(member.place)! >= 1 || led.has(member.place)
    : member.place.isGlobal ? (isActive(person) && member.person === person) || isSuper(person) : rankIn(model, person, member.place) >= 1);
  const seen: Record<string, string[]> = Object.fromEntries(Object.keys(keys).map((table) => [table, []]));

  for (const other of model.people) if (other === person || isSuper(person)) seen.users!.push(other.id);
  for (const workspace of model.workspaces) {
    const least = workspace.archived ? 2 : 1;
    if (isActive(person) && (storedRank(model, person, workspace) >= least || (workspace.isGlobal && person.superUser))) seen.workspaces!.push(workspace.id);
  }
  // Every workspace has one; its owners and admins see it, and super users that of the global workspace.
  for (const workspace of model.workspaces) {
    if (workspace.isGlobal ? isSuper(person) : rankIn(model, person, workspace) >= 2) seen.workspace_subscriptions!.push(workspace.id);
    if (!workspace.isGlobal && rankIn(model, person, workspace) >= 2) seen.workspace_models!.push(workspace.id);
  }
  for (const project of model.projects) {
    if (ranks.get(project)! >= 1 || led.has(project) || mayRestore(model, person, project, inScope(project))) seen.projects!.push(project.id);
  }
  for (const member of model.members) {
    if (seesMembers(member)) seen[isProject(member.place) ? 'project_users' : 'workspace_users']!.push(`${member.place.id}:${member.person.id}`);
  }
  for (const { id, place } of model.invitations) {
    const sees = isProject(place) ? place.personalOwner === null && (ranks.get(place)! >= 3 || led.has(place)) : !place.isGlobal && rankIn(model, person, place) >= 2;
    if (sees) seen.invitations!.push(id);
  }
  for (const row of model.rows) {
    const rank = isProject(row.place) ? ranks.get(row.place)! : rankIn(model, person, row.place);
    if (rank >= 1) seen[row.table]!.push(row.id);
  }
  for (const row of model.ledger) if (readsLedger({ model, person, row, inScope })) seen[row.table]!.push(row.id);
  seen.member_profiles = profiles(model, person, { narrowed: scope !== '', ranks, led });
  return Object.fromEntries(Object.entries(seen).map(([table, ids]) => [table, ids.sort().join(' ')]));
}

// An archived project's own row stays visible to those who may restore it.
function mayRestore(model: Model, person: Person, project: Project, inScope: boolean): boolean {
  return inScope && isActive(person) && project.archived && isAlive(project.workspace)
    && (storedRank(model, person, project) === 4 || (project.personalOwner === null && rankIn(model, person, project.workspace) >= 2));
}

/** Fellow members, with a mark where the person manages them and so sees the address. A named project leaves its members only. */
function profiles(model: Model, person: Person, o: { narrowed: boolean; ranks: Map<Project, number>; led: Set<Project> }): string[] {
  if (isSuper(person) && !o.narrowed) return model.people.map((other) => `${other.id}+`);
  if (!isActive(person)) return [];
  const marks = new Map([[person.id, true]]);
  for (const { place, person: other } of model.members) {
    const rank = isProject(place) ? o.ranks.get(place)! : place.isGlobal || o.narrowed ? 0 : rankIn(model, person, place);
    const manages = isProject(place) ? rank >= 3 || o.led.has(place) : rank >= 2;
    if (rank >= 1 || manages) marks.set(other.id, manages || (marks.get(other.id) ?? false));
  }
  return [...marks].map(([id, manages]) => (manages ? `${id}+` : id));
}

/** The public apps that anybody may read who knows their ids, and the statement that reads them so. */
export function sharedSql(model: Model): string {
  const ids = model.rows.filter((row) => row.table === 'artifacts').map((row) => `'${row.id}'`);
  return `select string_agg(s.id::text, ' ' order by s.id::text collate "C") as seen from unnest(array[${ids.join(', ')}]::uuid[]) given (id), public.shared_artifact(given.id) s`;
}

export function expectShared(model: Model): string {
  return model.rows.filter((row) => row.isPublic && isAlive(row.place)).map((row) => row.id).sort().join(' ');
}
