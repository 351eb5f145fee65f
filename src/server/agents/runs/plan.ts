import type { AgentType, Step } from '#contract/agents.ts';
import type { PlanWorkInput } from '../tools/plan-work.ts';

/** How much of the progress bar an agent's step takes. */
const weights: Partial<Record<AgentType, number>> = { coder: 4, quality: 2 };
const planned = 5;

/** Whose results an agent works from. It waits for those of them that the plan has before it. */
const worksFrom: Record<AgentType, AgentType[]> = {
  orchestrator: [], search: [], requirements: [],
  architect: ['search', 'requirements'],
  designer: ['search', 'requirements'],
  coder: ['search', 'requirements', 'architect', 'designer', 'scanning', 'data-validation', 'quality'],
  scanning: ['coder'],
  'data-validation': ['architect', 'coder'],
  quality: ['search', 'requirements', 'architect', 'designer', 'coder'],
};

/**
 * The steps of a plan; a plan that changes the app is always checked at the end.
 * Steps of a stage do not need each other and write nothing that another of
 * them writes: the coder, who alone writes files, is always by himself.
 */
export function stepsOf(plan: Pick<PlanWorkInput, 'steps'>): Step[] {
  const steps: PlanWorkInput['steps'] = plan.steps.map((step) => ({ ...step }));
  const lastCoder = steps.findLastIndex((step) => step.agent === 'coder');
  const checked = steps.some((step, n) => n > lastCoder && step.agent === 'quality');
  if (lastCoder >= 0 && !checked) steps.push({ agent: 'quality', intent: 'Build the app, open it and check it' });
  const stages: number[] = [];
  for (const { agent } of steps) {
    const before = stages.filter((_, n) => steps[n]!.agent === agent || steps[n]!.agent === 'coder' || worksFrom[agent].includes(steps[n]!.agent));
    stages.push(Math.max(-1, ...before) + 1);
  }
  return steps.map((step, index) => ({ index, agent: step.agent, intent: step.intent, status: 'pending', stage: stages[index]! }));
}

/** The steps that work next, all at the same time; none when the plan is done. */
export function nextStage(steps: Step[]): number[] {
  const pending = steps.filter((step) => step.status === 'pending');
  const first = Math.min(...pending.map(stageOf));
  return pending.filter((step) => stageOf(step) === first).map((step) => step.index);
}

function stageOf(step: Step): number {
  return step.stage ?? step.index;
}

/** 0–100: what is behind us, with the work of agents weighed. */
export function progressOf(steps: Step[]): number {
  const weight = (step: Step) => weights[step.agent] ?? 1;
  const total = steps.reduce((sum, step) => sum + weight(step), 0);
  const done = steps.filter((step) => step.status !== 'pending' && step.status !== 'running').reduce((sum, step) => sum + weight(step), 0);
  return Math.round(planned + (total === 0 ? 0 : (done / total) * (95 - planned)));
}
