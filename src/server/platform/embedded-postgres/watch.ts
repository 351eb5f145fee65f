import { log } from '../log.ts';
import type { Cluster } from './cluster.ts';
import { findPostmaster } from './postmaster.ts';

const everyMs = 1_000;
const patienceAfterFailureMs = 10_000;

/** Starts the server again when it dies while we run (killed for memory, crashed); pools reconnect by themselves. */
export function watch(cluster: Cluster, restart: () => Promise<void>): { end(): Promise<void> } {
  let busy: Promise<void> | undefined;
  let notBefore = 0;
  const timer = setInterval(() => {
    if (busy || Date.now() < notBefore || findPostmaster(cluster.dataDir)) return;
    log.warn('the database server ended by itself and is being restarted');
    busy = restart()
      .then(() => log.warn('the database server runs again'))
      .catch((err: unknown) => {
        notBefore = Date.now() + patienceAfterFailureMs;
        log.error({ err }, 'the database server could not be restarted; the next try follows');
      })
      .finally(() => { busy = undefined; });
  }, everyMs);
  timer.unref();
  return {
    async end() {
      clearInterval(timer);
      await busy;
    },
  };
}
