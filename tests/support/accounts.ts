import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { beginMessage } from '#server/platform/database/session.ts';
import type { Session } from '#server/platform/database/session.ts';

export type Outcome = { rows: Record<string, unknown>[]; count: number; state: string | null; message: string };

/** Who runs a statement: a person's id, nobody signed in, or the server. */
export type Caller = string | 'anon' | 'service_role';

/**
 * Signs an account up the way the auth service does: as its login, with its search path. Returns the id.
 * `address` null makes an account without e-mail.
 */
export async function signUp(auth: pg.ClientBase, address: string | null, o: { proven?: boolean; name?: string; phone?: string } = {}): Promise<string> {
  const id = randomUUID();
  await auth.query('insert into users (id, email, phone, name, email_verified) values ($1, $2, $3, $4, $5)',
    [id, address, o.phone ?? null, o.name ?? null, o.proven ?? false]);
  return id;
}

/** Connects and ends after `work`. For the auth service's login the search path is its own schema. */
export async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A connection as the login of `url`; the auth service's comes with its search path. End it yourself. */
export async function connect(url: string): Promise<pg.Client> {
  const isAuth = new URL(url).username === 'supabase_auth_admin';
  const client = new pg.Client({ connectionString: url, ...(isAuth ? { options: '-c search_path=auth' } : {}) });
  await client.connect();
  return client;
}

/**
 * Runs one statement as `caller` in a transaction of its own. A refusal is an outcome with its SQLSTATE, not an error.
 * `keep` commits; otherwise nothing stays.
 */
export async function runAs(client: pg.ClientBase, caller: Caller, sql: string, o: { values?: unknown[]; keep?: boolean; projectId?: string } = {}): Promise<Outcome> {
  await client.query(beginMessage(sessionOf(caller, o.projectId)));
  try {
    const result = await client.query<Record<string, unknown>>(sql, o.values);
    await client.query(o.keep ? 'commit' : 'rollback');
    return { rows: result.rows, count: result.rowCount ?? 0, state: null, message: '' };
  } catch (error) {
    await client.query('rollback');
    const { code, message } = error as { code?: string; message: string };
    if (!code) throw error;
    return { rows: [], count: 0, state: code, message };
  }
}

/** As `runAs`, kept, and an error when refused: for set-up. Returns the rows. */
export async function doAs(client: pg.ClientBase, caller: Caller, sql: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  const outcome = await runAs(client, caller, sql, { values, keep: true });
  if (outcome.state) throw new Error(`${outcome.state}: ${outcome.message} in ${sql}`);
  return outcome.rows;
}

export function sessionOf(caller: Caller, projectId?: string): Session {
  if (caller === 'anon') return { role: 'anon' };
  if (caller === 'service_role') return { role: 'service_role', reason: 'agent runs' };
  return { role: 'authenticated', actor: { userId: caller }, ...(projectId === undefined ? {} : { projectId }) };
}
