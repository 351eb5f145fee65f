import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agentTypes, type AgentType } from '#contract/agents.ts';
import { nextStage, stepsOf } from './plan.ts';

type Worker = Exclude<AgentType, 'orchestrator'>;
const planOf = (agents: Worker[]) => stepsOf({ steps: agents.map((agent) => ({ agent, intent: agent })) });
const stages = (agents: Worker[]) => planOf(agents).map(({ agent, stage }) => `${stage} ${agent}`);

test('a new app: the data and the look at the same time, then the files, then all checks at the same time', () => {
  expect(stages(['search', 'requirements', 'architect', 'designer', 'coder', 'scanning', 'data-validation', 'quality'])).toEqual([
    '0 search', '0 requirements', '1 architect', '1 designer', '2 coder', '3 scanning', '3 data-validation', '3 quality',
  ]);
});

test('a plan that changes the app is always checked at the end', () => {
  expect(stages(['quality', 'coder'])).toEqual(['0 quality', '1 coder', '2 quality']);
});

test('whatever the plan: the coder is alone, no agent works twice at once, and steps end in their order', () => {
  const workers = agentTypes.filter((agent) => agent !== 'orchestrator');
  fc.assert(fc.property(fc.array(fc.constantFrom(...workers), { minLength: 1, maxLength: 12 }), (agents) => {
    const steps = planOf(agents);
    const done: number[] = [];
    for (let stage = nextStage(steps); stage.length > 0; stage = nextStage(steps)) {
      const atOnce = stage.map((index) => steps[index]!.agent);
      expect(new Set(atOnce).size).toBe(atOnce.length);
      if (atOnce.includes('coder')) expect(atOnce).toEqual(['coder']);
      for (const index of stage) steps[index] = { ...steps[index]!, status: 'succeeded' };
      // What a coder's step has before it in the plan is done before it.
      if (atOnce.includes('coder')) expect(steps.slice(0, stage[0]!).every(({ status }) => status === 'succeeded')).toBe(true);
      done.push(...stage);
    }
    expect(done.toSorted((a, b) => a - b)).toEqual(steps.map(({ index }) => index));
  }));
});
