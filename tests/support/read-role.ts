import type { AgentType } from '#contract/agents.ts';
import type { AgentPhase } from '#server/agents/context.ts';

/** Whose call it is, from a system prompt: for stand-ins of models that get messages instead of the block. */
export function roleOf(system: string): { agent: AgentType; phase: AgentPhase | 'memory' } {
  const agent = /^You are the ([a-z-]+) agent of Ninefold\./.exec(system)?.[1] as AgentType | undefined;
  if (!agent) throw new Error('the prompt does not name its agent');
  if (agent !== 'orchestrator') return { agent, phase: 'work' };
  return { agent, phase: system.includes('You keep the memory of a chat') ? 'memory' : system.includes('plan_work') ? 'plan' : 'summary' };
}

/** How often the model has answered since the request: what was said in the chat before does not count. */
export function roundOf(prompt: { role: string }[]): number {
  return prompt.slice(prompt.findLastIndex(({ role }) => role === 'user') + 1).filter(({ role }) => role === 'assistant').length;
}
