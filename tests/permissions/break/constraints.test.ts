import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { spare } from '../guards/constraints.ts';
import { tableName } from '../model.ts';
import { takenBack } from '../probe.ts';
import { buildWorld } from '../world.ts';
import type { World } from '../world.ts';
import { breaksOfChecks, breaksOfKeys, breaksOfNotNull, breaksOfUnique } from './breaks.ts';
import { tables } from './cells.ts';
import { checksOf, columnsOf } from './constraints.ts';
import { exampleRow, prepareStates } from './example.ts';
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

describe.each(tables.map((rules) => [rules.table, rules] as const))('%s', (_, rules) => {
  test.each([
    ['each check is noticed when it is dropped, lacks a part or draws its line elsewhere', breaksOfChecks],
    ['each column that may not be null is noticed when it may', breaksOfNotNull],
    ['each unique index is noticed when it is dropped', breaksOfUnique],
    ['each foreign key is noticed when it is dropped, compares less, or does nothing on delete', breaksOfKeys],
  ] as const)('%s', (__, breaks) => takenBack(admin, async () => {
    const table = tableName(rules);
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
});
