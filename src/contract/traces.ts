import { z } from 'zod';
import { criterionId } from './documents.ts';
import { id, time } from './json.ts';

/**
 * `covered`: the last checks passed, and nothing changed since. `failing`: one did not. `unchecked`: nothing tried it yet.
 * `stale`: the criterion reads otherwise now, or a file behind it changed after the check.
 */
export const traceState = z.enum(['covered', 'unchecked', 'failing', 'stale']);
export type TraceState = z.infer<typeof traceState>;

export const tracedCriterion = z.object({
  id: criterionId,
  text: z.string(),
  /** The story it belongs to, as it reads. */
  story: z.string().nullable(),
  state: traceState,
  /** Why it is stale, in a sentence; null when it is not. */
  reason: z.string().nullable(),
  /** `isChanged`: it reads otherwise than when it was written for the criterion, or checked. */
  files: z.array(z.object({ path: z.string(), isChanged: z.boolean(), isGone: z.boolean() })),
  collections: z.array(z.object({ name: z.string(), isChanged: z.boolean() })),
  checks: z.array(z.object({ findingId: id, text: z.string(), ok: z.boolean(), version: z.number().int(), at: time })),
});
export type TracedCriterion = z.infer<typeof tracedCriterion>;

/** The criteria of one requirements document, with what stands behind them. */
export const traceMatrix = z.object({
  documentId: id,
  title: z.string(),
  version: z.number().int(),
  /** The app the traces lead to; null when there are none yet. */
  artifactId: id.nullable(),
  appTitle: z.string().nullable(),
  appVersion: z.number().int().nullable(),
  criteria: z.array(tracedCriterion),
});
export type TraceMatrix = z.infer<typeof traceMatrix>;
export const traceMatrices = z.object({ items: z.array(traceMatrix) });
