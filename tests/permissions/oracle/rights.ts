import { findMember, isProject, rolesOf } from './model.ts';
import type { Invitation, Member, Model, Person, Place, Project } from './model.ts';

// Who may do what, from the permission matrix and the decisions behind it, never from the policies.

/** The better the role, the higher: 1 for the lowest, 0 for nobody. Whether the place lives and the person is active does not count. */
export function storedRank(model: Model, person: Person, place: Place): number {
  const member = findMember(model, person, place);
  return member ? rolesOf(place).indexOf(member.role) + 1 : 0;
}

export function isActive(person: Person): boolean {
  return person.status === 'active';
}

export function isAlive(place: Place): boolean {
  return !place.archived && (!isProject(place) || isAlive(place.workspace));
}

/** What the role is worth now: only active people have rights, and only in what is not archived. */
export function rankIn(model: Model, person: Person, place: Place): number {
  return isActive(person) && isAlive(place) ? storedRank(model, person, place) : 0;
}

/** Whether the person owns or administers the workspace of this living team project. */
export function leads(model: Model, person: Person, project: Project): boolean {
  return isAlive(project) && project.personalOwner === null && rankIn(model, person, project.workspace) >= 2;
}

export function isSuper(person: Person): boolean {
  return isActive(person) && person.superUser;
}

/** Whether the person may give this role here, and take it from a member who has it. Nobody joins a personal project or, by hand, the global workspace. */
export function mayGive(model: Model, person: Person, place: Place, role: string): boolean {
  const rank = rankIn(model, person, place);
  if (isProject(place)) {
    if (place.personalOwner) return false;
    return rank === 4 || leads(model, person, place) || (rank === 3 && (role === 'contributor' || role === 'viewer'));
  }
  return !place.isGlobal && (rank === 3 || (rank === 2 && role === 'project_creator'));
}

export function mayChangeRole(model: Model, person: Person, member: Member, role: string): boolean {
  if (person === member.person || (role !== 'owner' && isLastOwner(model, member))) return false;
  // An admin of a workspace adds and removes project creators but promotes nobody.
  if (!isProject(member.place) && rankIn(model, person, member.place) < 3) return false;
  return mayGive(model, person, member.place, member.role) && mayGive(model, person, member.place, role);
}

export function mayRemove(model: Model, person: Person, member: Member): boolean {
  if (isLastOwner(model, member)) return false;
  const { place } = member;
  const mayLeave = isProject(place) ? place.personalOwner === null : !place.isGlobal;
  return mayGive(model, person, place, member.role) || (person === member.person && mayLeave && rankIn(model, person, place) >= 1);
}

function isLastOwner(model: Model, member: Member): boolean {
  return member.role === 'owner' && !model.members.some((other) => other !== member && other.place === member.place && other.role === 'owner');
}

/** Archiving and restoring: workspaces by their owners; team projects by their owners and those who lead the living workspace. */
export function mayArchive(model: Model, person: Person, place: Place): boolean {
  if (!isActive(person)) return false;
  if (!isProject(place)) return !place.isGlobal && storedRank(model, person, place) === 3;
  return place.personalOwner === null && isAlive(place.workspace)
    && (storedRank(model, person, place) === 4 || rankIn(model, person, place.workspace) >= 2);
}

/** Accepting needs the proven address, an account that may still become or is active, and an inviter who could give the role today. */
export function mayAccept(model: Model, person: Person, invitation: Invitation): boolean {
  return mayAnswer(person, invitation) && mayGive(model, invitation.inviter, invitation.place, invitation.role);
}

export function mayAnswer(person: Person, invitation: Invitation): boolean {
  return person === invitation.person && person.proven && invitation.state === 'open' && ['active', 'waitlist', 'invited'].includes(person.status);
}
