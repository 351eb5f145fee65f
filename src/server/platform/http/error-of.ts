import { HTTPException } from 'hono/http-exception';
import { AppError, toAppError } from '#server/platform/errors.ts';

/** As toAppError, with what the framework throws before a route is reached. */
export function errorOf(error: unknown): AppError {
  if (!(error instanceof HTTPException)) return toAppError(error);
  if (error.status === 415) {
    return new AppError('unsupported_type', 'The body is of a type this address does not take.', { hint: 'Send JSON with the header content-type: application/json.' });
  }
  if (error.status === 413) return tooLarge();
  if (error.status === 400) return new AppError('invalid_input', 'The body is not valid JSON.', { hint: 'Check the syntax and send it again.', fields: { body: 'This is not valid JSON.' } });
  return toAppError(error);
}

/** Most bytes of a request's body. */
export const maxBodyBytes = 1024 * 1024;

export function tooLarge(): AppError {
  return new AppError('too_large', `The request is larger than ${maxBodyBytes / 1024 / 1024} MB.`, { hint: 'Send less in one request.' });
}
