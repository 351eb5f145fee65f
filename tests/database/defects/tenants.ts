import type pg from 'pg';
import { afterAll } from 'vitest';
import { connect, runAs } from '#tests/support/accounts.ts';
import type { Outcome } from '#tests/support/accounts.ts';
import type { TestDatabase } from '#tests/support/database.ts';
import type { Role } from '#tests/permissions/model.ts';
import { filler } from '#tests/permissions/probe.ts';
import { openWorld } from '#tests/permissions/open-world.ts';
import type { World } from '#tests/permissions/world.ts';

// The tests of this folder name, by its number, the defect of the original design that must not come back.

export type Tenants = {
  database: TestDatabase;
  admin: pg.Client; app: pg.Client; auth: pg.Client; world: World;
  /** Runs one statement as a role of our tenant; `:project`, `:caller` and so on are filled in. Nothing stays unless `keep`. */
  as: (role: Role, sql: string, o?: { keep?: boolean; at?: keyof World['places'] }) => Promise<Outcome>;
  /** Runs one statement as the database's superuser and returns its rows. */
  raw: (sql: string, at?: keyof World['places']) => Promise<Record<string, unknown>[]>;
};

/** Two tenants, a personal project and a person for every role, in a database of the test file's own. Call it at the top of a file. */
export async function openTenants(): Promise<Tenants> {
  const { database, admin, world } = await openWorld();
  const [app, auth] = await Promise.all([connect(database.appUrl), connect(database.authUrl)]);
  afterAll(() => Promise.all([app.end(), auth.end()]));
  const fill = (role: Role, at?: keyof World['places']) => filler(world, { role, ...(at ? { place: world.places[at] } : {}) });
  return {
    database, admin, app, auth, world,
    as: (role, sql, o = {}) => {
      const caller = role === 'anon' || role === 'service_role' ? role : world.people[role]!;
      return runAs(app, caller, fill(role, o.at)(sql), { keep: o.keep ?? false });
    },
    raw: async (sql, at) => (await admin.query<Record<string, unknown>>(fill('service_role', at)(sql))).rows,
  };
}
