import { setTimeout as sleep } from 'node:timers/promises';
import { openAppender } from '#server/agents/runs/appender.ts';
import { appendLive } from '#server/agents/runs/live-writer.ts';
import { closeDatabase, openDatabase } from '#server/platform/database/index.ts';
import { answerAs, nowMs } from './part.ts';
import type { Stream } from './people.ts';

export type Load = { streams: Stream[]; round: number; count: number; perSecond: number };
export type WriterPart = {
  open: (o: { url: string }) => void;
  /** Plays the runs; resolves to the milliseconds that each batch took to be stored. */
  write: (load: Load) => Promise<number[]>;
};

async function write(load: Load): Promise<number[]> {
  const batches: number[] = [];
  await Promise.all(load.streams.map((stream, n) => play(stream, { ...load, offsetMs: (n / load.streams.length) * (1_000 / load.perSecond) }, batches)));
  return batches;
}

/** One run speaks as the crew does, through the same appender. Not in deltas of text, of which a batch makes one event. */
async function play(stream: Stream, o: Load & { offsetMs: number }, batches: number[]): Promise<void> {
  const appender = openAppender({ ...stream, model: 'bench' }, {
    first: (o.round + 1) * 10_000,
    append: async (run, first, events) => {
      const started = nowMs();
      await appendLive(run, first, events.map((event) => (event.type === 'tool.finished' ? { ...event, summary: `${event.summary} ${started}` } : event)));
      batches.push(nowMs() - started);
    },
  });
  const begin = nowMs() + o.offsetMs;
  for (let n = 0; n < o.count; n++) {
    await sleep(Math.max(0, begin + n * (1_000 / o.perSecond) - nowMs()));
    appender.push({ type: 'tool.finished', stepIndex: 0, callId: String(n), ok: true, summary: String(nowMs()) });
  }
  await appender.flush();
}

answerAs({ open: openDatabase, write } satisfies WriterPart, closeDatabase);
