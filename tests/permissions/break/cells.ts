import type pg from 'pg';
import { matrix } from '../matrix.ts';
import { cell, commands, kindsOf, roles, tableName } from '../model.ts';
import type { Command, Role, TableRules } from '../model.ts';
import { attempt, placeOf, takenBack } from '../probe.ts';
import type { Attempt } from '../probe.ts';
import type { World } from '../world.ts';

/** Tables that keep their wall themselves; the view asks a function. */
export const tables = matrix.filter((rules) => rules.table !== 'member_profiles');

/** Does the work on a database with this broken, and takes all of it back. */
export function broken<T>(admin: pg.Client, sql: string, work: () => Promise<T>): Promise<T> {
  return takenBack(admin, async () => {
    await admin.query(sql);
    return work();
  });
}

type Asked = { rules: TableRules; command?: Command | undefined; who?: readonly Role[] };

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

/** Every cell as it is, with the project named, and with the caller banned. */
async function* cells(admin: pg.Client, world: World, { rules, command: only, who = roles.filter((role) => role !== 'service_role') }: Asked) {
  for (const state of ['as it is', 'named', 'banned'] as const) {
    for (const command of only ? [only] : commands) {
      for (const role of who) {
        if (state !== 'as it is' && (role === 'anon' || role === 'service_role')) continue;
        const { kinds } = cell(rules, command, role);
        for (const kind of kindsOf(rules, command)) {
          // An error (a foreign key, a guard) means that the command got past the wall.
          const answer = await attempt(admin, world, { rules, command, kind, role, ...setting(state, role) }).catch(() => 'allowed' as const);
          const stays = state !== 'banned' || (rules.table === 'users' && command === 'select' && kind === 'own');
          yield { name: `${command} ${tableName(rules)} (${kind}) as ${role}, ${state}`, answer, allowed: kinds.includes(kind) && stays };
        }
      }
    }
  }

  function setting(state: 'as it is' | 'named' | 'banned', role: Role): Partial<Attempt> {
    if (state === 'named') return { narrowedTo: placeOf(world, role).project };
    return state === 'banned' ? { before: `update public.users set status = 'banned' where id = :caller` } : {};
  }
}
