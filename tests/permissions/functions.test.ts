import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { functions } from './functions.ts';
import { roles } from './model.ts';
import { attemptCall } from './probe.ts';
import { buildWorld } from './world.ts';
import type { World } from './world.ts';

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

for (const { name, calls } of functions) {
  describe(name, () => {
    for (const call of calls) {
      for (const role of roles) {
        test(`${role} ${call.allowed.includes(role) ? 'may' : 'may not'} call it (${call.as})`, async () => {
          const answer = await attemptCall(admin, world, role, call);
          if (!call.allowed.includes(role) && answer === 'impossible') return;
          expect(answer).toBe(call.allowed.includes(role) ? 'allowed' : 'refused');
        });
      }
    }

    // Whoever is not active has the rights of somebody who is not signed in.
    test('a banned person may not call it', async () => {
      for (const call of calls.filter(({ allowed }) => !allowed.includes('anon'))) {
        for (const role of call.allowed.filter((r) => r !== 'service_role')) {
          const answer = await attemptCall(admin, world, role, { ...call, before: `update public.users set status = 'banned' where id = :caller` });
          expect(answer, `${call.as} as ${role}`).toBe('refused');
        }
      }
    });
  });
}
