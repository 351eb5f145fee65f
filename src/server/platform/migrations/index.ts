import pg from 'pg';
import { applyFile, MigrationError } from './apply.ts';
import { listMigrations, listStandIn, schemaHash } from './files.ts';

export { applyFile, listMigrations, MigrationError, schemaHash };

/** The database holds migrations this code does not know. */
export class NewerDatabaseError extends Error {
  override name = 'NewerDatabaseError';
}

// Any number will do, as long as every start uses the same: two starts migrate one after the other.
const lockKey = 7_305_001;

/**
 * Brings a database up to this code: each missing file of `supabase/migrations` in a transaction of its own, in order.
 * History is kept as the Supabase CLI keeps it, so that both can take turns. Returns the names applied.
 */
export async function migrate(o: { ownerUrl: string; log?: (line: string) => void; folder?: string }): Promise<{ applied: string[] }> {
  const client = new pg.Client({ connectionString: o.ownerUrl, application_name: 'ninefold-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    return await migrateLocked(client, o);
  } finally {
    await client.end();
  }
}

/** Applies `supabase/stand-in` where there is no `auth.users`, all of it or nothing. Its roles need a superuser (or a role that may create such roles). */
export async function applyStandIn(client: pg.ClientBase, folder?: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('auth.users') is not null as there`);
  if (rows[0]?.there) return false;
  await inTransaction(client, async () => {
    for (const { path, sql } of listStandIn(folder)) await applyFile(client, path, sql);
  });
  return true;
}

async function migrateLocked(client: pg.Client, o: { log?: (line: string) => void; folder?: string }): Promise<{ applied: string[] }> {
  await applyStandIn(client, o.folder);
  const known = await readHistory(client);
  const files = listMigrations(o.folder);
  refuseNewer(known, files.map((f) => f.version));
  const applied: string[] = [];
  for (const file of files) {
    if (known.includes(file.version)) continue;
    o.log?.(file.name);
    await inTransaction(client, async () => {
      const statements = await applyFile(client, file.path, file.sql);
      await client.query('insert into supabase_migrations.schema_migrations (version, statements, name) values ($1, $2, $3)', [file.version, statements, file.name]);
    });
    applied.push(file.name);
  }
  return { applied };
}

async function readHistory(client: pg.Client): Promise<string[]> {
  const { rows: [row] } = await client.query<{ there: boolean }>(`select to_regclass('supabase_migrations.schema_migrations') is not null as there`);
  if (!row?.there) {
    await client.query(`create schema if not exists supabase_migrations;
      create table if not exists supabase_migrations.schema_migrations (version text primary key, statements text[], name text)`);
  }
  const { rows } = await client.query<{ version: string }>('select version from supabase_migrations.schema_migrations order by version');
  return rows.map((r) => r.version);
}

function refuseNewer(known: string[], files: string[]): void {
  const unknown = known.filter((version) => !files.includes(version));
  if (unknown.length === 0) return;
  throw new NewerDatabaseError(
    `The database is newer than this code: it holds ${unknown.length === 1 ? 'migration' : 'migrations'} ${unknown.join(', ')}, which this version does not know. Update the code (git pull) and start again, or point NINEFOLD_HOME or DATABASE_URL to another database.`,
  );
}

async function inTransaction(client: pg.ClientBase, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {}); // The connection may be what failed; the first error counts.
    throw error;
  }
}
