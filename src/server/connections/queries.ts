import { sql } from 'kysely';
import type { ConnectionStatus } from '#contract/connections.ts';
import type { Tx } from '#server/platform/database/index.ts';

/** Stores a secret sealed for the row id `secretId`; for those who manage the connection. */
export async function setSealedSecret(tx: Tx, connectionId: string, name: string, secretId: string, sealed: string): Promise<void> {
  await sql`select public.set_connection_secret(${connectionId}::uuid, ${name}, ${secretId}::uuid, ${sealed})`.execute(tx);
}

/** Removes a secret, if it is set; for those who manage the connection. */
export async function clearSecret(tx: Tx, connectionId: string, name: string): Promise<void> {
  await sql`select public.clear_connection_secret(${connectionId}::uuid, ${name})`.execute(tx);
}

type StatusRow = {
  kind: ConnectionStatus['kind']; secrets: { name: string; set_at: string }[]; connected: boolean;
  expires_at: Date | null; scope: string | null; last_refreshed_at: Date | null; last_error: string | null;
};

/** What a connection has, without any value; not_found for whoever may not see it. */
export async function getStatus(tx: Tx, connectionId: string): Promise<ConnectionStatus> {
  const { rows } = await sql<StatusRow>`select * from public.connection_status(${connectionId}::uuid)`.execute(tx);
  const row = rows[0]!;
  return {
    kind: row.kind, secrets: row.secrets.map(({ name, set_at }) => ({ name, setAt: new Date(set_at).toISOString() })),
    isConnected: row.connected, expiresAt: row.expires_at?.toISOString() ?? null, scope: row.scope,
    lastRefreshedAt: row.last_refreshed_at?.toISOString() ?? null, lastError: row.last_error,
  };
}

/** A stored secret as it lies there; for the server alone. */
export async function findSealedSecret(tx: Tx, connectionId: string, kind: ConnectionStatus['kind'], name: string): Promise<{ id: string; sealed: string } | null> {
  const row = await tx.selectFrom('connection_secrets').select(['id', 'sealed'])
    .where(kind === 'api' ? 'api_connection_id' : 'oauth2_connection_id', '=', connectionId).where('name', '=', name).executeTakeFirst();
  return row ?? null;
}

/** Connections whose token expires before `minutes` have passed and can be refreshed, the most urgent first. */
export async function listExpiringTokens(tx: Tx, minutes: number, limit: number): Promise<string[]> {
  const rows = await expiring(tx, minutes).orderBy('t.expires_at').limit(limit).execute();
  return rows.map((row) => row.connection_id);
}

export type SealedToken = { id: string; connection_id: string; refresh_token: string | null };

/** The token of a connection, if it still expires soon. */
export async function findExpiringToken(tx: Tx, connectionId: string, minutes: number): Promise<SealedToken | null> {
  return (await expiring(tx, minutes).where('t.connection_id', '=', connectionId).executeTakeFirst()) ?? null;
}

/** The token as it lies there now; a rotation changes it at any time. */
export async function findToken(tx: Tx, id: string): Promise<SealedToken | null> {
  return (await tx.selectFrom('oauth2_tokens').select(['id', 'connection_id', 'refresh_token']).where('id', '=', id).executeTakeFirst()) ?? null;
}

function expiring(tx: Tx, minutes: number) {
  return tx.selectFrom('oauth2_tokens as t').innerJoin('oauth2_connections as c', 'c.id', 't.connection_id')
    .leftJoin('projects as p', 'p.id', 'c.project_id')
    .innerJoin('workspaces as w', (join) => join.on(sql<boolean>`w.id = coalesce(c.workspace_id, p.workspace_id)`))
    .select(['t.id', 't.connection_id', 't.refresh_token']).where('t.refresh_token', 'is not', null).where('c.is_active', '=', true)
    // What is archived is closed; its tokens wait, or expire.
    .where('w.deleted_at', 'is', null).where('p.deleted_at', 'is', null)
    .where('t.expires_at', '<', sql<Date>`now() + make_interval(mins => ${minutes})`);
}

/** Takes the one lock under which a connection's token may be refreshed, until the transaction ends; false when another has it. */
export async function tryLockRefresh(tx: Tx, connectionId: string): Promise<boolean> {
  const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(hashtextextended('token refresh ' || ${connectionId}::text, 0)) as got`.execute(tx);
  return rows[0]!.got;
}

type TokenRow = { id: string; connectionId: string; accessToken: string; refreshToken: string | null; tokenType: string; expiresAt: Date | null; scope: string | null };

/** Makes these the tokens of the connection, in place of those before; texts are sealed. */
export async function replaceTokens(tx: Tx, row: TokenRow): Promise<void> {
  await tx.deleteFrom('oauth2_tokens').where('connection_id', '=', row.connectionId).execute();
  await tx.insertInto('oauth2_tokens').values({
    id: row.id, connection_id: row.connectionId, access_token: row.accessToken, refresh_token: row.refreshToken,
    token_type: row.tokenType, expires_at: row.expiresAt, scope: row.scope,
  }).execute();
}

type Refreshed = { accessToken: string; refreshToken: string | undefined; expiresAt: Date | null; scope: string | undefined };

/** Stores what a refresh brought; false when the token is gone meanwhile: disconnected, or connected anew. */
export async function updateToken(tx: Tx, id: string, { accessToken, refreshToken, expiresAt, scope }: Refreshed): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('oauth2_tokens').set({
    access_token: accessToken, expires_at: expiresAt, last_refreshed_at: sql`now()`, last_error: null,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }), ...(scope === undefined ? {} : { scope }),
  }).where('id', '=', id).executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function updateTokenError(tx: Tx, id: string, error: string): Promise<void> {
  await tx.updateTable('oauth2_tokens').set({ last_error: error }).where('id', '=', id).execute();
}
