import type { ErrorCode, Problem } from '#contract/errors.ts';
import type { AppError } from '#server/platform/errors.ts';
import type { AppContext } from './request.ts';

const titles: Record<ErrorCode, string> = {
  invalid_input: 'Not valid',
  not_signed_in: 'Not signed in',
  wrong_credentials: 'Wrong e-mail address or password',
  allowance_used_up: 'Allowance used up',
  not_allowed: 'Not allowed',
  account_not_active: 'Account not active',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  conflict: 'Conflict',
  already_exists: 'Already exists',
  idempotency_mismatch: 'Idempotency key used before',
  too_large: 'Too large',
  unsupported_type: 'Unsupported type',
  invalid_range: 'Range outside of the file',
  invalid_record: 'Record not valid',
  build_failed: 'Build failed',
  too_many_requests: 'Too many requests',
  internal: 'Internal error',
  unavailable: 'Not available right now',
};

/** Renders problem details (RFC 9457). The only place that does. */
export function renderProblem(c: AppContext, error: AppError, headers: Record<string, string> = {}): Response {
  const problem: Problem = {
    type: `urn:ninefold:problem:${error.code}`,
    title: titles[error.code],
    status: error.status,
    code: error.code,
    detail: error.detail,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    requestId: c.get('requestId'),
    ...(error.fields === undefined ? {} : { fields: error.fields }),
  };
  const extra: Record<string, string> = error.retryAfterSeconds === undefined ? {} : { 'retry-after': String(error.retryAfterSeconds) };
  // The rest of the body is never read, so the connection cannot be used again.
  if (error.code === 'too_large') extra.connection = 'close';
  return new Response(JSON.stringify(problem), {
    status: error.status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store', ...extra, ...headers },
  });
}
