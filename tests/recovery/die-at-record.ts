import { appendFileSync } from 'node:fs';
import pg from 'pg';

export type Moment = 'before' | 'after';

/**
 * Ends this process by SIGKILL at the border of a durable step: at the nth record that it makes, before that is sent (the work is
 * done, and nobody knows), or once it is committed. `log` gets the moment, the number of the step in its workflow and its name.
 */
export function dieAtRecord(moment: Moment, nth: number, log: string): void {
  const { query } = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  let records = 0;
  let last: { client: unknown; step: string } | undefined;
  const die = (step: string): void => {
    appendFileSync(log, `${moment} ${step}\n`);
    // With its builders: they must not outlive it.
    process.kill(-process.pid, 'SIGKILL');
  };
  Object.assign(pg.Client.prototype, {
    query(this: unknown, ...args: unknown[]) {
      const [text, values] = args as [unknown, unknown[]];
      if (typeof text === 'string' && text.startsWith('INSERT INTO "dbos".operation_outputs') && ++records === nth) {
        last = { client: this, step: `${String(values[1])} ${String(values[4])}` };
        if (moment === 'before') die(last.step);
      }
      const result = query.apply(this, args);
      if (text !== 'COMMIT' || last?.client !== this) return result;
      return (result as Promise<unknown>).then(() => die(last!.step));
    },
  });
}
