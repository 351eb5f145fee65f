import { generateText, tool as sdkTool, type StepResult, type ToolSet } from 'ai';
import type { AgentType } from '#contract/agents.ts';
import type { MessagePart } from '#contract/chats.ts';
import type { LimitAnswer } from '#contract/requests.ts';
import { askPerson } from './ask-person.ts';
import { Breaker } from './breaker.ts';
import type { AgentContext } from '../context.ts';
import { assemble, toolTokens } from '../context/assemble.ts';
import { shrink } from '../context/shrink.ts';
import { estimateTokens } from '../context/tokens.ts';
import { markErrors, toolAnswer } from '../context/tool-answer.ts';
import { durableModel } from './durable-model.ts';
import type { Candidate } from '../models/call-model.ts';
import type { Execution, Output } from './execution.ts';
import { Guidance } from './guidance.ts';
import { Meter, type Hit } from './limits.ts';
import { runTool } from './run-tool.ts';
import { maskDeep } from '../scan/mask-secrets.ts';
import type { AgentResult, RunState } from './state.ts';
import type { AgentTool, Asking } from '../tool.ts';

/** Tools whose input is source text. */
const writesCode = new Set(['write_file', 'edit_file']);

export type LoopOptions = {
  execution: Execution;
  state: RunState;
  /** The models that may answer, the first one first. */
  line: Candidate[];
  agent: AgentType;
  output: Output;
  prompt: string;
  context: AgentContext;
  tools: AgentTool[];
  /** Ends the loop early, looked at after every model call with its tool calls. */
  isDone?: () => boolean;
  /** Ends the loop after so many rounds, without asking anybody. */
  maxRounds?: number;
  /** How its tools ask another agent; without it they cannot. */
  askAgent?: (agent: AgentType, question: string, at: Omit<Asking, 'askAgent'>) => Promise<AgentResult>;
};

type Round = StepResult<ToolSet>;

/** Lets one agent work: the model speaks and calls its tools, one after the other, until it has nothing more to call. */
export async function runAgentLoop(o: LoopOptions): Promise<AgentResult> {
  const breaker = new Breaker();
  const meter = new Meter(o.agent, o.state, () => o.execution.workedMs);
  const guidance = new Guidance(o.state);
  const reports = new Map<string, MessagePart[]>();
  const window = Math.min(...o.line.map((candidate) => candidate.window));
  const { material, ...block } = o.context;
  // The built-in builder reads the block and the answers of tools as JSON; nothing in them can make it do anything else.
  const marked = o.line.every(({ readsBlock }) => readsBlock) ? undefined : material;
  const assembled = await assemble({ prompt: o.prompt, context: marked ? o.context : block, tools: o.tools, window });
  const fixed = estimateTokens(o.prompt) + toolTokens(o.tools);
  const tools = toolSet(o, breaker, reports, marked ? { mark: marked.mark, window } : null);
  const model = durableModel(o.line, {
    execution: o.execution, agent: o.agent, output: o.output, guidance, seen: { window: marked ? window : null, leftOut: assembled.leftOut },
  });
  const rounds: Round[] = [];
  let { messages } = assembled;
  let ended: string | null = null;
  // Another agent's question is part of that agent's step, whose output goes on.
  if (!o.output.isQuiet) o.execution.beginOutput();
  for (;;) {
    let counted = 0;
    const tally = (steps: Round[]): void => {
      for (const { usage, toolCalls } of steps.slice(counted)) meter.count({ tokens: (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0), calls: toolCalls.length });
      counted = steps.length;
    };
    const result = await generateText({
      model, tools, messages,
      instructions: assembled.instructions,
      // One at a time: tools change the draft, and the order of durable steps has to be the same at a replay.
      toolCallConcurrency: 1,
      // Retries belong inside of the durable step.
      maxRetries: 0,
      stopWhen: [({ steps }) => {
        tally(steps);
        return o.execution.isOver || breaker.stopReason !== null || areNotUnderstood(steps) || (o.isDone?.() ?? false)
          || steps.length >= (o.maxRounds ?? Infinity) || hitOf(breaker, meter) !== null;
      }],
      prepareStep: ({ messages: now }) => ({
        ...(marked ? { messages: shrink(markErrors(now, { mark: marked.mark, window }), { window, fixed, mark: marked.mark }) } : {}),
        ...(breaker.toolsOff ? { toolChoice: 'none' as const } : {}),
      }),
    });
    // The SDK turns what a tool throws into an answer for the model; the end of the run must not be swallowed so.
    o.execution.throwIfOver();
    tally(result.steps);
    rounds.push(...result.steps);
    const hit = result.finishReason === 'tool-calls' && breaker.stopReason === null && !areNotUnderstood(rounds) && !(o.isDone?.() ?? false) ? hitOf(breaker, meter) : null;
    if (hit === null) break;
    if (!(await mayGoOn(o, hit))) {
      ended = hit.detail;
      break;
    }
    meter.extend();
    breaker.forgetRunaway();
    messages = [...messages, ...result.responseMessages];
  }
  return resultOf(rounds, reports, ended ?? endOf(breaker, rounds), breaker.stopReason !== null);
}

