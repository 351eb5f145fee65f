import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { giveRole, never } from './attempt.ts';
import type { Attempt, Choose, Maker } from './attempt.ts';
import { insertSql, keyOf, kindOf, kinds, rulesOf } from './kinds.ts';
import type { Kind } from './kinds.ts';
import { isProject, removeRow } from './model.ts';
import type { Member, Model, Person, Place, Project, Row } from './model.ts';
import { isActive, isSuper, leads, rankIn } from './rights.ts';

const text = pg.escapeLiteral;
const standing = (row: Row, person: Person) => ({ own: row.author === person, byPerson: row.author !== null });
const touched = (place: Place) => (isProject(place) ? { touches: place } : { near: place });
const rename = (table: string, place: Place) => `update public.${table} set name = 'Renamed' where id = ${text(place.id)} returning id`;

/** Places, rows of every kind, and attempts to give a row another place. */
export const content: Record<string, Maker> = {
  createWorkspace: (model) => ({
    about: 'create a workspace', sql: `select public.create_workspace('New', 'New') as id`, may: isActive,
    apply: (person, id) => {
      model.workspaces.push({ id, isGlobal: false, archived: false });
      giveRole(model, person, model.workspaces.at(-1)!, 'owner');
    },
  }),
  createProject: (model, choose) => {
    const workspace = choose(model.workspaces)!;
    return {
      about: `create a project in ${workspace.id}`, near: workspace, sql: `select public.create_project(${text(workspace.id)}, 'New') as id`,
      may: (person) => rankIn(model, person, workspace) >= 1,
      apply: (person, id) => {
        model.projects.push({ id, workspace, archived: false, personalOwner: null });
        giveRole(model, person, model.projects.at(-1)!, 'owner');
      },
    };
  },
  renameWorkspace: (model, choose) => {
    const workspace = choose(model.workspaces)!;
    return {
      about: `rename workspace ${workspace.id}`, near: workspace, sql: rename('workspaces', workspace), apply: () => {},
      may: (person) => (workspace.isGlobal ? isSuper(person) : rankIn(model, person, workspace) === 3),
    };
  },
  renameProject: (model, choose) => {
    const project = choose(model.projects)!;
    return {
      about: `rename project ${project.id}`, sql: rename('projects', project), touches: project, apply: () => {},
      may: (person) => rankIn(model, person, project) >= 3 || leads(model, person, project),
    };
  },
  changeProfile: (model, choose) => {
    const person = choose(model.people)!;
    return {
      about: `change the profile of ${person.name}`, apply: () => {}, may: (caller) => caller === person && isActive(person),
      sql: `update public.users set profile = '{"display_name": "Changed"}' where id = ${text(person.id)} returning id`,
    };
  },

  create: (model, choose) => {
    const kind = choose(kinds)!;
    const spot = chooseSpot(model, kind, choose);
    return spot && creation(model, kind, spot);
  },
  // What agents and the system write, past the wall.
  createByServer: (model, choose) => {
    const kind = kindOf(choose(['chat_messages', ...kinds.filter(({ byServer }) => byServer).map(({ table }) => table)])!);
    const spot = chooseSpot(model, kind, choose);
    // One of its kind is there already.
    if (!spot || (kind.isOnly && model.rows.some((row) => row.table === kind.table && row.parent === spot.parent))) return null;
    const id = randomUUID();
    const sql = insertSql(kind, { id, ...spot, person: '' }).replace(`'user'`, `'system'`);
    return {
      about: `write ${kind.table} as an agent`, sql, byServer: true, may: () => true,
      apply: (_person, given) => { model.rows.push({ table: kind.table, id: given, ...spot, author: null }); },
    };
  },
  edit: (model, choose) => {
    const row = chooseRow(model, choose);
    if (!row) return null;
    const kind = kindOf(row.table);
    return {
      about: `change ${row.table} ${row.id}`, ...touched(row.place),
      apply: () => { if (row.isPublic !== undefined) row.isPublic = !row.isPublic; },
      sql: `update public.${row.table} set ${kind.change} where ${keyOf(kind)} = ${text(row.id)} returning ${keyOf(kind)} as id`,
      may: (person) => rulesOf(kind, row.place).edit(rankIn(model, person, row.place), standing(row, person)),
    };
  },
  removeRow: (model, choose) => {
    const row = chooseRow(model, choose);
    if (!row) return null;
    const kind = kindOf(row.table);
    return {
      about: `delete ${row.table} ${row.id}`, ...touched(row.place),
      sql: `delete from public.${row.table} where ${keyOf(kind)} = ${text(row.id)} returning ${keyOf(kind)} as id`,
      may: (person) => rulesOf(kind, row.place).remove(rankIn(model, person, row.place), standing(row, person)),
      apply: () => removeRow(model, row),
    };
  },

  // A row says that it lies in one project while what it hangs on lies in another: nobody may, whatever they belong to.
  misplace: (model, choose) => {
    const kind = choose(kinds.filter((other) => other.parent !== null && !other.byServer))!;
    const spot = chooseSpot(model, kind, choose);
    const other = spot && choose(model.projects.filter((project) => project !== spot.place));
    return other && { ...creation(model, kind, { ...spot, place: other }), about: `misplace ${kind.table} of ${spot.place.id} in ${other.id}`, may: never };
  },
  move: (model, choose) => move(model, choose, false),
  moveByServer: (model, choose) => move(model, choose, true),
};

