import { z } from 'zod';
import { agentType } from './agents.ts';
import { id, time } from './json.ts';

/** One question of a form. `choice` is one of the options, `choices` any of them, `text` free. */
export const question = z.object({
  text: z.string().trim().min(1).max(300),
  kind: z.enum(['choice', 'choices', 'text']),
  options: z.array(z.string().trim().min(1).max(120)).max(8).default([]),
}).refine(({ kind, options }) => kind === 'text' || options.length >= 2, 'A choice needs at least two options.');
export type Question = z.infer<typeof question>;

export const plannedStep = z.object({ agent: agentType.exclude(['orchestrator']), intent: z.string().trim().min(1).max(160) });
export type PlannedStep = z.infer<typeof plannedStep>;

export const limitKind = z.enum(['rounds', 'calls', 'tokens', 'time', 'arguments']);
export type LimitKind = z.infer<typeof limitKind>;

/** What a run asks, by kind; it waits until somebody answers or stops it. */
export const requestForm = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('question'), agent: agentType, questions: z.array(question).min(1).max(4) }),
  z.object({ kind: z.literal('plan'), title: z.string(), steps: z.array(plannedStep).min(1) }),
  z.object({ kind: z.literal('limit'), agent: agentType, limit: limitKind, detail: z.string() }),
]);
export type RequestForm = z.infer<typeof requestForm>;

/** By question, in its order: an option, options, or text; null for one that was left out. */
export const questionAnswer = z.object({ answers: z.array(z.union([z.string().max(2000), z.array(z.string().max(120)).max(8), z.null()])).max(4) });
export const planAnswer = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('approve'), steps: z.array(plannedStep).min(1).max(12).optional() }),
  z.object({ decision: z.literal('change'), text: z.string().trim().min(1).max(4000) }),
  z.object({ decision: z.literal('cancel') }),
]);
export const limitAnswer = z.object({ decision: z.enum(['continue', 'stop']) });
export const requestAnswer = z.union([questionAnswer, planAnswer, limitAnswer]);
export type QuestionAnswer = z.infer<typeof questionAnswer>;
export type PlanAnswer = z.infer<typeof planAnswer>;
export type LimitAnswer = z.infer<typeof limitAnswer>;
export type RequestAnswer = z.infer<typeof requestAnswer>;

export const runRequest = z.object({
  id, runId: id,
  stepIndex: z.number().int().nullable(),
  form: requestForm,
  createdAt: time,
});
export type RunRequest = z.infer<typeof runRequest>;

export const answeredRequest = z.object({ id, runId: id, answeredBy: id.nullable(), answeredAt: time });

/** Words to the crew while it works. */
export const steerRun = z.object({ text: z.string().trim().min(1, 'The message is empty.').max(4000, 'The message is longer than 4,000 characters.') });
