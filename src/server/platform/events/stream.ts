import { log } from '#server/platform/log.ts';
import { onClose, subscribe } from './listener.ts';
import type { Channel } from './listener.ts';

/** One event; `id` is the cursor after it. One without moves no cursor, and is not sent again. */
export type StreamEvent = { id?: string; type: string; data: unknown };

export type StreamOptions = {
  channel: Channel;
  /** What is announced on the channel, e.g. a chat id. */
  key: string;
  /** Where to start; events after this cursor are sent. */
  after: string;
  /** Reads the next events under the viewer's rights; null once the viewer may not see them any more. */
  read: (after: string) => Promise<StreamEvent[] | null>;
  /** The most events that one read gives; a read that gives fewer gave all there are. */
  atOnce?: number;
  /** What else wakes the stream to read again; called once, returns how to stop. */
  also?: (ring: () => void) => () => void;
  /** Asked with each heartbeat; the stream ends when the answer is no. */
  isAllowed: () => Promise<boolean>;
  /** Time without an event after which a comment is sent and the rights are checked again. */
  heartbeatMs?: number;
};

const encoder = new TextEncoder();

/**
 * Server-sent events as a cursor over rows that then waits for news. Rows are
 * read only as fast as the reader takes them, and anew on every announcement.
 */
export function streamEvents(o: StreamOptions): Response {
  const heartbeatMs = o.heartbeatMs ?? 15_000;
  let after = o.after;
  let news = true;
  let closed = false;
  let cancelled = false;
  let wake: () => void = () => undefined;
  const ring = (): void => { news = true; wake(); };
  const close = (): void => { closed = true; wake(); };
  // Subscribed before the first read: what is written in between is announced.
  const unsubscribe = subscribe(o.channel, o.key, ring);
  const stopAlso = o.also?.(ring);
  const forget = onClose(close);
  const release = (): void => { close(); unsubscribe(); stopAlso?.(); forget(); };

  async function quiet(): Promise<boolean> {
    if (news || closed) return false;
    let timer: NodeJS.Timeout | undefined;
    const beat = await new Promise<boolean>((resolve) => {
      wake = () => resolve(false);
      timer = setTimeout(() => resolve(true), heartbeatMs);
    });
    clearTimeout(timer);
    return beat;
  }

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode('retry: 1000\n\n'));
    },
    async pull(controller) {
      try {
        while (!closed) {
          const beat = await quiet();
          if (closed) break;
          news = false;
          if (beat && !await o.isAllowed()) break;
          const events = await o.read(after);
          if (events === null) break;
          if (events.length > 0) {
            after = events.findLast(({ id }) => id !== undefined)?.id ?? after;
            if (events.filter(({ id }) => id !== undefined).length === o.atOnce) news = true;
            controller.enqueue(encoder.encode(events.map(frame).join('')));
            return;
          }
          if (beat) {
            controller.enqueue(encoder.encode(': still here\n\n'));
            return;
          }
        }
      } catch (err) {
        // The reader connects again and goes on where it was.
        if (!closed) log.warn({ err }, 'a stream of events broke off');
      }
      release();
      if (!cancelled) controller.close();
    },
    cancel() {
      cancelled = true;
      release();
    },
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' },
  });
}

function frame(event: StreamEvent): string {
  return `${event.id === undefined ? '' : `id: ${event.id}\n`}event: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`;
}
