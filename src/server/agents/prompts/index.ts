import type { AgentType } from '#contract/agents.ts';
import { agentLine, type AgentPhase } from '../context.ts';
import { architect } from './architect.ts';
import { coder } from './coder.ts';
import { dataValidation } from './data-validation.ts';
import { delegated } from './delegated.ts';
import { designer } from './designer.ts';
import { houseRules } from './house-rules.ts';
import { orchestrator, orchestratorSummary } from './orchestrator.ts';
import { quality } from './quality.ts';
import { requirements } from './requirements.ts';
import { scanning } from './scanning.ts';
import { search } from './search.ts';

const prompts: Record<AgentType, string> = {
  orchestrator, requirements, architect, designer, coder, quality, search, scanning, 'data-validation': dataValidation,
};

/** The system prompt of an agent. Its first line names the agent, and nothing in it depends on the request, so that it can be cached. */
export function promptOf(agent: AgentType, phase: AgentPhase): string {
  const part = phase === 'summary' ? orchestratorSummary : phase === 'answer' ? delegated : prompts[agent];
  return [agentLine(agent), part.trim(), houseRules.trim()].join('\n\n');
}
