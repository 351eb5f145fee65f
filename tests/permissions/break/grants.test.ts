import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { functions } from '../functions.ts';
import { matrix } from '../matrix.ts';
import { cell, commands, roles, relationOf } from '../model.ts';
import type { Role } from '../model.ts';
import { attemptCall } from '../probe.ts';
import { buildWorld } from '../world.ts';
import type { World } from '../world.ts';
import { broken, firstWrongCell, isOwn } from './cells.ts';
import { functionRights, holds, schemaRights, tableRights } from './rights.ts';
import type { Right } from './rights.ts';

// Every right is tried as the role it is for, then taken away or given, and must then be noticed missing or too many.
const database = await testDatabase({ open: false });
let admin: pg.Client;
let world: World;

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  admin = await connect(database.adminUrl);
  world = await buildWorld(admin, auth);
  await auth.end();
});
afterAll(() => admin.end());

describe.each(matrix.filter(isOwn).map((rules) => [rules.table, rules] as const))('%s', (_, rules) => {
  test('every role holds exactly the rights of the matrix', async () => expect(await wrong(await tableRights(admin, rules))).toEqual([]));
  test('each right too many is noticed', async () => expect(await unnoticed(await tableRights(admin, rules), false)).toEqual([]));
  test('each missing right is noticed', async () => expect(await unnoticed(await tableRights(admin, rules), true)).toEqual([]));

  test('a cell notices each command that is revoked', async () => {
    for (const command of commands) {
      for (const role of ['authenticated', 'service_role'] as const) {
        const who = roles.filter((person) => person !== 'anon' && (person === 'service_role') === (role === 'service_role'));
        if (!who.some((person) => cell(rules, command, person).kinds.length > 0)) continue;
        const sql = `revoke ${command} on ${relationOf(rules)} from ${role}`;
        expect(await broken(admin, sql, () => firstWrongCell(admin, world, { rules: [rules], command, who })), sql).not.toBe(null);
      }
    }
  });
});

describe('functions', () => {
  const rights = async () => [...schemaRights, ...await functionRights(admin)];
  test('every role may call exactly those granted to it', async () => expect(await wrong(await rights())).toEqual([]));
  test('each right too many is noticed', async () => expect(await unnoticed(await rights(), false)).toEqual([]));
  test('each missing right is noticed', async () => expect(await unnoticed(await rights(), true)).toEqual([]));

  test.each(functions.map((rules) => [rules.name, rules] as const))('a call notices that %s is revoked', async (name, { granted, calls }) => {
    for (const role of granted) {
      const isOf = (person: Role) => (person === 'anon' || person === 'service_role' ? person : 'authenticated') === role;
      const call = calls.find(({ allowed }) => allowed.some(isOf));
      const person = call?.allowed.find(isOf);
      if (!call || !person) throw new Error(`No call tried as ${role} succeeds.`);
      expect(await broken(admin, `revoke execute on function ${name} from ${role}`, () => attemptCall(admin, world, person, call))).toBe('refused');
    }
  });
});

async function wrong(rights: Right[]): Promise<string[]> {
  const found: string[] = [];
  for (const right of rights) if (await holds(admin, right) !== right.expected) found.push(right.name);
  return found;
}

/** The changes of those rights the matrix expects, or of those it does not, after which the role may do as much as before. */
async function unnoticed(rights: Right[], expected: boolean): Promise<string[]> {
  const found: string[] = [];
  for (const right of rights.filter((candidate) => candidate.expected === expected)) {
    const sql = expected ? right.revoke : right.grant;
    if (await broken(admin, sql, () => holds(admin, right)) === expected) found.push(sql);
  }
  return found;
}
