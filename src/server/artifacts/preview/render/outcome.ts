import { triedStep } from '#contract/exercise.ts';
import { z } from 'zod';

/** One thing that was tried on the running app; `text` is a sentence for people. */
export const renderCheck = z.object({ text: z.string(), ok: z.boolean() });
export type RenderCheck = z.infer<typeof renderCheck>;

/** Steps without a reload between them, with the errors that came up meanwhile. */
export const triedStretch = z.object({ steps: z.array(triedStep), errors: z.array(z.string()) });
export type TriedStretch = z.infer<typeof triedStretch>;

/**
 * What the app did in a page without a screen. `ok` means: it started, drew
 * something, reported no error and passed all checks. `notes` say what could
 * not be tried.
 */
export const renderOutcome = z.object({
  ok: z.boolean(),
  errors: z.array(z.string()),
  headings: z.array(z.string()),
  text: z.string(),
  checks: z.array(renderCheck),
  notes: z.array(z.string()),
  /** What the app wrote to its console, errors first named as such, oldest first. */
  console: z.array(z.string()).default([]),
  /** Where steps were asked for: the stretches that were tried, up to the first that failed, and the records after them. */
  tried: z.array(triedStretch).default([]),
  records: z.record(z.string(), z.array(z.any())).optional(),
});
export type RenderOutcome = z.infer<typeof renderOutcome>;

export const maxTextLength = 6000;
export const maxListLength = 40;
export const maxLineLength = 600;
