import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { functionChecks } from './functions.ts';
import { policyChecks } from './policies.ts';
import { tableChecks } from './tables.ts';

// What must hold for every object, whoever adds it; and each check is shown to find what it is for.
const database = await testDatabase({ open: false });
let admin: pg.Client;
beforeAll(async () => { admin = await connect(database.adminUrl); });
afterAll(() => admin.end());

describe.each([['tables', tableChecks], ['policies', policyChecks], ['functions', functionChecks]])('%s', (_, checks) => {
  test.each(checks.map((check) => [check.fact, check] as const))('%s', async (_fact, check) => {
    expect(await check.find(admin)).toEqual([]);
  });

  test.each(checks.flatMap((check) => check.plants.map((plant, n) => [check.fact, n + 1, plant, check] as const)))('a breach is found of: %s (%i)', async (_fact, _n, plant, check) => {
    await admin.query('begin');
    try {
      await admin.query(plant);
      expect((await check.find(admin)).join('\n')).toMatch(/planted/);
    } finally {
      await admin.query('rollback');
    }
  });
});
