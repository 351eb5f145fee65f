import type { LanguageModelV4 } from '@ai-sdk/provider';
import { generateText, isStepCount, tool as sdkTool, type ToolSet } from 'ai';
import type { AgentType } from '#contract/agents.ts';
import type { MessagePart } from '#contract/chats.ts';
import { Breaker } from './breaker.ts';
import { blockProvider, type AgentContext } from '../context.ts';
import { assemble, toolTokens } from '../context/assemble.ts';
import { shrink } from '../context/shrink.ts';
import { estimateTokens } from '../context/tokens.ts';
import { markErrors, toolAnswer } from '../context/tool-answer.ts';
import { defaultWindow } from '../context/window.ts';
import { durableModel } from './durable-model.ts';
import type { Execution, Output } from './execution.ts';
import { runTool } from './run-tool.ts';
import { maskDeep } from '../scan/mask-secrets.ts';
import { seenModel } from './seen-model.ts';
import type { AgentResult, RunState } from './state.ts';
import type { AgentTool } from '../tool.ts';

/** Most model calls one agent makes in a step. */
const stepCaps: Partial<Record<AgentType, number>> = { orchestrator: 6, coder: 60 };
const defaultStepCap = 16;

/** Tools whose input is source text. */
const writesCode = new Set(['write_file', 'edit_file']);

export type LoopOptions = {
  execution: Execution;
  state: RunState;
  model: LanguageModelV4;
  agent: AgentType;
  output: Output;
  prompt: string;
  context: AgentContext;
  tools: AgentTool[];
  /** Tokens the model takes, input and answer together. */
  window?: number;
  /** Ends the loop early, looked at after every model call with its tool calls. */
  isDone?: () => boolean;
};

/** Lets one agent work: the model speaks and calls its tools, one after the other, until it has nothing more to call. */
export async function runAgentLoop(o: LoopOptions): Promise<AgentResult> {
  const breaker = new Breaker();
  const reports = new Map<string, MessagePart[]>();
  const cap = stepCaps[o.agent] ?? defaultStepCap;
  const window = o.window ?? defaultWindow;
  const { material, ...block } = o.context;
  // The built-in builder reads the block and the answers of tools as JSON; nothing in them can make it do anything else.
  const marked = o.model.provider === blockProvider ? undefined : material;
  const assembled = await assemble({ prompt: o.prompt, context: marked ? o.context : block, tools: o.tools, window });
  const fixed = estimateTokens(o.prompt) + toolTokens(o.tools);
  const tools: ToolSet = {};
  for (const tool of o.tools) {
    tools[tool.name] = sdkTool({
      description: tool.description,
      inputSchema: tool.input,
      execute: async (input, { toolCallId }) => {
        // What is written for people holds no secrets; files are code, and the scan is what looks at them.
        const safe = writesCode.has(tool.name) ? input : maskDeep(input);
        const { output, parts } = await runTool({ ...o, tool, input: safe, callId: toolCallId, breaker });
        reports.set(toolCallId, parts);
        return output;
      },
      ...(marked ? { toModelOutput: ({ output }) => ({ type: 'text', value: toolAnswer(output, { mark: marked.mark, tool: tool.name, window }) }) } : {}),
    });
  }
  o.execution.beginOutput();
  const result = await generateText({
    model: durableModel(seenModel(o.model, {
      run: o.execution.run, agent: o.agent, stepIndex: o.output.stepIndex, model: o.execution.run.model, window: marked ? window : null, leftOut: assembled.leftOut,
    }), { execution: o.execution, agent: o.agent, output: o.output }),
    instructions: assembled.instructions,
    messages: assembled.messages,
    tools,
    // One at a time: tools change the draft, and the order of durable steps has to be the same at a replay.
    toolCallConcurrency: 1,
    // Retries belong inside of the durable step.
    maxRetries: 0,
    stopWhen: [isStepCount(cap), () => o.execution.isOver || breaker.stopReason !== null || (o.isDone?.() ?? false)],
    prepareStep: ({ messages }) => ({
      ...(marked ? { messages: shrink(markErrors(messages, { mark: marked.mark, window }), { window, fixed, mark: marked.mark }) } : {}),
      ...(breaker.toolsOff ? { toolChoice: 'none' as const } : {}),
    }),
  });
  // The SDK turns what a tool throws into an answer for the model; the end of the run must not be swallowed so.
  o.execution.throwIfOver();
  const parts = result.steps.flatMap((step) => step.content).flatMap((part): MessagePart[] => {
    if (part.type === 'text') return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    if (part.type !== 'tool-call') return [];
    return reports.get(part.toolCallId)
      ?? [{ type: 'data-tool', data: { tool: part.toolName, title: part.toolName, ok: false, summary: 'The call was not understood.' } }];
  });
  const text = result.steps.map((step) => step.text).join('').trim();
  const conclusion = result.steps.findLast((step) => step.text.trim() !== '')?.text.trim() ?? '';
  const reason = breaker.stopReason
    ?? (breaker.toolsOff ? 'Its tools failed several times in a row.' : null)
    ?? (result.steps.length >= cap && result.finishReason === 'tool-calls' ? `It was not done after ${cap} rounds.` : null)
    ?? (result.finishReason === 'length' ? 'Its answer was longer than the model allows.' : null)
    ?? (result.finishReason === 'content-filter' ? 'The model declined to answer.' : null);
  return reason === null ? { parts, text, conclusion, outcome: 'done' } : { parts, text, conclusion, outcome: 'stopped', reason };
}
