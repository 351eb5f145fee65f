import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { spare } from '../guards/constraints.ts';
import { relationOf } from '../model.ts';
import { takenBack } from '../probe.ts';
import { buildWorld } from '../world.ts';
import type { World } from '../world.ts';
import { breaksOfChecks, breaksOfKeys, breaksOfNotNull, breaksOfUnique } from './breaks.ts';
import { ownTables } from './cells.ts';
import { checksOf, columnsOf } from './constraints.ts';
import { exampleRow, prepareStates, statesOf } from './example.ts';
import { nobodyNotices } from './notice.ts';

// Every constraint is dropped and moved by one notch; a row that it alone refuses, or alone lets pass, must notice.
const database = await testDatabase({ open: false });
let admin: pg.Client;
let world: World;

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  admin = await connect(database.adminUrl);
  await prepareStates(admin);
  world = await buildWorld(admin, auth);
  await auth.end();
});
afterAll(() => admin.end());

describe.each(ownTables.map((rules) => [rules.table, rules] as const))('%s', (_, rules) => {
  test.each([
    ['each check is noticed when it is dropped, lacks a part or draws its line elsewhere', breaksOfChecks],
    ['each column that may not be null is noticed when it may', breaksOfNotNull],
    ['each unique index is noticed when it is dropped', breaksOfUnique],
    ['each foreign key is noticed when it is dropped, compares less, or does nothing on delete', breaksOfKeys],
  ] as const)('%s', (__, breaks) => takenBack(admin, async () => {
    const table = relationOf(rules);
    await admin.query('set constraints all immediate');
    const row = await exampleRow(admin, world, rules);
    const example = { admin, world, table, name: rules.table, row, columns: await columnsOf(admin, table), checks: await checksOf(admin, table) };
    const found: string[] = [];
    for await (const broke of breaks(example)) {
      if (spare.some(({ name, part = '' }) => name === `${rules.table} ${broke.name}` && broke.sql.includes(part))) continue;
      const missed = await nobodyNotices(admin, world, broke);
      if (missed) found.push(missed);
    }
    expect(found, 'nobody notices').toEqual([]);
  }));

  test('nothing a person may write takes a value of many megabytes', () => takenBack(admin, async () => {
    const table = relationOf(rules);
    await admin.query('set constraints all immediate');
    const row = await exampleRow(admin, world, rules);
    await admin.query('set local session_replication_role = replica');
    const large = { text: [`repeat('x', 5000000)`], jsonb: [`jsonb_build_object('x', repeat('x', 5000000))`, `jsonb_build_array(repeat('x', 5000000))`] } as Record<string, string[]>;
    const written = new Set([...rules.columns.insert, ...rules.columns.update]);
    const taken: string[] = [];
    for (const { name, type } of (await columnsOf(admin, table)).filter((column) => written.has(column.name))) {
      const states = await statesOf(admin, (large[type] ?? []).map((value) => `update ${table} set ${name} = ${value} where ${row}`));
      if (states.includes('accepted')) taken.push(name);
    }
    expect(taken).toEqual([]);
  }));
});
