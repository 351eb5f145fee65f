import { z } from 'zod';
import { checkedCriterion } from './exercise.ts';
import { id, time } from './json.ts';

export const agentTypes = [
  'orchestrator', 'requirements', 'architect', 'designer', 'coder',
  'quality', 'search', 'scanning', 'data-validation',
] as const;
export const agentType = z.enum(agentTypes);
export type AgentType = z.infer<typeof agentType>;

export const runStatuses = ['queued', 'running', 'waiting', 'succeeded', 'needs_attention', 'failed', 'cancelled'] as const;
export const runStatus = z.enum(runStatuses);
export type RunStatus = z.infer<typeof runStatus>;

export const stepStatus = z.enum(['pending', 'running', 'succeeded', 'failed', 'cancelled']);
export type StepStatus = z.infer<typeof stepStatus>;

/** One agent's part of a run. `intent` is one line; `summary` is set when it ended. */
export const step = z.object({
  index: z.number().int().min(0),
  agent: agentType,
  intent: z.string(),
  status: stepStatus,
  summary: z.string().optional(),
  startedAt: time.optional(),
  finishedAt: time.optional(),
  /** Steps of the same stage work at the same time; without one, a step is a stage of its own. */
  stage: z.number().int().min(0).optional(),
});
export type Step = z.infer<typeof step>;

/** Why an app is not right: what was tried to repair it, which criteria fail and what was seen, and what its console says. */
export const runEvidence = z.object({ repairs: z.array(z.string()), criteria: z.array(checkedCriterion), console: z.array(z.string()) });
export type RunEvidence = z.infer<typeof runEvidence>;

export const runError = z.object({ code: z.string(), detail: z.string(), hint: z.string().optional(), evidence: runEvidence.optional() });
export type RunError = z.infer<typeof runError>;

/** A run: the crew's durable turn on one user message. `progress` is 0–100. */
export const run = z.object({
  id,
  chatId: id,
  messageId: id,
  status: runStatus,
  progress: z.number().int().min(0).max(100),
  steps: z.array(step),
  model: z.string(),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  createdBy: id.nullable(),
  error: runError.optional(),
});
export type Run = z.infer<typeof run>;
