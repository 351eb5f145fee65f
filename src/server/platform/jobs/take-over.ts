import { DBOS } from '@dbos-inc/dbos-sdk';
import { log } from '#server/platform/log.ts';
import type { ExecutorLock } from './executor-lock.ts';

/**
 * DBOS recovers only what its own executor id left. Here a living process
 * resumes the pending workflows of executors whose lock is free.
 */
export class TakeOver {
  #lock: ExecutorLock;
  #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #suspects = new Set<string>();

  constructor(lock: ExecutorLock, everyMs: number) {
    this.#lock = lock;
    this.#everyMs = everyMs;
  }

  /** At start a free lock is proof enough: waiting would only delay the runs of the process before us. */
  async begin(): Promise<void> {
    await this.#look({ sure: true });
    this.#timer = setInterval(() => {
      this.#look({ sure: false }).catch((err: unknown) => log.warn({ err }, 'looking for runs of dead processes failed'));
    }, this.#everyMs);
    this.#timer.unref();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  // Later a process must be seen dead twice: it may be reconnecting after a network fault.
  async #look(o: { sure: boolean }): Promise<void> {
    const foreign = (await pending()).filter((w) => w.executorId !== this.#lock.executorId);
    if (foreign.length === 0) {
      this.#suspects.clear();
      return;
    }
    await this.#lock.alone(async () => {
      const dead = new Set<string>();
      for (const id of new Set(foreign.map((w) => w.executorId))) if (await this.#lock.isDead(id)) dead.add(id);
      const certain = o.sure ? dead : dead.intersection(this.#suspects);
      this.#suspects = dead;
      // Listed again under the lock: another process may have resumed some of them in between.
      const orphans = (await pending()).filter((w) => certain.has(w.executorId)).map((w) => w.workflowID);
      if (orphans.length === 0) return;
      await DBOS.resumeWorkflows(orphans);
      log.info({ workflows: orphans.length }, 'took over the work of a process that ended');
    });
  }
}

async function pending(): Promise<{ workflowID: string; executorId: string }[]> {
  const found = await DBOS.listWorkflows({ status: 'PENDING', loadInput: false, loadOutput: false });
  return found.map((w) => ({ workflowID: w.workflowID, executorId: w.executorId ?? '' }));
}