/** `answers` marks what tools answer as data; null leaves it as it is. */
function toolSet(o: LoopOptions, breaker: Breaker, reports: Map<string, MessagePart[]>, answers: { mark: string; window: number } | null): ToolSet {
  return Object.fromEntries(o.tools.map((tool) => [tool.name, sdkTool({
    description: tool.description,
    inputSchema: tool.input,
    execute: async (input, { toolCallId }) => {
      // What is written for people holds no secrets; files are code, and the scan is what looks at them.
      const safe = writesCode.has(tool.name) ? input : maskDeep(input);
      const { output, parts } = await runTool({ ...o, tool, input: safe, callId: toolCallId, breaker });
      reports.set(toolCallId, parts);
      return output;
    },
    ...(answers ? { toModelOutput: ({ output }: { output: unknown }) => ({ type: 'text' as const, value: toolAnswer(output, { ...answers, tool: tool.name }) }) } : {}),
  })]));
}

function hitOf(breaker: Breaker, meter: Meter): Hit | null {
  return breaker.runaway === null ? meter.hit() : { limit: 'arguments', detail: breaker.runaway };
}

/** The run waits until somebody says whether it goes on. */
async function mayGoOn(o: LoopOptions, { limit, detail }: Hit): Promise<boolean> {
  const { decision } = await askPerson<LimitAnswer>(o, o.output.stepIndex, { kind: 'limit', agent: o.agent, limit, detail });
  if (decision === 'continue') return true;
  o.state.stopped ??= detail;
  return false;
}

/** Why a loop ended before its agent was done; null when it was. */
function endOf(breaker: Breaker, rounds: Round[]): string | null {
  const last = rounds.at(-1);
  return breaker.stopReason
    ?? (areNotUnderstood(rounds) ? 'It called its tools in a way that was not understood, several times in a row.' : null)
    ?? (breaker.toolsOff ? 'Its tools failed several times in a row.' : null)
    ?? (last?.finishReason === 'length' ? 'Its answer was longer than the model allows.' : null)
    ?? (last?.finishReason === 'content-filter' ? 'The model declined to answer.' : null);
}

function resultOf(rounds: Round[], reports: Map<string, MessagePart[]>, reason: string | null, isLoop: boolean): AgentResult {
  const parts = rounds.flatMap((round) => round.content).flatMap((part): MessagePart[] => {
    if (part.type === 'text') return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    if (part.type !== 'tool-call') return [];
    return reports.get(part.toolCallId)
      ?? [{ type: 'data-tool', data: { tool: part.toolName, title: part.toolName, ok: false, summary: 'The call was not understood.' } }];
  });
  const text = rounds.map((round) => round.text).join('').trim();
  const conclusion = rounds.findLast((round) => round.text.trim() !== '')?.text.trim() ?? '';
  return reason === null ? { parts, text, conclusion, outcome: 'done' } : { parts, text, conclusion, outcome: 'stopped', reason, ...(isLoop ? { isLoop } : {}) };
}

/** Answers in a row whose calls name no tool of the agent, or have an input that is no JSON of its form, before it is stopped. */
const mostNotUnderstood = 4;

function areNotUnderstood(steps: { content: { type: string; invalid?: boolean }[] }[]): boolean {
  const last = steps.slice(-mostNotUnderstood).map((step) => step.content.filter((part) => part.type === 'tool-call'));
  return last.length === mostNotUnderstood && last.every((calls) => calls.length > 0 && calls.every((call) => call.invalid));
}
