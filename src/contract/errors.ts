import { z } from 'zod';

/** The closed list of error codes and the HTTP status each one travels with. */
export const errorStatus = {
  invalid_input: 400,
  not_signed_in: 401,
  wrong_credentials: 401,
  allowance_used_up: 402,
  not_allowed: 403,
  account_not_active: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  already_exists: 409,
  idempotency_mismatch: 409,
  too_large: 413,
  unsupported_type: 415,
  invalid_range: 416,
  invalid_record: 422,
  build_failed: 422,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/**
 * Problem details, `application/problem+json` (RFC 9457). `detail` is a short
 * fact, `hint` a whole sentence naming the next action, `fields` maps a JSON
 * path of the request to what is wrong there.
 */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
  detail: z.string(),
  hint: z.string().optional(),
  requestId: z.string(),
  fields: z.record(z.string(), z.string()).optional(),
});

export type Problem = z.infer<typeof problem>;
