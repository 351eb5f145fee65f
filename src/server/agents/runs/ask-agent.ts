import type { AgentType } from '#contract/agents.ts';
import { runAgentLoop } from './agent-loop.ts';
import { deriveId } from '../derive-id.ts';
import { lineFor } from '../models/index.ts';
import type { ModelPlan } from '../models/plan.ts';
import { promptOf } from '../prompts/index.ts';
import type { AgentResult } from './state.ts';
import type { Asking } from '../tool.ts';
import { toolsOf } from '../tools/index.ts';

/** Rounds within which the other agent answers. */
const maxRounds = 4;

/** One agent answers another's question with tools that only read. It is given no way to ask in its turn: depth one. */
export async function askAgent(agent: AgentType, question: string, { execution, state, models, output, context }: Omit<Asking, 'askAgent'> & { models: ModelPlan }): Promise<AgentResult> {
  return runAgentLoop({
    execution, state, agent, line: lineFor(agent, models), maxRounds,
    output: { ...output, messageId: deriveId(output.messageId, 'delegated', agent), isQuiet: true },
    prompt: promptOf(agent, 'answer'),
    context: { ...context, agent, phase: 'answer', request: question },
    tools: toolsOf(agent, 'answer'),
  });
}
