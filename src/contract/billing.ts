import { z } from 'zod';
import { agentType, runError, runStatus, step } from './agents.ts';
import { id, time } from './json.ts';

const tokens = z.number().int();
/** Millionths of a US dollar; null when the price of a model is not known. */
const cost = tokens.nullable();

/** What was charged, what was recorded but not charged or given back, and what the providers take for both. */
const spent = z.object({ charged: tokens, notCharged: tokens, costMicrodollars: cost });
export type Spent = z.infer<typeof spent>;

/** What a person may still use of a workspace's tokens, in the global one of the own share as well. */
export const allowance = z.object({ left: tokens, limit: tokens, ownLeft: tokens.nullable(), ownLimit: tokens.nullable(), periodEnd: time });
export type Allowance = z.infer<typeof allowance>;

export const usageQuery = z.object({ days: z.coerce.number().int().min(1).max(366).default(30) });

/** Use of the last days, the dearest first. Days in UTC. */
export const usage = z.object({
  days: z.number().int(),
  total: spent,
  byDay: z.array(spent.extend({ day: z.iso.date() })),
  byAgent: z.array(spent.extend({ agent: agentType.nullable() })),
  byPerson: z.array(spent.extend({ userId: id.nullable(), name: z.string().nullable() })),
  byProject: z.array(spent.extend({ projectId: id.nullable(), name: z.string().nullable() })),
  allowance: allowance.nullable(),
});
export type Usage = z.infer<typeof usage>;

const most = z.number().int().min(1).max(1_000_000_000_000).nullable();
/** The most that a run and a calendar month (UTC) may use: in a workspace, in one of its projects, or by a person in it. */
export const cap = z.object({
  projectId: id.nullable(), projectName: z.string().nullable(), userId: id.nullable(), personName: z.string().nullable(), perRun: most, perMonth: most,
});
export type Cap = z.infer<typeof cap>;
export const caps = z.object({ items: z.array(cap), can: z.object({ set: z.boolean() }) });
export type Caps = z.infer<typeof caps>;
/** Both null remove the cap. */
export const setCap = z.object({ projectId: id.nullable().default(null), userId: id.nullable().default(null), perRun: most, perMonth: most })
  .refine((given) => given.projectId === null || given.userId === null, { message: 'A cap is of a project or of a person.', path: ['userId'] });
export const setProjectCap = z.object({ perRun: most, perMonth: most });

/** What an answer will roughly take. `runs` is from how many past runs that is known; 0 is a rule of thumb. */
export const estimate = z.object({
  isFree: z.boolean(), kind: z.enum(['build', 'change']), low: tokens, high: tokens, lowCost: cost, highCost: cost, runs: z.number().int(),
  allowance: allowance.nullable(),
});
export type Estimate = z.infer<typeof estimate>;

export const ledgerCall = z.object({
  kind: z.enum(['model', 'tool']), name: z.string(), agent: agentType, stepIndex: z.number().int().nullable(), ok: z.boolean().nullable(),
  problem: z.string().nullable(), attempts: z.number().int(), startedAt: time, durationMs: z.number().int().nullable(),
  input: tokens, cached: tokens, output: tokens, reasoning: tokens, isEstimated: z.boolean(), costMicrodollars: cost, charged: z.boolean(),
});
export type LedgerCall = z.infer<typeof ledgerCall>;

/** All that a run did, what it took, and how it ended. */
export const ledger = z.object({
  runId: id, status: runStatus, error: runError.nullable(), model: z.string(), startedAt: time.nullable(), finishedAt: time.nullable(),
  steps: z.array(step), calls: z.array(ledgerCall), charged: tokens, notCharged: tokens, costMicrodollars: cost,
  files: z.array(z.object({ version: z.number().int(), path: z.string(), change: z.enum(['added', 'changed', 'deleted']) })),
});
export type Ledger = z.infer<typeof ledger>;
