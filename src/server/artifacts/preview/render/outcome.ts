import { z } from 'zod';

/** One thing that was tried on the running app; `text` is a sentence for people. */
export const renderCheck = z.object({ text: z.string(), ok: z.boolean() });
export type RenderCheck = z.infer<typeof renderCheck>;

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
});
export type RenderOutcome = z.infer<typeof renderOutcome>;

export const maxTextLength = 6000;
export const maxListLength = 40;
export const maxLineLength = 600;
