import pg from 'pg';
import { log } from '#server/platform/log.ts';

/** First key of our advisory locks: 'nine' in ASCII. The second is 0 for the take-over, 1 for starting, else a hash of an executor. */
const lockClass = 0x6e696e65;

/**
 * Proof of life: a session-level advisory lock that PostgreSQL drops with the
 * process's connection, whatever ended it. Needs a direct connection.
 */
export class ExecutorLock {
  readonly executorId: string;
  #url: string;
  #client: pg.Client | undefined;
  #closed = false;

  constructor(url: string, executorId: string) {
    this.#url = url;
    this.executorId = executorId;
  }

  async open(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'ninefold jobs', keepAlive: true });
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    await client.connect();
    await client.query('select pg_advisory_lock($1, hashtext($2))', [lockClass, this.executorId]);
    this.#client = client;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  /** Runs `work` in at most one process at a time; skips it when another is at it, or the connection is down. */
  async alone(work: () => Promise<void>): Promise<void> {
    const client = this.#client;
    if (!client || !(await tryLock(client, 'select pg_try_advisory_lock($1, 0) as got', [lockClass]))) return;
    try {
      await work();
    } finally {
      await client.query('select pg_advisory_unlock($1, 0)', [lockClass]).catch(() => undefined);
    }
  }

  /** Runs `work` when no other process is at it any more: two that make tables and schedules at once would deadlock. */
  async inTurn(work: () => Promise<void>): Promise<void> {
    const client = this.#client;
    if (!client) throw new Error('The lock is not open.');
    // Asked again and again: a statement that waits holds a snapshot, and making an index concurrently waits for that.
    while (!(await tryLock(client, 'select pg_try_advisory_lock($1, 1) as got', [lockClass]))) await new Promise((wake) => setTimeout(wake, 100));
    try {
      await work();
    } finally {
      await client.query('select pg_advisory_unlock($1, 1)', [lockClass]).catch(() => undefined);
    }
  }

  /** Whether the process of this executor is gone: its lock is free to take. */
  async isDead(executorId: string): Promise<boolean> {
    const client = this.#client;
    if (!client || executorId === this.executorId) return false;
    if (!(await tryLock(client, 'select pg_try_advisory_lock($1, hashtext($2)) as got', [lockClass, executorId]))) return false;
    await client.query('select pg_advisory_unlock($1, hashtext($2))', [lockClass, executorId]);
    return true;
  }

  // A lost connection means that others may think us dead: take the lock again at once.
  #lost(client: pg.Client): void {
    if (this.#closed || (this.#client !== undefined && this.#client !== client)) return;
    this.#client = undefined;
    void this.#reopen();
  }

  async #reopen(): Promise<void> {
    for (let waitMs = 50; !this.#closed && !this.#client; waitMs = Math.min(waitMs * 2, 5000)) {
      try {
        await this.open();
        log.info('the connection that proves this process alive is back');
      } catch {
        await new Promise((wake) => setTimeout(wake, waitMs));
      }
    }
  }
}

async function tryLock(client: pg.Client, text: string, values: unknown[]): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>(text, values);
  return rows[0]?.got === true;
}
