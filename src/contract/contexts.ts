import { z } from 'zod';
import { agentType } from './agents.ts';
import { id, time } from './json.ts';

/** A part of what a model saw. `hash` names its text: equal parts of a run have the same. */
export const contextSection = z.object({
  hash: z.string(),
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  /** What it is, e.g. `prompt`, `tools`, `requirements`, `file`, `message`, `request`, `call`, `answer`. */
  kind: z.string(),
  title: z.string(),
  /** An estimate. */
  tokens: z.number().int(),
});
export type ContextSection = z.infer<typeof contextSection>;

/** One call of a model, without its texts. */
export const modelContextSummary = z.object({
  id,
  runId: id,
  /** The step of the plan; null when the orchestrator spoke. */
  stepIndex: z.number().int().nullable(),
  agent: agentType,
  model: z.string(),
  createdAt: time,
  tokens: z.number().int(),
  /** How many tokens the model takes, input and answer together; null when it takes any number. */
  window: z.number().int().nullable(),
});
export type ModelContextSummary = z.infer<typeof modelContextSummary>;

/** What a model saw in one call, in the order in which it was sent. */
export const modelContext = modelContextSummary.extend({
  sections: z.array(contextSection.extend({ text: z.string() })),
  /** What did not fit; `whole` is false when only its end is missing. `again` tells how the model gets it. */
  leftOut: z.array(z.object({ title: z.string(), tokens: z.number().int(), whole: z.boolean(), again: z.string().optional() })),
});
export type ModelContext = z.infer<typeof modelContext>;
