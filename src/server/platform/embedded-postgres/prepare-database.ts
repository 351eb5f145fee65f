import pg from 'pg';
import { applyStandIn } from '../migrations/index.ts';
import type { EmbeddedPostgres } from './index.ts';

/** The role that owns the database and runs migrations; no superuser. */
export const ownerLogin = 'ninefold_owner';
const logins = ['authenticator', 'supabase_auth_admin'];

/**
 * Makes a database with what a Supabase project has, owned by `ninefold_owner`, unless it is there.
 * Roles get their passwords; safe to repeat, also after a kill in the middle.
 */
export async function prepareDatabase(server: EmbeddedPostgres, database: string): Promise<void> {
  await as(server.urlFor('postgres', 'postgres'), async (admin) => {
    const { rows } = await admin.query<{ there: boolean }>('select exists (select from pg_roles where rolname = $1) as there', [ownerLogin]);
    if (!rows[0]?.there) await admin.query(`create role ${ownerLogin} login`);
    await setPassword(admin, server, ownerLogin);
    const found = await admin.query('select from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await admin.query(`create database ${pg.escapeIdentifier(database)} owner ${ownerLogin}`);
  });
  await as(server.urlFor('postgres', database), async (admin) => {
    await applyStandIn(admin);
    for (const login of logins) await setPassword(admin, server, login);
  });
}

// `alter role` writes a new hash each time, so an unchanged password is left as it is.
async function setPassword(admin: pg.Client, server: EmbeddedPostgres, login: string): Promise<void> {
  const { rows } = await admin.query<{ set: boolean }>('select rolpassword is not null as set from pg_authid where rolname = $1', [login]);
  const row = rows[0];
  if (!row || row.set) return;
  await admin.query(`alter role ${pg.escapeIdentifier(login)} with login password ${pg.escapeLiteral(server.passwordOf(login))}`);
}

async function as(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
