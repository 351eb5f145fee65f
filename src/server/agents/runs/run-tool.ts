import type { AgentType } from '#contract/agents.ts';
import type { MessagePart } from '#contract/chats.ts';
import { stepKey } from '#server/platform/jobs/index.ts';
import { log } from '#server/platform/log.ts';
import { toAppError } from '#server/platform/errors.ts';
import type { Breaker } from './breaker.ts';
import { recordToolCall } from './call-records.ts';
import type { AgentContext } from '../context.ts';
import { deriveId } from '../derive-id.ts';
import { RunOver } from './events.ts';
import type { Execution, Output } from './execution.ts';
import type { AgentResult, RunState } from './state.ts';
import type { AgentTool, Asking, RunEvent, ToolCall, ToolReport } from '../tool.ts';

type Options = {
  execution: Execution; state: RunState; agent: AgentType; output: Output; context: AgentContext;
  tool: AgentTool; input: unknown; callId: string; breaker: Breaker; 
  askAgent?: (agent: AgentType, question: string, at: Omit<Asking, 'askAgent'>) => Promise<AgentResult>;
};

/** What is recorded of a call. `failed` is an error the model may react to, such as a refusal by the database. */
type Recorded = { output: unknown } | { failed: { code: string; detail: string } };

/** Makes one tool call as a durable step, and gives back what the model and the person see of it. */
export async function runTool(o: Options): Promise<{ output: unknown; parts: MessagePart[] }> {
  const { execution, state, tool, input, breaker } = o;
  const verdict = breaker.before(tool.name, input, state.draft.revision);
  const title = titleOf(tool, input);
  const performed = tool.perform && verdict.kind === 'go' ? await perform(o, title) : null;
  const { value } = await execution.liveStep<Recorded>(
    `tool: ${tool.name}`,
    o.output,
    async (live, signal) => {
      if (isVisible(o) && !performed) live.push({ type: 'tool.called', stepIndex: o.output.stepIndex, callId: o.callId, tool: tool.name, title });
      const began = Date.now();
      const result = performed ?? (verdict.kind === 'refuse'
        ? { failed: { code: 'repeated_call', detail: verdict.reason } }
        : await execute(tool, input, callOf(o, signal)));
      await record(o, result, Date.now() - began);
      for (const event of shownEvents(o, title, result).slice(isVisible(o) ? 1 : 0)) live.push(event);
      return JSON.parse(JSON.stringify(result)) as Recorded;
    },
    (result) => shownEvents(o, title, result).slice(performed ? 1 : 0),
  ).catch((error: unknown): never => { throw execution.end(error); });
  const report = reportOf(tool, input, value);
  breaker.after(report.ok);
  noteBreak(state, tool.name, value);
  if ('output' in value) await tool.apply?.(state, input, value.output, o.agent);
  const part: MessagePart = { type: 'data-tool', data: { tool: tool.name, title, ok: report.ok, ...(report.summary ? { summary: report.summary } : {}) } };
  return {
    output: 'output' in value ? value.output : { error: value.failed.detail },
    parts: isVisible(o) ? [part, ...(report.parts ?? [])] : [],
  };
}

/** A tool that asks a person or an agent makes steps of its own, between the call and its result. */
async function perform(o: Options, title: string): Promise<Recorded> {
  const called = { type: 'tool.called' as const, stepIndex: o.output.stepIndex, callId: o.callId, tool: o.tool.name, title };
  try {
    if (isVisible(o)) {
      await o.execution.liveStep(`call: ${o.tool.name}`, o.output, async (live) => { live.push(called); return true; }, () => [called]);
    }
    const at = { execution: o.execution, state: o.state, agent: o.agent, output: o.output, context: o.context };
    const askAgent: Asking['askAgent'] = (agent, question) => {
      if (!o.askAgent) throw new Error(`${o.agent} may not ask other agents here`);
      return o.askAgent(agent, question, at);
    };
    return { output: await o.tool.perform!(o.input, { ...at, askAgent }) };
  } catch (error) {
    throw o.execution.end(error);
  }
}

async function execute(tool: AgentTool, input: unknown, call: ToolCall): Promise<Recorded> {
  try {
    return { output: await tool.execute(input, call) };
  } catch (error) {
    if (error instanceof RunOver || call.signal.aborted) throw error;
    const { code, detail } = toAppError(error);
    // A database that is restarting is worth a repeat of the step, and ends the run when that fails too.
    if (code === 'unavailable') throw error;
    log[code === 'internal' ? 'error' : 'info']({ runId: call.run.runId, tool: tool.name, code, err: error }, 'a tool call failed');
    return { failed: { code, detail } };
  }
}

async function record({ execution: { run }, tool, input, agent, output, callId }: Options, result: Recorded, durationMs: number): Promise<void> {
  const { ok, summary } = reportOf(tool, input, result);
  const id = deriveId(run.runId, 'call', stepKey());
  await recordToolCall(run, { id, kind: 'tool', name: tool.name, agent, stepIndex: output.stepIndex, callId }, { ok, problem: ok ? null : summary ?? null, durationMs });
}

function callOf(o: Options, signal: AbortSignal): ToolCall {
  const run = o.execution.run;
  return { run, state: o.state, agent: o.agent, stepIndex: o.output.stepIndex ?? -1, signal, actor: { userId: run.askerId, agent: o.agent } };
}

// The orchestrator's calls show as the plan and as suggestions, not as work.
function isVisible(o: Options): boolean {
  return o.output.stepIndex !== null && !o.output.isQuiet;
}

function titleOf(tool: AgentTool, input: unknown): string {
  return tool.title(input).slice(0, 200);
}

function reportOf(tool: AgentTool, input: unknown, result: Recorded): ToolReport {
  return 'output' in result ? tool.report(result.output, input) : { ok: false, summary: result.failed.detail };
}

function shownEvents(o: Options, title: string, result: Recorded): RunEvent[] {
  if (!isVisible(o)) return [];
  const report = reportOf(o.tool, o.input, result);
  const { stepIndex } = o.output;
  return [
    { type: 'tool.called', stepIndex, callId: o.callId, tool: o.tool.name, title },
    { type: 'tool.finished', stepIndex, callId: o.callId, ok: report.ok, ...(report.summary ? { summary: report.summary } : {}) },
    ...(report.events ?? []),
  ];
}

const checks = new Set(['build_app', 'render_app', 'exercise_app']);

/** Remembers a check that broke, until it is made again. */
export function noteBreak(state: Pick<RunState, 'brokenChecks'>, tool: string, result: Recorded): void {
  if (!checks.has(tool)) return;
  if ('failed' in result && result.failed.code === 'internal') state.brokenChecks.add(tool);
  else state.brokenChecks.delete(tool);
}
