import { runBranches } from '#server/platform/jobs/index.ts';
import { workStep, type Talk } from './chapters.ts';
import { forkState, joinStates } from './state.ts';

/** The agents of a stage do their parts, all at the same time. When one of them fails, the others are stopped. */
export async function workStage(talk: Talk, indexes: number[]): Promise<void> {
  if (indexes.length === 1) return workStep(talk, indexes[0]!);
  const failed = new AbortController();
  const branches = indexes.map((index) => ({ ...talk, index, execution: talk.execution.branch(failed.signal), state: forkState(talk.state) }));
  await runBranches(branches.map((branch) => ({
    slot: branch.index + 1,
    work: () => workStep(branch, branch.index).catch((error: unknown) => { failed.abort(error); throw error; }),
  })));
  if (failed.signal.aborted) throw talk.execution.end(failed.signal.reason);
  talk.execution.joinTime(branches.map(({ execution }) => execution));
  joinStates(talk.state, branches.map(({ state }) => state));
}
