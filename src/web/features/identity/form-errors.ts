import { type ApiError, asApiError } from '#web/api/api-error.ts';

/** Fewest characters of a password; the server decides, this is only said up front. */
export const minPasswordLength = 8;

export type FormErrors = {
  fields: Record<string, string>;
  /** What belongs to no field: shown above the form. */
  general?: { detail: string; hint?: string | undefined };
  /** The address has an account already. */
  isTaken?: boolean;
};

export function looksLikeEmail(value: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim());
}

export function passwordProblem(value: string): string | null {
  if (value === '') return 'Choose a password.';
  if (value.length < minPasswordLength) return `Use at least ${minPasswordLength} characters; this has ${value.length}.`;
  return null;
}

export function signInErrors(thrown: unknown): FormErrors {
  const error = asApiError(thrown);
  if (error.code === 'wrong_credentials' || error.code === 'not_signed_in') {
    return { fields: { password: 'The email address or the password is wrong.' } };
  }
  return byField(error, ['email', 'password']);
}

export function signUpErrors(thrown: unknown): FormErrors {
  const error = asApiError(thrown);
  if (error.code === 'already_exists') {
    return { fields: { email: 'This address has an account already.' }, isTaken: true };
  }
  return byField(error, ['name', 'email', 'password']);
}

function byField(error: ApiError, known: string[]): FormErrors {
  const fields = Object.fromEntries(Object.entries(error.fields).filter(([name]) => known.includes(name)));
  if (Object.keys(fields).length > 0) return { fields };
  return { fields, general: { detail: error.message, hint: error.hint } };
}
