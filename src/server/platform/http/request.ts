import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Actor } from '#server/platform/database/index.ts';
import { AppError } from '#server/platform/errors.ts';

/** Who is signed in, as resolved once per request. `token` identifies the session, not the person. */
export type Session = { userId: string; token: string; status: string };

export type AppEnv = {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    session: Session | null;
    /** For answers that last: whether the session is still good. */
    isStillSignedIn: () => Promise<boolean>;
  };
};

export type AppContext = Context<AppEnv>;

/** The address of the peer, taken from the socket: headers can be forged. */
export function peerAddress(c: AppContext): string | undefined {
  return c.env?.incoming?.socket?.remoteAddress;
}

/** The session, whatever the status of the account; not_signed_in without one. */
export function sessionOf(c: AppContext): Session {
  const session = c.get('session');
  if (!session) throw new AppError('not_signed_in', 'You are not signed in.', { hint: 'Sign in and try again.' });
  return session;
}

/**
 * The person on whose behalf the request runs; never taken from anything the
 * client wrote. account_not_active for people who may do nothing yet, or any more.
 */
export function actorOf(c: AppContext): Actor {
  const { status } = sessionOf(c);
  if (status !== 'active') {
    throw new AppError('account_not_active', `Your account is not active (${status}).`, { hint: inactiveHints[status] ?? 'Ask an administrator to activate it.' });
  }
  return signedInOf(c);
}

/** As actorOf, also for accounts that are not active: for what people may see of themselves. */
export function signedInOf(c: AppContext): Actor {
  return { userId: sessionOf(c).userId, ...originOf(c) };
}

/** Where a request comes from, for the logs of audit. */
export function originOf(c: AppContext): Pick<Actor, 'ip' | 'userAgent' | 'requestId'> {
  return { ip: peerAddress(c), userAgent: c.req.header('user-agent')?.slice(0, 300), requestId: c.get('requestId') };
}

const inactiveHints: Record<string, string> = {
  waitlist: 'You are on the waiting list: you can start once an administrator has let you in.',
  invited: 'Accept your invitation to start.',
};
