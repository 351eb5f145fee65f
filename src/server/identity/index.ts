import { asSystem } from '#server/platform/database/index.ts';
import { createAuth } from './auth.ts';
import { setSignupMode } from './queries.ts';
import { identityRoutes } from './routes.ts';
import { createSessions } from './sessions.ts';

export type IdentitySettings = {
  /** A login that may write schema `auth`. */
  authDatabaseUrl: string;
  publicUrl: string;
  secret: string;
  signup: 'waitlist' | 'open' | 'invite';
  attemptsPerMinute?: number | undefined;
};

/** Sign-in, sessions and the routes of identity; `close` ends its database connections. */
export async function openIdentity(o: IdentitySettings) {
  await asSystem('sign-up mode', (tx) => setSignupMode(tx, o.signup));
  const { auth, close } = createAuth({ databaseUrl: o.authDatabaseUrl, secret: o.secret, publicUrl: o.publicUrl, attemptsPerMinute: o.attemptsPerMinute });
  const sessions = createSessions(auth);
  return { sessions, routes: identityRoutes({ auth, sessions, signup: o.signup }), close };
}
