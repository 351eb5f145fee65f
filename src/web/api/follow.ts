import { type ApiError, asApiError, errorOf, unreachable } from './api-error.ts';
import { createEventParser, type StreamEvent } from './event-stream.ts';

export type LinkState = 'connecting' | 'live' | 'lost';

type Follow = {
  url: string;
  /** Where to go on; asked before every attempt, so a reconnect continues after the last event that was handled. */
  cursor?: () => string;
  onEvent: (event: StreamEvent) => void;
  onLink?: (state: LinkState) => void;
  /** The server refused for good (signed out, no longer visible): nothing more will come. */
  onRefused?: (error: ApiError) => void;
};

/** Above the server's heartbeat of 15 s: silence this long means the connection is dead. */
const silenceMs = 40_000;
const firstRetryMs = 300;
const lastRetryMs = 10_000;

/** Follows a stream of server-sent events until the returned function is called, reconnecting with back-off. */
export function follow({ url, cursor, onEvent, onLink, onRefused }: Follow): () => void {
  const stop = new AbortController();
  let failures = 0;
  let wake: (() => void) | undefined;

  const pause = (ms: number) => new Promise<void>((done) => {
    const timer = setTimeout(done, ms);
    wake = () => { clearTimeout(timer); done(); };
  });
  // Coming back online or to the tab is the best moment to try, whatever the back-off says.
  const retryNow = () => { if (document.visibilityState === 'visible') wake?.(); };
  window.addEventListener('online', retryNow);
  document.addEventListener('visibilitychange', retryNow);

  const run = async () => {
    while (!stop.signal.aborted) {
      onLink?.(failures === 0 ? 'connecting' : 'lost');
      try {
        await readStream(url, cursor?.(), stop.signal, (event) => { failures = 0; onEvent(event); }, () => onLink?.('live'));
        failures = Math.max(failures, 1);
      } catch (error) {
        if (stop.signal.aborted) return;
        const refusal = asApiError(error);
        if (refusal.status >= 400 && refusal.status < 500 && refusal.status !== 429) return onRefused?.(refusal);
        failures += 1;
      }
      if (stop.signal.aborted) return;
      if (failures > 1) onLink?.('lost');
      await pause(Math.min(lastRetryMs, firstRetryMs * 2 ** (failures - 1)) * (0.75 + Math.random() / 2));
    }
  };
  void run();

  return () => {
    stop.abort();
    wake?.();
    window.removeEventListener('online', retryNow);
    document.removeEventListener('visibilitychange', retryNow);
  };
}

async function readStream(
  url: string, cursor: string | undefined, stopped: AbortSignal, onEvent: (event: StreamEvent) => void, onOpen: () => void,
): Promise<void> {
  const attempt = new AbortController();
  const signal = AbortSignal.any([stopped, attempt.signal]);
  let watchdog = setTimeout(() => attempt.abort(), silenceMs);
  try {
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (cursor !== undefined && cursor !== '') headers['last-event-id'] = cursor;
    const response = await fetch(url, { headers, signal, credentials: 'same-origin', cache: 'no-store' });
    if (!response.ok) throw errorOf(response.status, await response.json().catch(() => undefined));
    if (response.body === null) throw unreachable();
    onOpen();
    const parse = createEventParser(onEvent);
    const text = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await text.read();
      if (done) return;
      clearTimeout(watchdog);
      watchdog = setTimeout(() => attempt.abort(), silenceMs);
      parse(value);
    }
  } finally {
    clearTimeout(watchdog);
    attempt.abort();
  }
}
