import type pg from 'pg';
import { matrix } from '../matrix.ts';
import { cell, commands, isSeenByWorkspace, kindsOf, roles, titleOf } from '../model.ts';
import type { Command, Role, TableRules } from '../model.ts';
import { attempt, placeOf, takenBack } from '../probe.ts';
import type { Attempt } from '../probe.ts';
import type { World } from '../world.ts';

/** Tables that keep their wall themselves; the view asks a function. */
export const tables = matrix.filter((rules) => rules.table !== 'member_profiles');

/** Of those, the ones whose grants, triggers and constraints are ours: of a platform's table only the policies are. */
export const ownTables = tables.filter(isOwn);

export function isOwn(rules: TableRules): boolean {
  return rules.schema === undefined;
}

/** Does the work on a database with this broken, and takes all of it back. */
export function broken<T>(admin: pg.Client, sql: string, work: () => Promise<T>): Promise<T> {
  return takenBack(admin, async () => {
    await admin.query(sql);
    return work();
  });
}

const people = roles.filter((role) => role !== 'service_role');
const workspaceManagers: Role[] = ['workspace owner', 'workspace admin'];

/** `rules` are all those of one table, `inStates` all of them unless given. */
type Asked = { rules: TableRules[]; command?: Command | undefined; who?: readonly Role[]; inStates?: readonly State[] };

/** The first cell that is not as the matrix says, in words; null when all of them are. */
export async function firstWrongCell(admin: pg.Client, world: World, asked: Asked): Promise<string | null> {
  for await (const { name, answer, allowed } of cells(admin, world, asked)) {
    if (answer !== 'impossible' && (answer === 'allowed') !== allowed) return `${name}: ${answer}`;
  }
  return null;
}

/** What every cell answers, to be compared with the same of another state of the database. */
export async function answersOf(admin: pg.Client, world: World, asked: Asked): Promise<string[]> {
  const answers: string[] = [];
  for await (const { name, answer } of cells(admin, world, asked)) answers.push(`${name}: ${answer}`);
  return answers;
}

// The states a cell is asked in, and how each is brought about.
const states = {
  'as it is': {},
  'with the project named': {},
  'when banned': { before: `update public.users set status = 'banned' where id = :caller` },
  'in an archived project': { before: 'update public.projects set is_active = false, deleted_at = now() where id = :project' },
  'in an archived workspace': { before: 'update public.workspaces set is_active = false, deleted_at = now() where id = :workspace' },
} satisfies Record<string, Partial<Attempt>>;
type State = keyof typeof states;

async function* cells(admin: pg.Client, world: World, { rules: all, command: only, who = people, inStates = Object.keys(states) as State[] }: Asked) {
  for (const state of inStates) {
    for (const rules of all) {
      for (const command of only ? [only] : commands) {
        for (const role of who) {
          for (const kind of kindsOf(rules, command)) {
            if (!concerns(state, rules, command, kind, role)) continue;
            const named = state === 'with the project named' ? { narrowedTo: placeOf(world, role).project } : {};
            // An error (a foreign key, a guard) means that the command got past the wall.
            const answer = await attempt(admin, world, { rules, command, kind, role, ...states[state], ...named }).catch(() => 'allowed' as const);
            const allowed = cell(rules, command, role).kinds.includes(kind) && staysOpen(state, rules, command, kind, role);
            yield { name: `${command} ${titleOf(rules)} (${kind}) as ${role} ${state}`, answer, allowed };
          }
        }
      }
    }
  }
}

function concerns(state: State, rules: TableRules, command: Command, kind: string, role: Role): boolean {
  if (state === 'as it is') return true;
  if (role === 'anon' || role === 'service_role') return false;
  const sql = (command === 'insert' ? rules.inserts : rules.rows)[kind]!;
  if (state === 'in an archived project') return /:(project|chat|message|run|artifact)\b/.test(sql);
  return state !== 'in an archived workspace' || (rules.tenant && !kind.includes('global'));
}

/** The own account stays readable when banned, the own row of what is archived to those who may restore it. */
function staysOpen(state: State, rules: TableRules, command: Command, kind: string, role: Role): boolean {
  if (state === 'as it is' || state === 'with the project named') return true;
  if (command !== 'select') return false;
  if (state === 'when banned') return rules.table === 'users' && kind === 'own';
  if (state === 'in an archived workspace') return rules.table === 'workspaces' && workspaceManagers.includes(role);
  return isSeenByWorkspace(rules, kind, role) || (rules.table === 'projects' && [...workspaceManagers, 'project owner', 'personal-project owner'].includes(role));
}
