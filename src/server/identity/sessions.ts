import { createMiddleware } from 'hono/factory';
import { asActor } from '#server/platform/database/index.ts';
import type { AppContext, AppEnv, Session } from '#server/platform/http/request.ts';
import { findStatus } from './queries.ts';
import type { Auth } from './auth.ts';

/** Short enough that a revoked session or a ban on another server is felt at once. */
const keepMs = 5000;
const maxKept = 5000;

/**
 * Who is signed in, looked up once per request and kept for a few seconds. The
 * credential itself is the key, so a guessed one never meets another's entry.
 */
export function createSessions(auth: Auth) {
  const kept = new Map<string, { session: Session; until: number }>();

  async function resolve(c: AppContext): Promise<Session | null> {
    const credential = credentialOf(c);
    if (credential === null) return null;
    const known = kept.get(credential);
    if (known !== undefined && known.until > Date.now()) return known.session;
    kept.delete(credential);
    const { headers, response } = await auth.api.getSession({ headers: c.req.raw.headers, returnHeaders: true });
    if (!response) return null;
    // A session used after a day is prolonged; its cookie then comes anew.
    for (const cookie of headers.getSetCookie()) c.header('set-cookie', cookie, { append: true });
    const userId = response.user.id;
    const status = await asActor({ userId }, (tx) => findStatus(tx, userId));
    if (status === null) return null;
    const session = { userId, token: response.session.token, status };
    // Whoever waits to be let in is looked up each time, and so gets in at once.
    if (status !== 'active') return session;
    if (kept.size >= maxKept) kept.delete(kept.keys().next().value!);
    kept.set(credential, { session, until: Date.now() + keepMs });
    return session;
  }

  return {
    /** Sets `session` on the context, null when nobody is signed in. */
    middleware: createMiddleware<AppEnv>(async (c, next) => {
      c.set('session', await resolve(c));
      c.set('isStillSignedIn', async () => await resolve(c) !== null);
      await next();
    }),
    resolve,
    /** After sign-out and the like: everybody is looked up again. */
    forget: () => kept.clear(),
  };
}

export type Sessions = ReturnType<typeof createSessions>;

function credentialOf(c: AppContext): string | null {
  const bearer = /^bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  const cookie = /(?:^|;\s*)(?:__Secure-)?ninefold\.session_token=([^;]+)/.exec(c.req.header('cookie') ?? '')?.[1];
  return bearer ? `bearer ${bearer}` : (cookie ?? null);
}
