import { randomUUID } from 'node:crypto';
import { asSystem } from '#server/platform/database/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { log } from '#server/platform/log.ts';
import { openSealed, seal, withActiveKey } from '#server/platform/secrets/index.ts';
import { findExpiringToken, findToken, listExpiringTokens, replaceTokens, tryLockRefresh, updateToken, updateTokenError } from './queries.ts';

/** What a provider answers, in clear text. Without `refreshToken` or `scope` the former ones stay good. */
export type Tokens = { accessToken: string; refreshToken?: string; tokenType: string; expiresAt: Date | null; scope?: string };

/**
 * Asks the provider of a connection for new tokens. Throws when it refuses; what an AppError says is kept as the reason
 * and shown to people, so it must hold no secret. Gives up when `signal` says so.
 */
export type TokenRefresher = (connection: { id: string; refreshToken: string; signal: AbortSignal }) => Promise<Tokens>;

type Column = 'access_token' | 'refresh_token';
const placeOf = (rowId: string, column: Column) => ({ table: 'oauth2_tokens', rowId, column });

/** Makes these the tokens of a connection that has just been authorised, in place of any before. */
export async function storeTokens(connectionId: string, tokens: Tokens): Promise<void> {
  await withActiveKey((key) => {
    const id = randomUUID();
    return asSystem('token refresh', (tx) => replaceTokens(tx, {
      id, connectionId, tokenType: tokens.tokenType, expiresAt: tokens.expiresAt, scope: tokens.scope ?? null,
      accessToken: seal(key, placeOf(id, 'access_token'), tokens.accessToken),
      refreshToken: tokens.refreshToken === undefined ? null : seal(key, placeOf(id, 'refresh_token'), tokens.refreshToken),
    }));
  });
}

const mostPerRun = 100;
// Less than a transaction may stand idle, since one holds the lock meanwhile.
const patienceMs = 30_000;

/**
 * Refreshes the tokens that expire within the next minutes, one after the other; of several servers one works on a
 * connection. Returns how many were refreshed and how many the provider refused. Without a refresher it does nothing.
 */
export async function refreshExpiringTokens(refresher: TokenRefresher | null, o: { withinMinutes?: number } = {}): Promise<{ refreshed: number; failed: number }> {
  const done = { refreshed: 0, failed: 0 };
  if (!refresher) {
    log.debug('no tokens are refreshed: no refresher is registered');
    return done;
  }
  const minutes = o.withinMinutes ?? 10;
  for (const connectionId of await asSystem('token refresh', (tx) => listExpiringTokens(tx, minutes, mostPerRun))) {
    const outcome = await refreshOne(connectionId, minutes, refresher);
    if (outcome) done[outcome]++;
  }
  return done;
}

// The outer transaction holds an advisory lock and no row, so that disconnecting and rotating need not wait for the
// provider. What it brought is stored by a second one, which can be repeated: the former refresh token may be void by now.
function refreshOne(connectionId: string, minutes: number, refresher: TokenRefresher): Promise<'refreshed' | 'failed' | null> {
  return asSystem('token refresh', async (lock) => {
    const token = await tryLockRefresh(lock, connectionId) ? await findExpiringToken(lock, connectionId, minutes) : null;
    if (!token) return null;
    try {
      const refreshToken = await openRefreshToken(token.id);
      if (refreshToken === null) return null;
      const tokens = await refresher({ id: connectionId, refreshToken, signal: AbortSignal.timeout(patienceMs) });
      return (await keep(token.id, tokens)) ? 'refreshed' : null;
    } catch (error) {
      log.warn({ connectionId, code: error instanceof AppError ? error.code : undefined }, 'a token could not be refreshed');
      const reason = error instanceof AppError ? error.detail.slice(0, 500) : 'The token could not be refreshed.';
      await asSystem('token refresh', (tx) => updateTokenError(tx, token.id, reason));
      return 'failed';
    }
  });
}

function openRefreshToken(id: string): Promise<string | null> {
  return openSealed(async () => {
    const found = await asSystem('token refresh', (tx) => findToken(tx, id));
    return found?.refresh_token ? { place: placeOf(id, 'refresh_token'), sealed: found.refresh_token } : null;
  });
}

function keep(id: string, tokens: Tokens): Promise<boolean> {
  return withActiveKey((key) => asSystem('token refresh', (tx) => updateToken(tx, id, {
    accessToken: seal(key, placeOf(id, 'access_token'), tokens.accessToken),
    refreshToken: tokens.refreshToken === undefined ? undefined : seal(key, placeOf(id, 'refresh_token'), tokens.refreshToken),
    expiresAt: tokens.expiresAt, scope: tokens.scope,
  })));
}
