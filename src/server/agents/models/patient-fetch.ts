import { Stalled } from './model-error.ts';

/** More than any answer has: a server that sends without end must not fill the memory. */
const maxBytes = 64 * 1024 * 1024;

/**
 * `fetch` that gives up with Stalled when no byte comes for `patienceMs`, before the answer or in the middle of it.
 * Redirects are refused: they could lead a key to somewhere else.
 */
export function patientFetch(inner: typeof fetch, patienceMs: number): typeof fetch {
  return async (input, init) => {
    const giveUp = new AbortController();
    const stall = () => giveUp.abort(new Stalled(`silent for ${patienceMs} ms`));
    const timer = setTimeout(stall, patienceMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, giveUp.signal]) : giveUp.signal;
    try {
      const response = await inner(input, { ...init, signal, redirect: 'error' });
      if (!response.body) return done(timer, response);
      timer.refresh();
      return new Response(watched(response.body, timer, giveUp.signal), { status: response.status, statusText: response.statusText, headers: response.headers });
    } catch (error) {
      clearTimeout(timer);
      throw giveUp.signal.aborted ? giveUp.signal.reason : error;
    }
  };
}

function done(timer: NodeJS.Timeout, response: Response): Response {
  clearTimeout(timer);
  return response;
}

function watched(body: ReadableStream<Uint8Array>, timer: NodeJS.Timeout, gaveUp: AbortSignal): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done: ended } = await reader.read();
        timer.refresh();
        bytes += value?.byteLength ?? 0;
        if (bytes > maxBytes) throw new Error('The answer has no end.');
        if (value) controller.enqueue(value);
        if (ended) {
          clearTimeout(timer);
          controller.close();
        }
      } catch (error) {
        clearTimeout(timer);
        void reader.cancel().catch(() => undefined);
        controller.error(gaveUp.aborted ? gaveUp.reason : error);
      }
    },
    async cancel(reason) {
      clearTimeout(timer);
      await reader.cancel(reason);
    },
  });
}
