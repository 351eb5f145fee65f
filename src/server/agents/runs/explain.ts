import type { RunError } from '#contract/agents.ts';
import type { ModelError } from '../models/model-error.ts';
import { toAppError } from '#server/platform/errors.ts';

/** Why a run failed, in plain words; what is inside of the server stays in its log. */
export function explain(error: unknown): RunError {
  const name = error instanceof Error ? error.name : '';
  // By name: recorded as the outcome of a step and read back, it is of no class any more.
  if (name === 'ModelError') {
    const { code, message, hint } = error as ModelError;
    return { code, detail: message, hint };
  }
  if (name.includes('StepTimeout')) {
    return { code: 'model_unavailable', detail: 'The model took too long to answer.', hint: 'Send the message again in a few minutes.' };
  }
  if (name.includes('UnexpectedStep') || name.includes('Nondeterminism')) {
    return { code: 'interrupted', detail: 'Ninefold was updated in the middle of this run.', hint: 'Send the message again.' };
  }
  const { code, detail, hint } = toAppError(error);
  if (code === 'internal') {
    return { code, detail: 'The run ended because something broke in the server.', hint: 'Send the message again; if it stays, give the time to the person who runs this server.' };
  }
  return { code, detail, ...(hint ? { hint } : {}) };
}
