import {
  answerRequest, bridgeRequestBurst, bridgeRequestsPerSecond, maxBridgeMessageLength, maxBridgeReports, maxBridgeRequestsInFlight,
  maxRefusedMessages, parseFrameMessage,
} from '#contract/app-bridge.ts';
import type { BridgeAnswer, BridgeCalls, BridgeEvent, BridgeReport, BridgeRequest } from '#contract/app-bridge.ts';

type Unmarked<T> = T extends unknown ? Omit<T, 'ninefold'> : never;

export type FrameHost = {
  /** Sends news to the app; nothing happens when it is not there. */
  tell: (event: Unmarked<BridgeEvent>) => void;
  /** Stops to listen; the frame itself is the caller's to remove. */
  close: () => void;
};

export type FrameHostOptions = {
  iframe: HTMLIFrameElement;
  /** Does what the app asks, as the signed-in person and for this frame's artifact alone. */
  calls: BridgeCalls;
  onReport: (report: BridgeReport) => void;
  /** The app sent far more than an app needs and was emptied. */
  onStopped: () => void;
};

const refusedWindowMs = 10_000;

/**
 * The studio's side of a preview frame. It hears the one frame it was made for,
 * takes only well-formed messages of bearable size and number, and stops a
 * frame that floods it. Nothing an app sends chooses an artifact or an address.
 */
export function openFrameHost({ iframe, calls, onReport, onStopped }: FrameHostOptions): FrameHost {
  let tokens = bridgeRequestBurst;
  let refilledAt = performance.now();
  let inFlight = 0;
  let reports = 0;
  let refused = 0;
  let refusedSince = performance.now();

  function onMessage(event: MessageEvent<unknown>): void {
    // The frame's origin is opaque: it is told apart by its window, which no other frame can forge.
    if (event.source === null || event.source !== iframe.contentWindow || event.origin !== 'null') return;
    if (!takeToken()) return refuse(event.data, 'too_many_requests', 'The app asks too often.');
    const sent = plainCopy(event.data);
    if (sent === null) return refuse(event.data, 'too_large', 'The message is too large.');
    const message = parseFrameMessage(sent);
    if (message === null) return refuse(sent, 'invalid_input', 'The studio does not know this request.');
    if (message.type === 'request') void answer(message.request);
    else if (reports++ < maxBridgeReports) onReport(message.report);
  }

  async function answer(request: BridgeRequest): Promise<void> {
    if (inFlight >= maxBridgeRequestsInFlight) return refuse(request, 'too_many_requests', 'The app asks too much at once.');
    inFlight++;
    try {
      post(await answerRequest(request, calls));
    } finally {
      inFlight--;
    }
  }

  function refuse(message: unknown, code: string, detail: string): void {
    const now = performance.now();
    if (now - refusedSince > refusedWindowMs) [refused, refusedSince] = [0, now];
    if (++refused > maxRefusedMessages) return stop();
    const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
    if (typeof id === 'number') post({ ninefold: 1, id, ok: false, error: { code, detail } });
  }

  function takeToken(): boolean {
    const now = performance.now();
    tokens = Math.min(bridgeRequestBurst, tokens + ((now - refilledAt) / 1000) * bridgeRequestsPerSecond);
    refilledAt = now;
    if (tokens < 1) return false;
    tokens--;
    return true;
  }

  function post(message: BridgeAnswer | BridgeEvent): void {
    // An opaque origin cannot be named; the window is the one that asked.
    iframe.contentWindow?.postMessage(message, '*');
  }

  function close(): void {
    window.removeEventListener('message', onMessage);
  }

  function stop(): void {
    close();
    // Another document in the frame ends the script that floods.
    iframe.src = 'about:blank';
    onStopped();
  }

  window.addEventListener('message', onMessage);
  return { tell: (event) => post({ ninefold: 1, ...event }), close };
}

/** The message as JSON says it: no cycles, buffers or exotic objects get further. Null when too large or not JSON. */
function plainCopy(message: unknown): unknown {
  try {
    const text = JSON.stringify(message);
    return text !== undefined && text.length <= maxBridgeMessageLength ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
