import type { AppSession, BridgeAnswer, BridgeEvent, BridgeMethod, BridgeParams, BridgeReport, BridgeResult } from '#contract/app-bridge.ts';
import { AppError } from './api.ts';

type Waiting = { resolve: (result: unknown) => void; reject: (error: AppError) => void; timer: number };
type Unmarked<T> = T extends unknown ? Omit<T, 'ninefold'> : never;

const answerTimeoutMs = 30_000;
/** The studio refuses more at once; the rest waits here, in order. */
const maxInFlight = 8;
const maxRetries = 8;

const waiting = new Map<number, Waiting>();
const listeners = new Set<(event: BridgeEvent) => void>();
const queue: (() => void)[] = [];
let inFlight = 0;
let lastId = 0;
let studioOrigin = '';
let session: AppSession | null = null;

/** Starts to listen to the studio at `origin`, the only window this frame talks to. */
export function openBridge(origin: string): void {
  studioOrigin = origin;
  window.addEventListener('message', (message: MessageEvent<unknown>) => {
    if (message.source !== window.parent || message.origin !== studioOrigin) return;
    const received = message.data as BridgeAnswer | BridgeEvent;
    if (received?.ninefold !== 1) return;
    if ('event' in received) for (const listener of listeners) listener(received);
    else settle(received);
  });
}

function settle(answer: BridgeAnswer): void {
  const entry = waiting.get(answer.id);
  if (!entry) return;
  waiting.delete(answer.id);
  clearTimeout(entry.timer);
  if (answer.ok) entry.resolve(answer.result);
  else entry.reject(new AppError(answer.error));
}

/** Asks the studio; waits for its turn, and again when the studio says "too many requests". */
export async function call<M extends BridgeMethod>(method: M, params: BridgeParams<M>): Promise<BridgeResult<M>> {
  if (inFlight >= maxInFlight) await new Promise<void>((resolve) => queue.push(resolve));
  inFlight++;
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        return await ask(method, params);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'too_many_requests' || attempt >= maxRetries) throw error;
        await new Promise((resolve) => setTimeout(resolve, 250 * (attempt + 1)));
      }
    }
  } finally {
    inFlight--;
    queue.shift()?.();
  }
}

function ask<M extends BridgeMethod>(method: M, params: BridgeParams<M>): Promise<BridgeResult<M>> {
  return new Promise<BridgeResult<M>>((resolve, reject) => {
    const id = ++lastId;
    const timer = window.setTimeout(() => {
      waiting.delete(id);
      reject(new AppError({ code: 'unavailable', detail: 'The studio did not answer.', hint: 'Check your connection and try again.' }));
    }, answerTimeoutMs);
    // The studio answers with the result of this method; its shape is the studio's promise.
    waiting.set(id, { resolve: (result) => resolve(result as BridgeResult<M>), reject, timer });
    window.parent.postMessage({ ninefold: 1, id, method, params }, studioOrigin);
  });
}

/** Tells the studio what happens in here. */
export function report(what: Unmarked<BridgeReport>): void {
  window.parent.postMessage({ ninefold: 1, ...what }, studioOrigin);
}

/** Hears the studio's news; gives back the function that stops it. */
export function onEvent(listener: (event: BridgeEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Called once, before the app is mounted. */
export async function loadSession(): Promise<AppSession> {
  session = await call('session.get', {});
  return session;
}

/** Who looks at the app; there once the app is mounted. */
export function currentSession(): AppSession {
  if (!session) throw new AppError({ code: 'unavailable', detail: 'The app is not connected to the studio.' });
  return session;
}
