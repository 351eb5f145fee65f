import type { AgentType, Step } from '#contract/agents.ts';
import type { PlanWorkInput } from '../tools/plan-work.ts';

/** How much of the progress bar an agent's step takes. */
const weights: Partial<Record<AgentType, number>> = { coder: 4, quality: 2 };
const planned = 5;

/** The steps of a plan; a plan that changes the app is always checked at the end. */
export function stepsOf(plan: PlanWorkInput): Step[] {
  const steps: PlanWorkInput['steps'] = plan.steps.map((step) => ({ ...step }));
  const lastCoder = steps.findLastIndex((step) => step.agent === 'coder');
  const checked = steps.some((step, n) => n > lastCoder && step.agent === 'quality');
  if (lastCoder >= 0 && !checked) steps.push({ agent: 'quality', intent: 'Build the app, open it and check it' });
  return steps.map((step, index) => ({ index, agent: step.agent, intent: step.intent, status: 'pending' }));
}

/** 0–100: what is behind us, with the work of agents weighed. */
export function progressOf(steps: Step[]): number {
  const weight = (step: Step) => weights[step.agent] ?? 1;
  const total = steps.reduce((sum, step) => sum + weight(step), 0);
  const done = steps.filter((step) => step.status !== 'pending' && step.status !== 'running').reduce((sum, step) => sum + weight(step), 0);
  return Math.round(planned + (total === 0 ? 0 : (done / total) * (95 - planned)));
}
