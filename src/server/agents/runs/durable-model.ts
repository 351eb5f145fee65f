import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { AgentType } from '#contract/agents.ts';
import type { Execution, Output } from './execution.ts';
import type { Guidance } from './guidance.ts';
import type { ContextOf } from './keep-context.ts';
import { meteredCall } from './metered-call.ts';
import { callModel, type Candidate, type ModelAnswer } from '../models/call-model.ts';
import { seenModel } from './seen-model.ts';
import type { Said } from './state.ts';
import type { RunEvent } from '../tool.ts';

/** A call with all its waits and repeats may take this long; one attempt has a shorter time of its own. */
const callTimeoutMs = 60 * 60_000;

/** With what people said meanwhile and the model was told. */
type Recorded = ModelAnswer & { said: Said[] };

type Options = {
  execution: Execution; agent: AgentType; output: Output;
  /** What people say while the agent works; without it nobody is listened to. */
  guidance?: Guidance;
  /** How what the model sees was fitted, for those who look at it. */
  seen: Pick<ContextOf, 'window' | 'leftOut'>;
};

/**
 * The models of an agent as one, with every call as a durable step: it streams, text goes to readers
 * as it comes, and the whole answer is recorded. A replay answers from the record.
 * `quiet`: the answer is for the server, and nobody reads along.
 */
export function durableModel(line: Candidate[], o: Options): LanguageModelV4 {
  const { execution, agent, output, guidance, seen } = o;
  const earlier = new Set<string>();
  return {
    specificationVersion: 'v4',
    provider: 'ninefold',
    modelId: line[0]?.ref ?? 'none',
    supportedUrls: {},
    doStream: () => Promise.reject(new Error('agents ask for whole answers')),
    doGenerate: async (params) => {
      const { value } = await execution.liveStep<Recorded>(
        `model: ${agent}`,
        output,
        async (live, signal, startOver) => {
          let readers = live;
          const said = await guidance?.listen(execution.run) ?? [];
          const answer = await meteredCall({
            run: execution.run, agent, output, asked: line[0]!, live, signal, params: { ...params, prompt: guidance?.weave(params.prompt, said) ?? params.prompt },
            onText: (delta) => {
              if (!output.isQuiet) readers.push({ type: 'text.delta', stepIndex: output.stepIndex, agent, messageId: output.messageId, delta });
            },
          }, (bounded, onText) => callModel(line.map((candidate) => watched(candidate, { run: execution.run, agent, stepIndex: output.stepIndex, ...seen })), bounded, { signal, earlier, onText, startOver: async () => { readers = await startOver(); } }));
          return { ...answer, said };
        },
        (result) => (output.isQuiet ? [] : shownText(result, agent, output)),
        { timeoutMs: callTimeoutMs },
      );
      earlier.add(value.model);
      guidance?.keep(params.prompt.length, value.said);
      return { ...value, warnings: [] };
    },
  };
}

function watched(candidate: Candidate, o: Omit<ContextOf, 'model'>): Candidate {
  return {
    ...candidate,
    open: async () => {
      const opened = await candidate.open();
      return { ...opened, model: seenModel(opened.model, { ...o, model: candidate.ref }) };
    },
  };
}

function shownText(result: ModelAnswer, agent: AgentType, output: Output): RunEvent[] {
  const delta = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return delta === '' ? [] : [{ type: 'text.delta', stepIndex: output.stepIndex, agent, messageId: output.messageId, delta }];
}
