import { z } from 'zod';
import { agentType } from '#contract/agents.ts';
import { defineTool } from '../tool.ts';

export const planWorkInput = z.object({
  title: z.string().trim().min(1).max(120).describe('Name of the app, two to four words, e.g. "Equipment loan tracker". Keep the present name for a change.'),
  kind: z.enum(['build', 'change', 'fix']).describe('build: a new app; change: the present app gets something else; fix: the present app is broken.'),
  message: z.string().trim().min(1).max(2000).describe('One to three sentences to the person: what you understood and what the crew does now.'),
  steps: z.array(z.object({
    agent: agentType.exclude(['orchestrator']),
    intent: z.string().trim().min(1).max(160).describe('One line, what this agent does in this run.'),
  })).min(1).max(12).describe('The agents in the order in which they work.'),
});
export type PlanWorkInput = z.infer<typeof planWorkInput>;
export type PlanWorkOutput = { planned: true } | { planned: false; reason: string };

/** Decides that the crew works, which agents and in which order. */
export const planWork = defineTool<PlanWorkInput, PlanWorkOutput>({
  name: 'plan_work',
  description: 'Start the crew. Call it once, and only when the person wants an app built, changed or repaired, or wants the crew to look something up or check something. Afterwards the agents work in the given order and you get their results.',
  input: planWorkInput,
  title: ({ title }) => `Plan: ${title}`,
  execute: async (_input, { state }) => (state.plan ? { planned: false, reason: 'There is a plan already.' } : { planned: true }),
  apply: (state, input, output) => { if (output.planned) state.plan = input; },
  report: (output) => ({ ok: output.planned }),
});
