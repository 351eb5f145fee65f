import type { AgentType } from '#contract/agents.ts';
import { runAgentLoop } from './agent-loop.ts';
import { deriveId } from '../derive-id.ts';
import { modelFor } from '../models/index.ts';
import { promptOf } from '../prompts/index.ts';
import type { AgentResult } from './state.ts';
import type { Asking } from '../tool.ts';
import { toolsOf } from '../tools/index.ts';

/** Rounds within which the other agent answers. */
const maxRounds = 4;

/** One agent answers another's question with tools that only read. It is given no way to ask in its turn: depth one. */
export async function askAgent(agent: AgentType, question: string, { execution, state, output, context }: Omit<Asking, 'askAgent'>): Promise<AgentResult> {
  return runAgentLoop({
    execution, state, agent, model: await modelFor(agent), maxRounds,
    output: { ...output, messageId: deriveId(output.messageId, 'delegated', agent), isQuiet: true },
    prompt: promptOf(agent, 'answer'),
    context: { ...context, agent, phase: 'answer', request: question },
    tools: toolsOf(agent, 'answer'),
  });
}
