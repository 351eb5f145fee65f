import { createRoute, z } from '@hono/zod-openapi';
import { shortText } from '#contract/json.ts';
import { maskAddress, noteRefusal, recordAccess } from '#server/audit/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { originOf } from '#server/platform/http/request.ts';
import type { AppContext } from '#server/platform/http/request.ts';
import { answers, jsonBody, newOpenRoutes } from '#server/platform/http/routes.ts';
import { callAuth } from './auth-answers.ts';
import { checkPassword } from './password-rules.ts';
import type { IdentityOptions } from './routes.ts';

const tags = ['identity'];
const address = z.string().trim().toLowerCase().max(254).pipe(z.email('This is not a full e-mail address.'));
const signedIn = z.object({
  token: z.string().nullable().openapi({ description: 'The session, for use as a bearer token.' }),
  user: z.object({ id: z.uuid(), email: z.string(), name: z.string() }),
});

const signUp = createRoute({
  method: 'post', path: '/auth/sign-up/email', operationId: 'auth.signUp', tags, security: [], summary: 'Create an account and sign in',
  request: jsonBody(z.object({ name: shortText.optional(), email: address, password: z.string().min(1, 'Choose a password.').max(1000) })),
  responses: answers(200, signedIn),
});

const signIn = createRoute({
  method: 'post', path: '/auth/sign-in/email', operationId: 'auth.signIn', tags, security: [], summary: 'Sign in with e-mail address and password',
  request: jsonBody(z.object({ email: address, password: z.string().min(1, 'Enter your password.').max(1000), rememberMe: z.boolean().optional() })),
  responses: answers(200, signedIn),
});

const signOut = createRoute({
  method: 'post', path: '/auth/sign-out', operationId: 'auth.signOut', tags, summary: 'End this session',
  responses: answers(200, z.object({ success: z.boolean() })),
});

const getSession = createRoute({
  method: 'get', path: '/auth/get-session', operationId: 'auth.getSession', tags, summary: 'The session behind the cookie or token, or null',
  responses: answers(200, z.looseObject({}).nullable()),
});

/** The part of better-auth that is reachable: bodies are checked here first and carry nothing else. */
export function authRoutes({ auth, sessions }: IdentityOptions) {
  const routes = newOpenRoutes();
  routes.openapi(signUp, async (c) => {
    const { email, password, name = email.split('@')[0]! } = c.req.valid('json');
    checkPassword(password, { email, name });
    const response = await callAuth(auth, c, { email, password, name });
    sessions.forget();
    await recordArrival(c, 'sign_up', response);
    return response as never;
  });
  routes.openapi(signIn, async (c) => {
    const given = c.req.valid('json');
    const response = await callAuth(auth, c, given).catch((error: unknown) => refuse(c, given.email, error));
    await recordArrival(c, 'sign_in', response);
    return response as never;
  });
  routes.openapi(signOut, async (c) => {
    const leaving = c.get('session')?.userId;
    const response = await callAuth(auth, c);
    sessions.forget();
    if (leaving !== undefined) await recordAccess({ userId: leaving, ...originOf(c) }, { event: 'sign_out', objectKind: 'account', objectId: leaving, purpose: 'auth.signOut' });
    return response as never;
  });
  routes.openapi(getSession, async (c) => await callAuth(auth, c) as never);
  routes.all('/auth/*', () => {
    throw new AppError('not_found', 'There is no such address.', { hint: 'See /api/docs for what there is.' });
  });
  return routes;
}

async function recordArrival(c: AppContext, event: 'sign_up' | 'sign_in', response: Response): Promise<void> {
  const { user } = await response.clone().json() as z.infer<typeof signedIn>;
  await recordAccess({ userId: user.id, ...originOf(c) }, {
    event, objectKind: 'account', objectId: user.id, subject: maskAddress(user.email), purpose: event === 'sign_up' ? 'auth.signUp' : 'auth.signIn',
  });
}

// Of nobody: the address may be another's, or belong to no account.
async function refuse(c: AppContext, email: string, error: unknown): Promise<never> {
  const why = error instanceof AppError ? error.code : 'internal';
  await noteRefusal({ userId: null, ...originOf(c) }, { event: 'failed_sign_in', objectKind: 'account', subject: maskAddress(email), purpose: why });
  throw error;
}
