import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { DBOS } from '@dbos-inc/dbos-sdk';

/** Each branch numbers its steps in a range of its own; the main line has the first one. */
const span = 5000;
export const mostBranches = 40;

/** One line of steps: the main one of a workflow (slot 0), or a branch. */
type Line = { slot: number; done: number; issued: { count: number }; turns?: Turns };

const current = new AsyncLocalStorage<Line>();
/** The world outside of any workflow: what is asked there is no step. */
const outside = AsyncLocalStorage.snapshot();

/** Begins the main line of a workflow. */
export function inMainLine<T>(work: () => Promise<T>): Promise<T> {
  return current.run({ slot: 0, done: 0, issued: { count: 0 } }, work);
}

/**
 * Runs branches of a workflow at the same time and waits for all of them. Each
 * must make its own steps in an order that is the same at every execution; how
 * the branches interleave is free, and repeated as it was recorded.
 */
export async function runBranches<T>(branches: { slot: number; work: () => Promise<T> }[]): Promise<PromiseSettledResult<T>[]> {
  const line = current.getStore();
  if (!line || line.turns) throw new Error('runBranches() is for the main line of a workflow');
  const turns = new Turns(line.issued, await recordedFrom(line.issued.count));
  return Promise.allSettled(branches.map(({ slot, work }) => {
    if (slot < 1 || slot > mostBranches) throw new Error(`there is no branch ${slot}`);
    return current.run({ slot, done: 0, issued: line.issued, turns }, () => work().finally(() => turns.leave(slot)));
  }));
}

/** Issues a step on the line at hand: at once, or when its number comes. `issue` gets the name it is recorded under. */
export async function onLine<T>(name: string, issue: (name: string, number: number) => Promise<T>): Promise<T> {
  const line = current.getStore();
  if (!line) return issue(name, -1);
  const number = line.slot * span + line.done++;
  if (line.done > span) throw new Error(`a workflow made more than ${span} steps on one line`);
  if (!line.turns) {
    line.issued.count++;
    return issue(name, number);
  }
  const { result } = await line.turns.take(line.slot, () => issue(`${line.slot}: ${name}`, number));
  return result;
}

/** Which branch took which number in earlier executions, by the names their steps were recorded under. */
async function recordedFrom(first: number): Promise<Map<number, number>> {
  const workflowId = DBOS.workflowID ?? '';
  const steps = await outside(() => DBOS.listWorkflowSteps(workflowId, { offset: first })) ?? [];
  return new Map(steps.filter(({ functionID }) => functionID >= first).map(({ functionID, name }) => [functionID, Number.parseInt(name, 10)]));
}

/**
 * DBOS numbers steps in the order in which they begin. Numbers that were
 * recorded go to the branch that had them; one that a crash left without a
 * record goes to a branch that has none to repeat.
 */
class Turns {
  #issued: { count: number };
  #owners: Map<number, number>;
  #left = new Map<number, number>();
  #waiting = new Map<number, { go: () => void; fail: (error: Error) => void }>();

  constructor(issued: { count: number }, owners: Map<number, number>) {
    this.#issued = issued;
    this.#owners = owners;
    for (const slot of owners.values()) this.#left.set(slot, (this.#left.get(slot) ?? 0) + 1);
  }

  take<T>(slot: number, issue: () => Promise<T>): Promise<{ result: Promise<T> }> {
    return new Promise((resolve, fail) => {
      // Bound to its branch: another branch's turn may be what lets it go.
      const go = AsyncResource.bind(() => resolve({ result: issue() }));
      this.#waiting.set(slot, { go, fail });
      this.#proceed();
    });
  }

  /** A branch is done. Steps it had recorded and did not repeat would make the others wait for ever. */
  leave(slot: number): void {
    if ((this.#left.get(slot) ?? 0) === 0) return this.#proceed();
    const error = new Error(`branch ${slot} ended before the steps it had recorded`);
    error.name = 'UnexpectedStep';
    for (const { fail } of this.#waiting.values()) fail(error);
    this.#waiting.clear();
  }

  #proceed(): void {
    for (;;) {
      const owner = this.#owners.get(this.#issued.count);
      const slot = owner ?? [...this.#waiting.keys()].find((each) => (this.#left.get(each) ?? 0) === 0);
      const next = slot === undefined ? undefined : this.#waiting.get(slot);
      if (slot === undefined || !next) return;
      this.#waiting.delete(slot);
      this.#issued.count++;
      if (owner !== undefined) this.#left.set(slot, this.#left.get(slot)! - 1);
      next.go();
    }
  }
}
