import pg from 'pg';
import { giveRole } from './attempt.ts';
import type { Choose, Maker } from './attempt.ts';
import { findMember, isProject, removeMember, rolesOf } from './model.ts';
import type { Member, Model, Person, Place } from './model.ts';
import { isAlive, mayAccept, mayAnswer, mayArchive, mayChangeRole, mayGive, mayRemove, isSuper } from './rights.ts';

const text = pg.escapeLiteral;

// Where a membership lies in SQL.
const tableOf = (place: Place) => (isProject(place) ? { table: 'project_users', column: 'project_id' } : { table: 'workspace_users', column: 'workspace_id' });
// Often one whose invitations wait for an answer.
const chooseMember = (model: Model, choose: Choose) => {
  const inviters = model.members.filter(({ person, place }) => model.invitations.some((other) => other.state === 'open' && other.inviter === person && other.place === place));
  return choose([...inviters, ...inviters, ...inviters, ...model.members])!;
};
const isMember = (member: Member) => {
  const { table, column } = tableOf(member.place);
  return { table, where: `${column} = ${text(member.place.id)} and user_id = ${text(member.person.id)}` };
};
const touched = (place: Place) => (isProject(place) ? { touches: place } : { near: place });
// Mostly where people work together; personal projects are as many as people, and much is archived after a while.
const places = (model: Model): Place[] => {
  const shared = [...model.projects.filter((project) => !project.personalOwner), ...model.workspaces.filter((workspace) => !workspace.isGlobal)].filter(isAlive);
  return [...shared, ...shared, ...shared, ...model.projects, ...model.workspaces];
};
// Mostly one that still waits, or whose inviter may no longer give the role, and the one it waits for.
const chooseInvitation = (model: Model, choose: Choose) => {
  const open = model.invitations.filter((other) => other.state === 'open');
  const stale = open.filter((other) => !mayGive(model, other.inviter, other.place, other.role));
  const invitation = choose([...stale, ...stale, ...stale, ...open, ...open, ...model.invitations]);
  return invitation && { invitation, ...(choose([true, true, false]) ? { by: invitation.person } : {}) };
};

