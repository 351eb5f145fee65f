/**
 * The oracle's own picture of an instance: who belongs where and which rows there are. It knows nothing of SQL; the rights
 * on it are in `rights.ts`.
 */
export type Person = { id: string; name: string; email: string; proven: boolean; superUser: boolean; status: string };
export type Workspace = { id: string; isGlobal: boolean; archived: boolean };
export type Project = { id: string; workspace: Workspace; archived: boolean; personalOwner: Person | null };
export type Place = Workspace | Project;
export type Member = { place: Place; person: Person; role: string };
/** A row of a project or a workspace; `author` is null for what agents and the system wrote. */
export type Row = { table: string; id: string; place: Place; parent: Row | null; author: Person | null; isPublic?: boolean };
export type Invitation = { id: string; person: Person; place: Place; role: string; inviter: Person; state: 'open' | 'accepted' | 'declined' | 'revoked' };

export type Model = {
  people: Person[]; workspaces: Workspace[]; projects: Project[]; members: Member[]; rows: Row[];
  /** What the server alone writes about places and people: there from the beginning, read by those who may. */
  ledger: Row[];
  invitations: Invitation[];
};

export const roles = {
  workspace: ['project_creator', 'admin', 'owner'],
  project: ['viewer', 'contributor', 'manager', 'owner'],
} as const;

export function isProject(place: Place): place is Project {
  return 'workspace' in place;
}

export function rolesOf(place: Place): readonly string[] {
  return isProject(place) ? roles.project : roles.workspace;
}

export function findMember(model: Model, person: Person, place: Place): Member | undefined {
  return model.members.find((member) => member.place === place && member.person === person);
}

/** Whoever leaves a project no longer takes part in its chats. */
export function removeMember(model: Model, member: Member): void {
  model.members = model.members.filter((other) => other !== member);
  model.rows = model.rows.filter((row) => !(row.table === 'chat_participants' && row.place === member.place && row.author === member.person));
}

/** A row goes with all that hangs on it. */
export function removeRow(model: Model, removed: Row): void {
  const gone = (row: Row | null): boolean => row !== null && (row === removed || gone(row.parent));
  model.rows = model.rows.filter((row) => !gone(row));
}
