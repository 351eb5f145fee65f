import { keepVersion } from '../publish.ts';
import type { RunRef, RunState } from './state.ts';

/**
 * Stores what a run had made when it ended early, as a version of its own that
 * is not the current one. Its id is derived: however often this is done, it is there once.
 */
export async function keepPartial(run: RunRef, state: RunState): Promise<void> {
  const unpublished = state.draft.revision > state.publishedRevision || (state.collections !== null && state.published === null);
  if (!unpublished) return;
  await keepVersion(run, state, {
    title: state.plan?.title ?? state.base.title,
    summary: 'Stopped: partial work',
    changes: state.steps.filter((step) => step.status !== 'pending' && step.status !== 'cancelled').map((step) => `${step.intent}`.slice(0, 200)).slice(0, 20),
  });
}
