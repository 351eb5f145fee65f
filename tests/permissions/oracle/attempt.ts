import { findMember } from './model.ts';
import type { Model, Person, Place, Project } from './model.ts';

/** Something somebody tries: the statement, who may, and what then is different. */
export type Attempt = {
  about: string;
  /** One statement that returns a row with column `id` when it succeeds. */
  sql: string;
  may: (person: Person) => boolean;
  /** The project whose rows the statement touches: a request that names another one is refused. Functions name their place themselves. */
  touches?: Project;
  /** Where it happens, if it touches no rows of a project: its members are the ones to try it. */
  near?: Place;
  /** Whose rights it may take: the one to watch while it happens. */
  affects?: Person;
  /** Who tries, where it is nobody else's to try. */
  by?: Person;
  /** Tried by the server's role, for whom the wall does not stand but rows are as fixed. */
  byServer?: boolean;
  apply: (person: Person, id: string) => void;
};

/** Chooses among what there is, always the same for the same numbers; null where there is nothing. */
export type Choose = <T>(from: readonly T[]) => T | null;

/** Makes an attempt out of what there is, or null where there is nothing to try it on. */
export type Maker = (model: Model, choose: Choose) => Attempt | null;

export const never = () => false;

/** A role for somebody in a place, as an invitation or a membership gives it. */
export function giveRole(model: Model, person: Person, place: Place, role: string): void {
  const member = findMember(model, person, place);
  if (member) member.role = role;
  else model.members.push({ place, person, role });
}