// First the table, so that rare ones have their turn.
function chooseRow(model: Model, choose: Choose): Row | null {
  const table = choose(kinds.filter((kind) => model.rows.some((row) => row.table === kind.table)))?.table;
  return choose(model.rows.filter((row) => row.table === table));
}

function creation(model: Model, kind: Kind, spot: Spot): Attempt {
  const id = randomUUID();
  // The caller's id is known only when it is somebody's turn; the trigger puts it in anyway.
  const anybody = model.people[0]!;
  const exists = (person: Person) => kind.identity !== undefined
    && model.rows.some((row) => row.table === kind.table && row.id === kind.identity!(spot.parent!, person));
  return {
    about: `create ${kind.table} in ${spot.place.id}`, ...touched(spot.place),
    sql: insertSql(kind, { id, ...spot, person: anybody.id }),
    may: (person) => !exists(person) && rulesOf(kind, spot.place).create(rankIn(model, person, spot.place), { own: true, byPerson: true })
      && (isProject(spot.place) || !spot.place.isGlobal),
    apply: (person, given) => { model.rows.push({ table: kind.table, id: given, ...spot, author: person, ...(kind.table === 'artifacts' ? { isPublic: true } : {}) }); },
  };
}

type Spot = { place: Place; parent: Row | null };

function chooseSpot(model: Model, kind: Kind, choose: Choose): Spot | null {
  if (kind.parent === null) return { place: choose(kind.inWorkspace ? [...model.projects, ...model.workspaces] : model.projects)!, parent: null };
  const parent = choose(model.rows.filter((row) => row.table === kind.parent));
  return parent && { place: parent.place, parent };
}

/** Parents, members and authors are fixed for everybody, the server included. */
function move(model: Model, choose: Choose, byServer: boolean): Attempt | null {
  const what = choose<Row | Project | Member | null>([chooseRow(model, choose), chooseRow(model, choose), choose(model.projects), choose(model.members)]);
  if (!what) return null;
  const home = 'workspace' in what ? what.workspace : what.place;
  const others: Place[] = isProject(home) ? model.projects : model.workspaces;
  const target = choose(others.filter((place) => place !== home));
  const person = choose(model.people)!;
  if (!target) return null;
  const parent = isProject(home) ? 'project_id' : 'workspace_id';
  const refuse = (table: string, where: string, set: string): Attempt => ({
    about: `set ${set} of ${table} where ${where}`, may: never, apply: () => {}, ...(byServer ? { byServer } : {}),
    sql: `update public.${table} set ${set} where ${where} returning ${parent} as id`,
  });
  if ('workspace' in what) return refuse('projects', `id = ${text(what.id)}`, `workspace_id = ${text(target.id)}`);
  if ('role' in what) {
    const toOther = choose([true, false]) && what.person !== person;
    return refuse(isProject(home) ? 'project_users' : 'workspace_users', `${parent} = ${text(home.id)} and user_id = ${text(what.person.id)}`,
      toOther ? `user_id = ${text(person.id)}` : `${parent} = ${text(target.id)}`);
  }
  const authored = what.table !== 'chat_participants' && !kindOf(what.table).byServer && what.author !== person;
  return refuse(what.table, `${keyOf(kindOf(what.table))} = ${text(what.id)}`,
    authored && choose([true, false]) ? `created_by = ${text(person.id)}` : `${parent} = ${text(target.id)}`);
}
