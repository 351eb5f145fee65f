import { AsyncLocalStorage } from 'node:async_hooks';
import { betterAuth } from 'better-auth';
import { bearer } from 'better-auth/plugins';
import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { log } from '#server/platform/log.ts';
import { maxPasswordLength, minPasswordLength } from './password-rules.ts';

export type AuthOptions = {
  /** A login that may write schema `auth`. */
  databaseUrl: string;
  secret: string;
  publicUrl: string;
  /** Sign-ins and sign-ups allowed from one address within a minute. */
  attemptsPerMinute?: number | undefined;
};

/** Set by us from the socket on every request, so that nobody chooses the address they are counted under. */
export const addressHeader = 'x-ninefold-peer';

const day = 24 * 60 * 60;

/** Sets up sign-in (better-auth) on schema `auth`. The returned pool belongs to it. */
export function createAuth(o: AuthOptions) {
  const pool = new pg.Pool({ connectionString: o.databaseUrl, max: 4, application_name: 'ninefold auth' });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle connection of sign-in was lost'));
  const attempts = { window: 60, max: o.attemptsPerMinute ?? 30 };
  const auth = betterAuth({
    appName: 'Ninefold',
    baseURL: o.publicUrl,
    basePath: '/api/auth',
    secret: o.secret,
    telemetry: { enabled: false },
    logger: { log: noteFailure, level: 'warn' },
    database: { dialect: new PostgresDialect({ pool }), type: 'postgres', schemaName: 'auth', transaction: true },
    user: { modelName: 'users', fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' } },
    session: {
      modelName: 'sessions', expiresIn: 30 * day, updateAge: day,
      fields: { userId: 'user_id', expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at', ipAddress: 'ip_address', userAgent: 'user_agent' },
    },
    account: {
      modelName: 'identities',
      fields: {
        userId: 'user_id', accountId: 'provider_id', providerId: 'provider', accessToken: 'access_token', refreshToken: 'refresh_token',
        idToken: 'id_token', accessTokenExpiresAt: 'access_token_expires_at', refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at', updatedAt: 'updated_at',
      },
    },
    verification: { modelName: 'one_time_tokens', fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' } },
    rateLimit: {
      enabled: true, storage: 'database', modelName: 'rate_limits', fields: { lastRequest: 'last_request' }, window: 60, max: 300,
      customRules: { '/sign-in/email': attempts, '/sign-up/email': attempts },
    },
    emailAndPassword: { enabled: true, minPasswordLength, maxPasswordLength },
    plugins: [bearer()],
    advanced: {
      cookiePrefix: 'ninefold',
      database: { generateId: 'uuid', validateSchema: false },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      useSecureCookies: o.publicUrl.startsWith('https:'),
      // One place refuses foreign origins for every write: platform/http/origin.ts.
      disableCSRFCheck: true,
    },
  });
  return { auth, close: () => pool.end() };
}

export type Auth = ReturnType<typeof createAuth>['auth'];

/** What made a request fail below the library, which only logs it. */
export type Refusal = { cause?: unknown };
export const refusals = new AsyncLocalStorage<Refusal>();

function noteFailure(level: 'info' | 'warn' | 'error' | 'debug', message: string, ...details: unknown[]): void {
  const cause = details.find((detail) => typeof (detail as { code?: unknown } | null)?.code === 'string');
  const refusal = refusals.getStore();
  if (level === 'error' && refusal && cause !== undefined) refusal.cause = cause;
  // A wrong password is an error for the library, but everyday business for whoever runs the server.
  else log.info(`sign-in: ${message.replace(/\S+@\S+/g, '…')}`);
}
