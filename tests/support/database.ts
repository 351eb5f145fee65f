import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';

/** A database of the test file's own, and the addresses of its logins. */
export type TestDatabase = { name: string; adminUrl: string; ownerUrl: string; appUrl: string; authUrl: string };

/**
 * Clones the migrated template (about 35 ms) and opens it for `asActor` and `asSystem`. Call it once, at the top of the
 * test file: `const database = await testDatabase();`. It is closed and dropped after the file's last test.
 */
export async function testDatabase(o: { open?: boolean } = {}): Promise<TestDatabase> {
  const { template, urls, missing } = inject('cluster');
  if (missing) throw new Error(missing);
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const at = (url: string, database = name) => url.replace('/DATABASE', `/${database}`);
  await query(at(urls.admin, 'postgres'), `create database ${name} template ${template} owner ninefold_owner`);
  const database = { name, adminUrl: at(urls.admin), ownerUrl: at(urls.owner), appUrl: at(urls.app), authUrl: at(urls.auth) };
  const close = o.open === false ? null : await openForCode(database.appUrl);
  afterAll(async () => {
    await close?.();
    await query(at(urls.admin, 'postgres'), `drop database if exists ${name} with (force)`);
  });
  return database;
}

/** Runs one SQL text as the login of the address and returns its rows. For set-up and for looking at what is stored. */
export async function query<Row extends pg.QueryResultRow>(url: string, sql: string, values?: unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

async function openForCode(url: string): Promise<() => Promise<void>> {
  const { openDatabase, closeDatabase } = await import('#server/platform/database/index.ts');
  openDatabase({ url, maxConnections: 5 });
  return closeDatabase;
}
