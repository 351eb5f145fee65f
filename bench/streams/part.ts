import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

type Handlers = Record<string, (argument: never) => unknown>;
type Answer<H> = H extends (argument: never) => infer R ? Awaited<R> : never;

/** A part of the benchmark in a process of its own, so that the work of one is no latency of another. */
export type Part<H extends Handlers> = {
  ask<N extends keyof H & string>(name: N, ...argument: Parameters<H[N]>): Promise<Answer<H[N]>>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

type Question = { id: number; name: string; argument: never };
type Reply = { id: number; answer?: unknown; error?: string };

/** Starts the file of this folder that answers with `answerAs`. */
export function startPart<H extends Handlers>(file: string): Part<H> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: [] });
  const ended = once(child, 'exit');
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  child.on('message', ({ id, answer, error }: Reply) => {
    if (error === undefined) waiting.get(id)?.resolve(answer);
    else waiting.get(id)?.reject(new Error(`${file}: ${error}`));
    waiting.delete(id);
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${code}.`));
  });
  return {
    ask: ((name: string, argument: unknown) => {
      const answer = Promise.withResolvers<unknown>();
      waiting.set(++last, answer);
      child.send({ id: last, name, argument }, (error) => { if (error) answer.reject(error); });
      return answer.promise;
    }) as Part<H>['ask'],
    kill: async () => { child.kill('SIGKILL'); await ended; },
    stop: async () => { if (child.connected) child.disconnect(); await ended; },
  };
}

/** The other side: answers questions until the benchmark lets go, then `close` tidies up. */
export function answerAs(handlers: Handlers, close: () => unknown = () => undefined): void {
  process.on('message', async ({ id, name, argument }: Question) => {
    try {
      process.send!({ id, answer: await handlers[name]!(argument) });
    } catch (error) {
      process.send!({ id, error: String((error as Error).stack) });
    }
  });
  process.on('disconnect', async () => {
    await close();
    process.exit();
  });
}

/** Milliseconds on the clock that all processes of the machine share. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
