import { Kysely } from 'kysely';
import pg from 'pg';
import { log } from '#server/platform/log.ts';
import { SessionDialect } from './dialect.ts';
import type { DB } from './schema.gen.ts';

let open: Kysely<DB> | null = null;

// A day has no time zone: as a Date it would be midnight of this machine's zone, and another day elsewhere.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day);

/**
 * Opens the process's one pool. The login of `url` must be a member of the roles anon, authenticated and service_role
 * (on Supabase and in the embedded PostgreSQL: `authenticator`). Connections are made when first needed.
 */
export function openDatabase(o: { url: string; maxConnections?: number }): void {
  if (open) throw new Error('The database is already open. Call closeDatabase() first.');
  const pool = new pg.Pool({
    connectionString: o.url,
    max: o.maxConnections ?? 20,
    application_name: 'ninefold',
    // Waiting longer than this for a connection means the database is stuck: say so instead of piling up requests.
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  });
  const opened = new Kysely<DB>({ dialect: new SessionDialect({ pool }) });
  // The server may close an idle connection (restart, failover); the pool replaces it. Connections that are being closed
  // may hear that the server stops before they are gone, which is no loss.
  pool.on('error', (error) => { if (open === opened) log.warn({ err: error }, 'an idle database connection was lost'); });
  open = opened;
}

/** Ends the pool once running transactions are done. Opening again afterwards is allowed. */
export async function closeDatabase(): Promise<void> {
  const closing = open;
  open = null;
  await closing?.destroy();
}

/** The open database. Kept inside this folder: all access is by asActor, asAnonymous or asSystem. */
export function database(): Kysely<DB> {
  if (!open) throw new Error('The database is not open. Call openDatabase() first.');
  return open;
}
