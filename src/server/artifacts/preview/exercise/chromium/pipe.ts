import type { Readable, Writable } from 'node:stream';

/** An app must not fill the server's memory through its browser: a screenshot is below this, anything honest far below. */
const maxMessageBytes = 24 * 1024 * 1024;
const answerTimeoutMs = 15_000;

type Answer = { id?: number; method?: string; sessionId?: string; params?: unknown; result?: unknown; error?: { message: string } };
type Waiting = { resolve: (result: unknown) => void; reject: (error: Error) => void; timer: NodeJS.Timeout };

export type Pipe = {
  /** Throws what the browser answers as an error, when it says nothing for too long, and when it is gone. */
  send<T = Record<string, unknown>>(method: string, params?: object, sessionId?: string, timeoutMs?: number): Promise<T>;
  onEvent(heard: (method: string, params: Record<string, unknown>, sessionId: string | undefined) => void): void;
  close(reason: string): void;
};

/** Chromium's DevTools protocol over the two pipes of `--remote-debugging-pipe`: JSON messages, each ended by a zero byte. */
export function openPipe(toBrowser: Writable, fromBrowser: Readable): Pipe {
  const waiting = new Map<number, Waiting>();
  let heard: Parameters<Pipe['onEvent']>[0] = () => {};
  let lastId = 0;
  let closed: Error | null = null;
  let rest: Buffer[] = [];
  let restBytes = 0;

  function close(reason: string): void {
    closed ??= new Error(reason);
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(closed);
    }
    waiting.clear();
  }

  function receive(text: string): void {
    const message = JSON.parse(text) as Answer;
    if (message.id === undefined) return heard(message.method ?? '', (message.params ?? {}) as Record<string, unknown>, message.sessionId);
    const entry = waiting.get(message.id);
    if (!entry) return;
    waiting.delete(message.id);
    clearTimeout(entry.timer);
    if (message.error) entry.reject(new Error(message.error.message));
    else entry.resolve(message.result);
  }

  fromBrowser.on('data', (chunk: Buffer) => {
    for (let from = 0; ;) {
      const end = chunk.indexOf(0, from);
      if (end < 0) {
        rest.push(chunk.subarray(from));
        restBytes += chunk.length - from;
        if (restBytes > maxMessageBytes) close('The browser said more than it may.');
        return;
      }
      const text = Buffer.concat([...rest, chunk.subarray(from, end)]).toString('utf8');
      [rest, restBytes] = [[], 0];
      from = end + 1;
      if (!closed) receive(text);
    }
  });
  fromBrowser.on('close', () => close('The browser ended.'));
  fromBrowser.on('error', () => close('The browser ended.'));
  toBrowser.on('error', () => close('The browser ended.'));

  return {
    send: (method, params = {}, sessionId, timeoutMs = answerTimeoutMs) => new Promise((resolve, reject) => {
      if (closed) return reject(closed);
      const id = ++lastId;
      const timer = setTimeout(() => {
        waiting.delete(id);
        reject(new Error('The page does not answer; it may run in an endless loop.'));
      }, timeoutMs);
      // The protocol's answer to this method; its shape is Chromium's promise.
      waiting.set(id, { resolve: resolve as (result: unknown) => void, reject, timer });
      toBrowser.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
    }),
    onEvent: (listener) => { heard = listener; },
    close,
  };
}
