import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import type { AgentType } from '#contract/agents.ts';
import { costOf, reserveTokens, settleTokens, type Tokens } from '#server/billing/index.ts';
import { asSystem } from '#server/platform/database/index.ts';
import { stepKey } from '#server/platform/jobs/index.ts';
import { log } from '#server/platform/log.ts';
import { deriveId } from '../derive-id.ts';
import { beginCall, endModelCall, lockCall, usageOfRun } from './call-records.ts';
import type { Appender } from './appender.ts';
import type { Output } from './execution.ts';
import { explain } from './explain.ts';
import { estimateTokens } from '../context/tokens.ts';
import type { Candidate, ModelAnswer } from '../models/call-model.ts';
import type { RunRef } from './state.ts';

type Options = {
  /** The model that is asked first. */
  asked: Pick<Candidate, 'ref' | 'isFree' | 'maxOutputTokens'>;
  run: RunRef; agent: AgentType; output: Output; params: LanguageModelV4CallOptions; live: Appender; signal: AbortSignal;
  onText: (delta: string) => void;
};

/** Kept for an answer when the call does not bound it; the least that a call is made with. */
const usualOutput = 16_000;
const leastOutput = 500;
/** No window is that large, so no call reads more. */
const mostInput = 2_000_000;

/**
 * A model call within the budget: tokens are reserved before and settled after, in one transaction with the run's ledger.
 * Inside of a durable step only. When the step is done again, a call that was settled answers from the ledger, and one
 * that was on its way takes its reservation over: whatever is killed, a call is charged once.
 */
export async function meteredCall(o: Options, call: (params: LanguageModelV4CallOptions, onText: (delta: string) => void) => Promise<ModelAnswer>): Promise<ModelAnswer> {
  const id = deriveId(o.run.runId, 'call', stepKey());
  const { attempt, answer } = await beginCall(o.run, { id, kind: 'model', name: o.asked.ref, agent: o.agent, stepIndex: o.output.stepIndex });
  if (answer !== null) return told(answer as ModelAnswer, o);
  const reading = estimate(o.params);
  const began = Date.now();
  let heard = 0;
  let result: ModelAnswer;
  try {
    const params = o.asked.isFree ? o.params : await bounded(id, reading, o);
    result = await call(params, (delta) => { heard += delta.length; o.onText(delta); });
  } catch (error) {
    await settle(o, id, attempt, { failed: error, reading: heard > 0 ? reading : 0, heard, durationMs: Date.now() - began })
      // The reservation ends by itself; why the call failed matters more.
      .catch((err: unknown) => log.warn({ err, runId: o.run.runId }, 'a failed model call was not settled'));
    throw error;
  }
  // When this fails the step is done again, and takes the reservation over.
  await settle(o, id, attempt, { result, reading, durationMs: Date.now() - began });
  return result;
}

/** Reserves what the call may take. When less is left, the answer is bounded to that. */
async function bounded(id: string, reading: number, { run, asked, params, signal }: Options): Promise<LanguageModelV4CallOptions> {
  const writing = params.maxOutputTokens ?? asked.maxOutputTokens ?? usualOutput;
  const kept = await reserveTokens(id, run, { amount: reading + writing, atLeast: reading + Math.min(leastOutput, writing), signal });
  return kept < reading + writing ? { ...params, maxOutputTokens: kept - reading } : params;
}

type Outcome = { reading: number; durationMs: number } & ({ result: ModelAnswer } | { failed: unknown; heard: number });

async function settle(o: Options, id: string, attempt: number, outcome: Outcome): Promise<void> {
  const model = 'result' in outcome ? outcome.result.model : o.asked.ref;
  const { tokens, isEstimated } = o.asked.isFree ? { tokens: none, isEstimated: false } : used(outcome);
  const cost = o.asked.isFree ? 0 : costOf(model, tokens);
  const totals = await asSystem('token allowance', async (tx) => {
    const locked = await lockCall(tx, id, attempt);
    if (!locked) return null;
    const reason = whyNotCharged(outcome, locked.runStatus);
    const booked = o.asked.isFree ? false : await settleTokens(tx, id, { agent: o.agent, model, tokens, cost, ...(reason ? { reason } : {}) });
    await endModelCall(tx, id, {
      model, tokens, isEstimated, cost, charged: booked && !reason, durationMs: outcome.durationMs,
      ...('result' in outcome ? { answer: outcome.result } : { problem: explain(outcome.failed).detail }),
    });
    return usageOfRun(tx, o.run.runId);
  }, { actorId: o.run.askerId, agent: o.agent });
  if ('result' in outcome && totals && totals.tokens > 0) o.live.push({ type: 'run.usage', ...totals });
}

/** What a person stopped is charged as far as it had come; what failed, or belongs to a run that failed, is not. */
function whyNotCharged(outcome: Outcome, runStatus: string): string | null {
  if (runStatus === 'failed') return 'The run had failed.';
  return 'failed' in outcome && runStatus !== 'cancelled' ? 'The call failed.' : null;
}

const none: Tokens = { input: 0, cached: 0, output: 0, reasoning: 0 };

function used(outcome: Outcome): { tokens: Tokens; isEstimated: boolean } {
  if ('failed' in outcome) return { tokens: { ...none, input: outcome.reading, output: inTokens(outcome.heard) }, isEstimated: true };
  const { content, usage: { inputTokens, outputTokens }, estimated } = outcome.result;
  const input = whole(inputTokens.total ?? outcome.reading);
  const output = whole(outputTokens.total ?? estimateTokens(JSON.stringify(content)));
  return {
    tokens: { input, cached: Math.min(input, whole(inputTokens.cacheRead ?? 0)), output, reasoning: Math.min(output, whole(outputTokens.reasoning ?? 0)) },
    isEstimated: estimated === true || inputTokens.total === undefined || outputTokens.total === undefined,
  };
}

/** What a provider tells may be anything. */
function whole(count: number): number {
  return Number.isFinite(count) ? Math.min(Math.max(0, Math.round(count)), 1_000_000_000) : 0;
}

function estimate({ prompt, tools }: LanguageModelV4CallOptions): number {
  return Math.min(mostInput, estimateTokens(JSON.stringify([prompt, tools ?? []])));
}

/** Four characters are about a token. */
function inTokens(characters: number): number {
  return Math.ceil(characters / 4);
}

function told(answer: ModelAnswer, { onText }: Options): ModelAnswer {
  for (const part of answer.content) if (part.type === 'text') onText(part.text);
  return answer;
}
