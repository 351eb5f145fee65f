import { AppError } from './api.ts';

/** Field name → message, for `form.setErrors(fieldErrors(error))`; empty when the error is about no field. */
export function fieldErrors(error: unknown): Record<string, string> {
  return error instanceof AppError ? error.fields : {};
}

/** One line to show to a person, whatever was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof AppError) {
    const fields = Object.entries(error.fields).map(([field, text]) => `${field}: ${text}`);
    return fields.length > 0 ? fields.join('; ') : error.message;
  }
  return error instanceof Error ? error.message : String(error);
}
