import { firstSeq } from './events.ts';
import { appendLive } from './live-writer.ts';
import type { RunRef } from './state.ts';
import type { RunEvent } from '../tool.ts';

/** Live output of one step, in batches: the first event goes at once, what follows within a pause goes together. */
export type Appender = {
  push(event: RunEvent): void;
  /** Waits until everything pushed so far is stored; throws what a batch met. */
  flush(): Promise<void>;
  /** Aborts when a batch could not be written, so that the work behind it stops. */
  signal: AbortSignal;
};

// Pauses differ, or the runs of a process would come to write all at the same moment.
const pauseMs = (): number => 50 + Math.random() * 50;

/** Appends to the workflow step in progress, unless `first` and `append` say otherwise. */
export function openAppender(run: RunRef, { first = firstSeq(), append = appendLive } = {}): Appender {
  const failed = new AbortController();
  let waiting: RunEvent[] = [];
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let failure: unknown;

  async function write(): Promise<void> {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0 || failure) return;
    try {
      await append(run, first, batch);
    } catch (error) {
      failure = error;
      failed.abort(error);
    }
  }

  function schedule(delayMs: number): void {
    if (timer || writing) return;
    timer = setTimeout(() => {
      timer = null;
      writing = write().finally(() => {
        writing = null;
        if (waiting.length > 0) schedule(pauseMs());
      });
    }, delayMs);
  }

  async function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    await writing;
    await write();
    if (failure) throw failure;
  }

  let begun = false;
  return {
    signal: failed.signal,
    push(event) {
      const last = waiting.at(-1);
      if (event.type === 'text.delta' && last?.type === 'text.delta' && last.messageId === event.messageId) {
        waiting[waiting.length - 1] = { ...last, delta: last.delta + event.delta };
      } else {
        waiting.push(event);
      }
      schedule(begun ? pauseMs() : 0);
      begun = true;
    },
    flush,
  };
}