/** Memberships, roles and accounts: everything that gives and takes rights. */
export const membership: Record<string, Maker> = {
  add: (model, choose) => {
    const place = choose(places(model))!;
    const person = choose(model.people)!;
    const role = choose(rolesOf(place))!;
    const { table, column } = tableOf(place);
    return {
      about: `add ${person.name} to ${place.id} as ${role}`, ...touched(place),
      sql: `insert into public.${table} (${column}, user_id, role) values (${text(place.id)}, ${text(person.id)}, ${text(role)}) returning user_id as id`,
      may: (caller) => !findMember(model, person, place) && mayGive(model, caller, place, role),
      apply: () => {
        giveRole(model, person, place, role);
        activateIfInvited(model, person, place);
      },
    };
  },

  changeRole: (model, choose) => {
    const member = chooseMember(model, choose);
    const role = choose(rolesOf(member.place))!;
    const { table, where } = isMember(member);
    return {
      about: `make ${member.person.name} ${role} of ${member.place.id}`, affects: member.person, ...touched(member.place),
      sql: `update public.${table} set role = ${text(role)} where ${where} returning user_id as id`,
      may: (caller) => mayChangeRole(model, caller, member, role),
      apply: () => { member.role = role; },
    };
  },

  removeMember: (model, choose) => removal(model, chooseMember(model, choose)),
  leave: (model, choose) => {
    const member = chooseMember(model, choose);
    return { ...removal(model, member), by: member.person };
  },

  setStatus: (model, choose) => {
    const person = choose(model.people)!;
    const status = choose(['banned', 'active', 'active', 'inactive', 'waitlist', 'invited', 'archived'])!;
    return {
      about: `set the status of ${person.name} to ${status}`, affects: person,
      sql: `select ${text(person.id)} as id from public.set_user_status(${text(person.id)}, ${text(status)})`,
      may: (caller) => isSuper(caller) && caller !== person,
      apply: () => { person.status = status; },
    };
  },
  // Half of what is banned comes back, so that sequences do not end with everybody locked out.
  reactivate: (model, choose) => {
    const person = choose(model.people.filter((other) => other.status !== 'active'));
    return person && {
      about: `reactivate ${person.name}`, sql: `select ${text(person.id)} as id from public.set_user_status(${text(person.id)}, 'active')`,
      may: (caller) => isSuper(caller) && caller !== person,
      apply: () => { person.status = 'active'; },
    };
  },

  archive: (model, choose) => archiving(model, choose(places(model).filter((place) => !place.archived)), true),
  restore: (model, choose) => archiving(model, choose(places(model).filter((place) => place.archived)), false),

  invite: (model, choose) => {
    const place = choose(places(model))!;
    const person = choose(model.people)!;
    const role = choose(rolesOf(place))!;
    const call = isProject(place) ? 'invite_to_project' : 'invite_to_workspace';
    return {
      about: `invite ${person.name} to ${place.id} as ${role}`, near: place,
      sql: `select invitation_id as id from public.${call}(${text(place.id)}, ${text(person.email.toUpperCase())}, ${text(role)})`,
      may: (caller) => mayGive(model, caller, place, role)
        && !model.invitations.some((other) => other.state === 'open' && other.person === person && other.place === place),
      apply: (inviter, id) => { model.invitations.push({ id, person, place, role, inviter, state: 'open' }); },
    };
  },
  accept: (model, choose) => {
    const chosen = chooseInvitation(model, choose);
    if (!chosen) return null;
    const { invitation, by } = chosen;
    return {
      about: `accept the invitation of ${invitation.person.name} to ${invitation.place.id} as ${invitation.role}`,
      ...(by ? { by } : {}),
      sql: `select ${text(invitation.id)} as id from public.accept_my_invitation(${text(invitation.id)})`,
      may: (caller) => mayAccept(model, caller, invitation),
      apply: (person) => {
        const { place, role } = invitation;
        invitation.state = 'accepted';
        const held = findMember(model, person, place);
        if (!held || rolesOf(place).indexOf(held.role) < rolesOf(place).indexOf(role)) giveRole(model, person, place, role);
        activateIfInvited(model, person, place);
      },
    };
  },
  decline: (model, choose) => {
    const chosen = chooseInvitation(model, choose);
    if (!chosen) return null;
    const { invitation, by } = chosen;
    return {
      about: `decline the invitation of ${invitation.person.name} to ${invitation.place.id}`,
      ...(by ? { by } : {}),
      sql: `select ${text(invitation.id)} as id from public.decline_invitation(${text(invitation.id)})`,
      may: (caller) => mayAnswer(caller, invitation),
      apply: () => { invitation.state = 'declined'; },
    };
  },
  // Whoever may give the role may take the offer back.
  revoke: (model, choose) => {
    const invitation = chooseInvitation(model, choose)?.invitation;
    if (!invitation) return null;
    return {
      about: `revoke the invitation of ${invitation.person.name} to ${invitation.place.id}`, near: invitation.place,
      sql: `select ${text(invitation.id)} as id from public.revoke_invitation(${text(invitation.id)})`,
      may: (caller) => invitation.state === 'open' && mayGive(model, caller, invitation.place, invitation.role),
      apply: () => { invitation.state = 'revoked'; },
    };
  },
};

function removal(model: Model, member: Member) {
  const { table, where } = isMember(member);
  return {
    about: `remove ${member.person.name} from ${member.place.id}`, affects: member.person, ...touched(member.place),
    sql: `delete from public.${table} where ${where} returning user_id as id`,
    may: (caller: Person) => mayRemove(model, caller, member),
    apply: () => removeMember(model, member),
  };
}

// Somebody who works there.
function affected(model: Model, place: Place): { affects?: Person } {
  const member = model.members.findLast((other) => other.place === place || (isProject(other.place) && other.place.workspace === place));
  return member ? { affects: member.person } : {};
}

function archiving(model: Model, place: Place | null, archived: boolean) {
  return place && {
    about: `${archived ? 'archive' : 'restore'} ${place.id}`, near: place, ...affected(model, place),
    sql: `select ${text(place.id)} as id from public.${archived ? 'archive' : 'restore'}_${isProject(place) ? 'project' : 'workspace'}(${text(place.id)})`,
    may: (caller: Person) => mayArchive(model, caller, place),
    apply: () => { place.archived = archived; },
  };
}

// Being added activates a waiting person only where an invitation from there was accepted.
function activateIfInvited(model: Model, person: Person, place: Place): void {
  const accepted = model.invitations.some((other) => other.state === 'accepted' && other.person === person && other.place === place);
  if (accepted && (person.status === 'waitlist' || person.status === 'invited')) person.status = 'active';
}
