import type { AgentType } from '#contract/agents.ts';
import type { Turn } from '../answer-stream.ts';
import type { Situation } from '../read-prompt.ts';
import { architect } from './architect.ts';
import { coder } from './coder.ts';
import { dataValidation } from './data-validation.ts';
import { designer } from './designer.ts';
import { orchestrator } from './orchestrator.ts';
import { quality } from './quality.ts';
import { requirements } from './requirements.ts';
import { scanning } from './scanning.ts';
import { search } from './search.ts';
import { taskOf } from './task.ts';
import type { Task } from './task.ts';

const roles: Record<AgentType, (task: Task) => Turn> = {
  orchestrator, requirements, architect, designer, coder, quality, search, scanning, 'data-validation': dataValidation,
};

/** The next answer of the agent the prompt speaks to. */
export async function act(situation: Situation, tools: ReadonlySet<string>): Promise<Turn> {
  const task = await taskOf(situation, tools);
  return roles[situation.agent ?? 'orchestrator'](task);
}
