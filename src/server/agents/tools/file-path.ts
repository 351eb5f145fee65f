import { z } from 'zod';

/** A file of an app: relative, forward slashes, e.g. `views/loan-table.tsx`. */
export const filePath = z.string().min(1).max(200)
  .regex(/^(?!.*(^|\/)\.\.?(\/|$))[\w.-]+(\/[\w.-]+)*$/, 'Use a relative path such as views/loan-table.tsx.');

/** Most bytes of one file of an app, and of all of them. */
export const maxFileBytes = 256 * 1024;
export const maxAppBytes = 4 * 1024 * 1024;
export const maxFiles = 200;
