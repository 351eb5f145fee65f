import { AppError } from '#server/platform/errors.ts';
import { peerAddress } from '#server/platform/http/request.ts';
import type { AppContext } from '#server/platform/http/request.ts';
import { addressHeader, refusals } from './auth.ts';
import type { Auth, Refusal } from './auth.ts';

/** Hands a request to better-auth with the checked body and our own address header; its errors become ours. */
export async function callAuth(auth: Auth, c: AppContext, body?: unknown): Promise<Response> {
  const headers = new Headers(c.req.raw.headers);
  headers.set(addressHeader, peerAddress(c) ?? '127.0.0.1');
  headers.delete('content-length');
  const init: RequestInit = { method: c.req.method, headers };
  if (c.req.method === 'POST') {
    headers.set('content-type', 'application/json');
    init.body = JSON.stringify(body ?? {});
  }
  const refusal: Refusal = {};
  const response = await refusals.run(refusal, () => auth.handler(new Request(c.req.url, init)));
  if (response.status < 400) return response;
  // The library answers with a code of its own; why the database refused says more.
  if (refusal.cause !== undefined) throw isTaken(refusal.cause) ? addressTaken() : refusal.cause;
  const said = (await response.json().catch(() => ({}))) as { code?: string; message?: string };
  throw errorOf(response.status, said.code, said.message, response.headers.get('x-retry-after'));
}

function errorOf(status: number, code: string | undefined, message: string | undefined, retryAfter: string | null): AppError {
  if (status === 429) {
    const seconds = Number(retryAfter ?? 60);
    return new AppError('too_many_requests', 'Too many attempts from your address.', { hint: `Wait ${seconds} seconds and try again.`, retryAfterSeconds: seconds });
  }
  if (code?.startsWith('USER_ALREADY_EXISTS')) return addressTaken();
  if (code === 'INVALID_EMAIL_OR_PASSWORD') {
    return new AppError('wrong_credentials', 'The e-mail address or the password is wrong.', { hint: 'Check both and try again.' });
  }
  if (status === 401) return new AppError('not_signed_in', 'You are not signed in.', { hint: 'Sign in and try again.' });
  if (status === 404) return new AppError('not_found', 'There is no such address.', { hint: 'See /api/docs for what there is.' });
  if (status < 500) return new AppError('invalid_input', message ?? 'The request is not valid.', { hint: 'Correct it and send it again.' });
  return new AppError('internal', 'Sign-in failed on our side.', { hint: 'Try again; the log of the server says more.' });
}

function addressTaken(): AppError {
  const taken = 'This address has an account already.';
  return new AppError('already_exists', taken, { hint: 'Sign in with it, or use another address.', fields: { email: taken } });
}

/** Two sign-ups with one address at the same moment: the unique index decides. */
function isTaken(cause: unknown): boolean {
  return (cause as { code?: string }).code === '23505';
}
