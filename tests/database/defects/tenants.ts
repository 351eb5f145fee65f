import type pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { connect, runAs } from '#tests/support/accounts.ts';
import type { Outcome } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import type { TestDatabase } from '#tests/support/database.ts';
import type { Role } from '#tests/permissions/model.ts';
import { filler } from '#tests/permissions/probe.ts';
import { buildWorld } from '#tests/permissions/world.ts';
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
  const database = await testDatabase({ open: false });
  const t = { database } as Tenants;
  beforeAll(async () => {
    [t.admin, t.app, t.auth] = await Promise.all([connect(database.adminUrl), connect(database.appUrl), connect(database.authUrl)]);
    t.world = await buildWorld(t.admin, t.auth);
  });
  afterAll(() => Promise.all([t.admin.end(), t.app.end(), t.auth.end()]));
  const fill = (role: Role, at?: keyof World['places']) => filler(t.world, { role, ...(at ? { place: t.world.places[at] } : {}) });
  t.as = (role, sql, o = {}) => {
    const caller = role === 'anon' || role === 'service_role' ? role : t.world.people[role]!;
    return runAs(t.app, caller, fill(role, o.at)(sql), { keep: o.keep ?? false });
  };
  t.raw = async (sql, at) => (await t.admin.query<Record<string, unknown>>(fill('service_role', at)(sql))).rows;
  return t;
}
