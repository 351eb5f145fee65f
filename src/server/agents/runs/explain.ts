import { APICallError, LoadAPIKeyError } from 'ai';
import type { RunError } from '#contract/agents.ts';
import { toAppError } from '#server/platform/errors.ts';

/** Why a run failed, in plain words; what is inside of the server stays in its log. */
export function explain(error: unknown): RunError {
  if (LoadAPIKeyError.isInstance(error) || (APICallError.isInstance(error) && (error.statusCode === 401 || error.statusCode === 403))) {
    return { code: 'model_refused', detail: 'The model provider did not accept the key.', hint: 'Ask the person who runs this server to check the key of the model.' };
  }
  if (APICallError.isInstance(error)) {
    return { code: 'model_unavailable', detail: 'The model did not answer.', hint: 'Send the message again in a few minutes.' };
  }
  const name = error instanceof Error ? error.name : '';
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
