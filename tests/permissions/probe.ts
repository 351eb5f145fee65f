import pg from 'pg';
import { beginMessage } from '#server/platform/database/session.ts';
import { sessionOf } from '#tests/support/accounts.ts';
import { relationOf } from './model.ts';
import type { Command, Role, TableRules } from './model.ts';
import type { Place, World } from './world.ts';

export type Attempt = {
  rules: TableRules; command: Command; kind: string; role: Role;
  /** Where the row lies; the role's own place unless given. */
  place?: Place;
  /** SQL run as the database's superuser before the attempt: banning, archiving. */
  before?: string;
  /** The project the transaction names. */
  narrowedTo?: string;
};

/** `impossible`: such a row cannot exist there, so there is nothing to try. */
export type Answer = 'allowed' | 'refused' | 'impossible';

/** Where the role's rows lie: the personal project for its owner, our tenant for everybody else. */
export function placeOf(world: World, role: Role): Place {
  return role === 'personal-project owner' ? world.places.personal : world.places.ours;
}

/**
 * Tries one command on one row as one role, in SQL, and takes everything back. The row is made first by the superuser
 * in the same transaction. No row touched and SQLSTATE 42501 are refusals; any other error is thrown.
 */
export async function attempt(admin: pg.Client, world: World, a: Attempt): Promise<Answer> {
  const fill = filler(world, a);
  return takenBack(admin, async () => {
    let row: string | null = null;
    if (a.command !== 'insert') {
      row = await makeRow(admin, fill(a.rules.rows[a.kind]!));
      if (row === null) return 'impossible';
    }
    const before = a.before ? `${fill(a.before)}; ` : '';
    await admin.query(before + beginMessage(sessionOf(a.role === 'anon' || a.role === 'service_role' ? a.role : world.people[a.role]!, a.narrowedTo), 'savepoint probe'));
    if (a.rules.prepare) await admin.query(a.rules.prepare);
    return run(admin, statement(a, row, fill));
  });
}

/** Calls a function as a role, with a row made before it (`:row`), and takes everything back. Not found counts as refused. */
export async function attemptCall(admin: pg.Client, world: World, role: Role, call: { row?: string; before?: string; sql: string }): Promise<Answer> {
  return takenBack(admin, async () => {
    const fill = filler(world, { role });
    const row = call.row === undefined ? null : await makeRow(admin, fill(call.row));
    if (call.row !== undefined && row === null) return 'impossible';
    if (call.before) await admin.query(fill(call.before));
    await admin.query(beginMessage(sessionOf(role === 'anon' || role === 'service_role' ? role : world.people[role]!), 'savepoint probe'));
    return run(admin, fill(call.sql).replaceAll(':row', pg.escapeLiteral(row ?? '')), ['42501', 'P0002']);
  });
}

/** Does the work and takes it back: all of it, or, inside a transaction, what it added to that one. */
export async function takenBack<T>(admin: pg.Client, work: () => Promise<T>): Promise<T> {
  const nested = admin.getTransactionStatus() === 'T';
  await admin.query(nested ? 'savepoint taken_back' : 'begin');
  try {
    return await work();
  } finally {
    await admin.query(nested ? 'rollback to taken_back; release taken_back' : 'rollback');
  }
}

function statement(a: Attempt, row: string | null, fill: (sql: string) => string): string {
  const { change } = a.rules;
  const table = relationOf(a.rules);
  const where = row === null ? '' : `where id = ${pg.escapeLiteral(row)}`;
  if (a.command === 'select') return `select id from ${table} ${where}`;
  if (a.command === 'insert') return fill(a.rules.inserts[a.kind]!);
  if (a.command === 'delete') return `delete from ${table} ${where}`;
  return `update ${table} set ${change} ${where}`;
}

// 42501: no grant, or a check that did not hold. 55000: a view that takes no changes.
async function run(admin: pg.ClientBase, sql: string, refusals = ['42501', '55000']): Promise<Answer> {
  try {
    return ((await admin.query(sql)).rowCount ?? 0) > 0 ? 'allowed' : 'refused';
  } catch (error) {
    const { code } = error as { code?: string };
    if (code && refusals.includes(code)) return 'refused';
    throw new Error(`${(error as Error).message} (${code}) in: ${sql}`, { cause: error });
  }
}

/** Makes a row and returns its id, or null where such a row cannot exist. Inside a transaction that is then broken, unless nested. */
export async function makeRow(admin: pg.ClientBase, sql: string): Promise<string | null> {
  try {
    const { rows } = await admin.query<string[]>({ text: sql, rowMode: 'array' });
    return rows[0]?.[0] ?? null;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === '23502' || code === '23503' || message === 'A personal project has exactly one member.') return null;
    throw error;
  }
}

/** Puts the ids of the place and the caller in for `:project`, `:caller` and so on, as SQL literals. */
export function filler(world: World, a: { role: Role; place?: Place }): (sql: string) => string {
  const place = a.place ?? placeOf(world, a.role);
  const caller = world.people[a.role] ?? null;
  const values: Record<string, string | null> = {
    ...place, caller, callerOrBystander: caller ?? place.bystander, fellow: world.places.ours.bystander, stranger: world.newcomer,
    global: world.global, newcomer: world.newcomer, unjoined: world.unjoined, unprovisioned: world.unprovisioned, secretKey: world.secretKey,
  };
  return (sql) => sql.replace(/(?<!:):([a-zA-Z]+)\b/g, (whole, name: string) => {
    if (!(name in values)) return whole;
    const value = values[name];
    return value == null ? 'null::uuid' : `${pg.escapeLiteral(value)}::uuid`;
  });
}
