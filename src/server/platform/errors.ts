import { errorStatus } from '#contract/errors.ts';
import type { ErrorCode } from '#contract/errors.ts';

export type ErrorOptions = { hint?: string; fields?: Record<string, string>; retryAfterSeconds?: number; cause?: unknown };

/**
 * The one error class rules throw. `detail` is a short fact for people, `hint`
 * a whole sentence naming the next action, `fields` maps a JSON path of the
 * request to what is wrong there.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly hint: string | undefined;
  readonly fields: Record<string, string> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, detail: string, options: ErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
    this.hint = options.hint;
    this.fields = options.fields;
    this.retryAfterSeconds = options.retryAfterSeconds ?? (code === 'unavailable' ? 2 : undefined);
  }

  /** The HTTP status this error travels with. */
  get status(): (typeof errorStatus)[ErrorCode] {
    return errorStatus[this.code];
  }
}

/** What somebody may not see does not exist for them: one wording for both. */
export function notFound(what: string): AppError {
  return new AppError('not_found', `There is no such ${what}.`, {
    hint: `Check the address; the ${what} may have been deleted, or you are not a member of its project.`,
  });
}

export function notAllowed(detail = 'You are not allowed to do this.'): AppError {
  return new AppError('not_allowed', detail, { hint: 'Ask an owner or manager for a role that allows it.' });
}

type Meaning = { code: ErrorCode; detail: string; hint?: string };

/** SQLSTATE → error. A class (two characters) stands for all its states that are not listed. */
const meanings: Record<string, Meaning> = {
  '42501': { code: 'not_allowed', detail: 'You are not allowed to do this.', hint: 'Ask an owner or manager for a role that allows it.' },
  '23505': { code: 'already_exists', detail: 'This already exists.', hint: 'Use another name, or open the existing one.' },
  '23503': { code: 'conflict', detail: 'Something this refers to does not exist, or is still in use.', hint: 'Reload and try again.' },
  '23514': { code: 'invalid_input', detail: 'A value is outside of what is allowed.', hint: 'Correct the value and send it again.' },
  '23502': { code: 'invalid_input', detail: 'A required value is missing.', hint: 'Fill in the value and send it again.' },
  '22': { code: 'invalid_input', detail: 'A value does not have the right form.', hint: 'Correct the value and send it again.' },
  '40': { code: 'conflict', detail: 'Somebody else changed the same thing at the same moment.', hint: 'Try again.' },
  '55000': { code: 'conflict', detail: 'This is not possible as things stand.', hint: 'Reload and look at the current state.' },
  '55': { code: 'unavailable', detail: 'This is locked by another operation.', hint: 'Try again in a moment.' },
  '57': { code: 'unavailable', detail: 'The database stopped the request.', hint: 'Try again in a moment.' },
  '57014': { code: 'unavailable', detail: 'The request took too long and was stopped.', hint: 'Try again, or ask for less at once.' },
  // The database lacks something of ours, such as a partition: what we raise says what.
  '53400': { code: 'unavailable', detail: 'The database is not ready for this.', hint: 'Ask the person who runs this server.' },
  '53': { code: 'unavailable', detail: 'The database is busy.', hint: 'Try again in a moment.' },
  '08': { code: 'unavailable', detail: 'The database cannot be reached.', hint: 'Try again in a moment.' },
};

const connectionErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT']);

/**
 * Turns whatever was thrown into an AppError. Texts raised by our own SQL
 * functions (P0001 and our PTxxx states) are written for people and pass through.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const state = stateOf(error);
  // One that a durable step recorded comes back as a plain error with the same fields.
  if (state !== undefined && state in errorStatus) {
    const { detail, hint } = error as { detail?: string; hint?: string };
    if (detail !== undefined) return new AppError(state as ErrorCode, detail, { ...(hint ? { hint } : {}), cause: error });
  }
  if (state !== undefined) {
    const meaning = raisedMeaning(state, error) ?? meanings[state] ?? meanings[state.slice(0, 2)];
    if (meaning !== undefined) return new AppError(meaning.code, meaning.detail, { hint: meaning.hint, cause: error });
    if (connectionErrors.has(state)) return toAppError({ code: '08006' });
  }
  return new AppError('internal', 'Something went wrong on our side.', {
    hint: 'Try again; if it stays, give the request id to the person who runs this server.',
    cause: error,
  });
}

function stateOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** Our functions raise with a message of their own; the standard texts of PostgreSQL never reach people. */
function raisedMeaning(state: string, error: unknown): Meaning | undefined {
  const { message, hint, where } = error as { message?: string; hint?: string; where?: string };
  if (message === undefined) return undefined;
  if (state === 'P0001') return { code: 'conflict', detail: sentence(message), hint };
  if (state === 'PT402') return { code: 'allowance_used_up', detail: sentence(message), hint };
  if (state === 'P0002') return { code: 'not_found', detail: sentence(message), hint };
  const raised = where?.includes('at RAISE') ?? false;
  const meaning = meanings[state];
  return raised && meaning !== undefined ? { ...meaning, detail: sentence(message), hint: hint ?? meaning.hint } : undefined;
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
