import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { AgentType } from '#contract/agents.ts';
import type { Execution, Output } from './execution.ts';
import { callModel, type Candidate, type ModelAnswer } from '../models/call-model.ts';
import type { RunEvent } from '../tool.ts';

/** A call with all its waits and repeats may take this long; one attempt has a shorter time of its own. */
const callTimeoutMs = 60 * 60_000;

/**
 * The models of an agent as one, with every call as a durable step: it streams, text goes to readers
 * as it comes, and the whole answer is recorded. A replay answers from the record.
 */
export function durableModel(line: Candidate[], o: { execution: Execution; agent: AgentType; output: Output }): LanguageModelV4 {
  const { execution, agent, output } = o;
  const earlier = new Set<string>();
  return {
    specificationVersion: 'v4',
    provider: 'ninefold',
    modelId: line[0]?.ref ?? 'none',
    supportedUrls: {},
    doStream: () => Promise.reject(new Error('agents ask for whole answers')),
    doGenerate: async (params) => {
      const { value } = await execution.liveStep<ModelAnswer>(
        `model: ${agent}`,
        output,
        (live, signal, startOver) => {
          let readers = live;
          return callModel(line, params, {
            signal, earlier,
            onText: (delta) => readers.push({ type: 'text.delta', stepIndex: output.stepIndex, agent, messageId: output.messageId, delta }),
            startOver: async () => { readers = await startOver(); },
          });
        },
        (result) => shownText(result, agent, output),
        { timeoutMs: callTimeoutMs },
      );
      earlier.add(value.model);
      return { ...value, warnings: [] };
    },
  };
}

function shownText(result: ModelAnswer, agent: AgentType, output: Output): RunEvent[] {
  const delta = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return delta === '' ? [] : [{ type: 'text.delta', stepIndex: output.stepIndex, agent, messageId: output.messageId, delta }];
}
