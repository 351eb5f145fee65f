import type pg from 'pg';
import { afterAll } from 'vitest';
import { connect } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';
import type { TestDatabase } from '#tests/support/database.ts';
import { buildWorld } from './world.ts';
import type { World } from './world.ts';

/**
 * A world in a database of the test file's own, with a connection as the database's superuser. Call it once, at the top of
 * a file; `prepare` comes before anybody is there.
 */
export async function openWorld(prepare?: (admin: pg.Client) => Promise<unknown>): Promise<{ database: TestDatabase; admin: pg.Client; world: World }> {
  const database = await testDatabase({ open: false });
  const [admin, auth] = await Promise.all([connect(database.adminUrl), connect(database.authUrl)]);
  afterAll(() => admin.end());
  await prepare?.(admin);
  const world = await buildWorld(admin, auth);
  await auth.end();
  return { database, admin, world };
}
