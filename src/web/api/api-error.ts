import { problem, type ErrorCode } from '#contract/errors.ts';

type Details = {
  code: ErrorCode;
  /** HTTP status; 0 when no answer came at all. */
  status: number;
  detail: string;
  hint?: string | undefined;
  requestId?: string | undefined;
  fields?: Record<string, string> | undefined;
};

/** Any request that did not succeed: `message` is the fact, `hint` the next action, `fields` what is wrong by JSON path. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;
  readonly fields: Record<string, string>;

  constructor({ code, status, detail, hint, requestId, fields }: Details) {
    super(detail);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.hint = hint;
    this.requestId = requestId;
    this.fields = fields ?? {};
  }
}

/** No answer: the network or the server is away. */
export function unreachable(): ApiError {
  const offline = typeof navigator !== 'undefined' && navigator.onLine === false;
  return new ApiError({
    code: 'unavailable',
    status: 0,
    detail: offline ? 'You are offline.' : 'The server cannot be reached.',
    hint: offline ? 'Reconnect and try again.' : 'Check that Ninefold is running, then try again.',
  });
}

const codeOfStatus: Record<number, ErrorCode> = {
  400: 'invalid_input', 401: 'not_signed_in', 403: 'not_allowed', 404: 'not_found', 405: 'method_not_allowed',
  409: 'conflict', 413: 'too_large', 415: 'unsupported_type', 422: 'invalid_record', 429: 'too_many_requests', 503: 'unavailable',
};

/** Reads a failed answer: problem details where there are some, else the best the status says (a proxy may have answered). */
export function errorOf(status: number, body: unknown): ApiError {
  const parsed = problem.safeParse(body);
  if (parsed.success) return new ApiError({ ...parsed.data, status });
  const said = typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string' ? body.message : undefined;
  return new ApiError({
    code: codeOfStatus[status] ?? (status === 502 || status === 504 ? 'unavailable' : 'internal'),
    status,
    detail: said ?? (status >= 500 ? 'The server failed to answer.' : `The request failed with status ${status}.`),
    hint: status >= 500 ? 'Try again in a moment.' : undefined,
  });
}

/** Any thrown value as an ApiError, so that every place can show cause and next action alike. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError({
    code: 'internal',
    status: 0,
    detail: error instanceof Error && error.message !== '' ? error.message : 'Something went wrong on this page.',
    hint: 'Reload the page to go on.',
  });
}
