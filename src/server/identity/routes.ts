import { createRoute, z } from '@hono/zod-openapi';
import { me, updateMe } from '#contract/people.ts';
import { asActor } from '#server/platform/database/index.ts';
import { actorOf, signedInOf } from '#server/platform/http/request.ts';
import { answers, jsonBody, newOpenRoutes, newRoutes } from '#server/platform/http/routes.ts';
import { updateDisplayName } from './queries.ts';
import { describeMe, isFirstAccount } from './person.ts';
import { authRoutes } from './auth-routes.ts';
import type { Auth } from './auth.ts';
import type { Sessions } from './sessions.ts';

export type IdentityOptions = { auth: Auth; sessions: Sessions; signup: 'waitlist' | 'open' | 'invite' };

const tags = ['identity'];

const getMe = createRoute({
  method: 'get', path: '/me', operationId: 'me.get', tags, summary: 'Who is signed in, with workspaces and the personal project',
  responses: answers(200, me),
});

const patchMe = createRoute({
  method: 'patch', path: '/me', operationId: 'me.update', tags, summary: 'Change your display name',
  request: jsonBody(updateMe), responses: answers(200, me),
});

const getInstance = createRoute({
  method: 'get', path: '/instance', operationId: 'instance.get', tags, security: [], summary: 'What the sign-up page may know before anybody is signed in',
  responses: answers(200, z.object({ isFirstAccount: z.boolean(), signup: z.enum(['waitlist', 'open', 'invite']) })),
});

const profileRoutes = newRoutes().openapi(patchMe, async (c) => {
  const actor = actorOf(c);
  const { displayName } = c.req.valid('json');
  return c.json(await asActor(actor, async (tx) => {
    await updateDisplayName(tx, actor.userId, displayName);
    return describeMe(tx, actor.userId);
  }), 200);
});

/** Sign-up, sign-in, sign-out and the own profile. */
export function identityRoutes(o: IdentityOptions) {
  return newOpenRoutes()
    .route('/', authRoutes(o))
    .openapi(getInstance, async (c) => c.json({ isFirstAccount: await isFirstAccount(), signup: o.signup }, 200))
    .openapi(getMe, async (c) => {
      const actor = signedInOf(c);
      return c.json(await asActor(actor, (tx) => describeMe(tx, actor.userId)), 200);
    })
    .route('/', profileRoutes);
}
