import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { log } from '#server/platform/log.ts';
import { collect, type Answer } from './collect.ts';
import { ModelError, toModelError, worthAnother, worthARetry } from './model-error.ts';

/** A model that may be asked. It is opened when it is called, so that a replay needs no key. */
export type Candidate = {
  /** `provider/model`; what is recorded. */
  ref: string;
  /** For people, in the middle of a sentence. */
  who: string;
  /** Uses no tokens. */
  isFree: boolean;
  /** Tokens it takes, prompt and answer together. */
  window: number;
  /** Reads the context as one block of JSON, as the built-in builder does. */
  readsBlock: boolean;
  maxOutputTokens?: number;
  providerOptions?: LanguageModelV4CallOptions['providerOptions'];
  open(): Promise<{ model: LanguageModelV4; key: string | null }>;
};

/** What is recorded of a call: plain JSON. */
export type ModelAnswer = Answer & { model: string; attempts: number };

/** How long to wait for providers, in milliseconds. */
export type Patience = { firstWaitMs: number; longestWaitMs: number; longestAttemptMs: number; downForMs: number };
const usual: Patience = { firstWaitMs: 1000, longestWaitMs: 60_000, longestAttemptMs: 15 * 60_000, downForMs: 60_000 };
let patience = usual;

/** Sets how long calls of this process wait; without an argument as usual. */
export function setPatience(next: Partial<Patience> = {}): void {
  patience = { ...usual, ...next };
}

/** Most calls of one model, and fewer when another one stands by. */
const maxAttempts = 4;
const maxAttemptsWithStandby = 2;
/** Most answers that people saw the beginning of before they were dropped. */
const maxRestarts = 3;

/** Providers that did not answer, until when they are passed over. */
const downUntil = new Map<string, number>();

type Call = {
  signal: AbortSignal;
  onText: (delta: string) => void;
  /** Makes readers drop what this call has shown them so far. */
  startOver: () => Promise<void>;
  /** The models that gave earlier answers of this conversation. */
  earlier: ReadonlySet<string>;
  /** Somebody waits for the outcome, also when it is a refusal: no second try. */
  once?: boolean;
};

/**
 * Asks the first candidate that can answer: waits when a provider asks for it, asks again what was cut off, and goes
 * to the next candidate when one is down. Throws ModelError when nobody answers.
 */
export async function callModel(line: Candidate[], params: LanguageModelV4CallOptions, call: Call): Promise<ModelAnswer> {
  const asked = { attempts: 0, restarts: 0 };
  const now = Date.now();
  const up = line.filter(({ ref }) => (downUntil.get(ref) ?? 0) <= now);
  const order = up.length > 0 ? up : line;
  let failure: ModelError | undefined;
  for (const [n, candidate] of order.entries()) {
    try {
      return await ask(candidate, params, call, asked, n < order.length - 1);
    } catch (error) {
      if (!(error instanceof ModelError) || !worthAnother.has(error.trouble)) throw error;
      failure ??= error;
      if (order.length > 1) downUntil.set(candidate.ref, Date.now() + patience.downForMs);
      log.warn({ model: candidate.ref, code: error.code, trouble: error.trouble }, 'a model did not answer');
    }
  }
  throw failure ?? new ModelError('down', 'The model');
}

async function ask(candidate: Candidate, params: LanguageModelV4CallOptions, call: Call, asked: { attempts: number; restarts: number }, hasStandby: boolean): Promise<ModelAnswer> {
  for (let attempt = 1; ; attempt++) {
    asked.attempts++;
    let shown = false;
    let key: string | null = null;
    const deadline = AbortSignal.timeout(patience.longestAttemptMs);
    const signal = AbortSignal.any([call.signal, deadline]);
    try {
      const opened = await candidate.open();
      key = opened.key;
      const answer = await collect(opened.model, paramsFor(candidate, params, call, signal), (delta) => { shown = true; call.onText(delta); });
      return { ...answer, model: candidate.ref, attempts: asked.attempts };
    } catch (thrown) {
      // Cancelled or stopped from outside: nobody waits for another try.
      call.signal.throwIfAborted();
      const error = deadline.aborted ? new ModelError('stalled', candidate.who) : toModelError(thrown, candidate.who, key);
      if (!error) throw thrown;
      const wait = error.retryAfterMs ?? Math.min(patience.firstWaitMs * 2 ** (attempt - 1), patience.longestWaitMs);
      const isLast = call.once || attempt >= (hasStandby ? maxAttemptsWithStandby : maxAttempts) || asked.restarts >= maxRestarts;
      const goesOn = worthARetry.has(error.trouble) && !isLast && wait <= patience.longestWaitMs;
      if (shown && (goesOn || (hasStandby && worthAnother.has(error.trouble)))) {
        asked.restarts++;
        await call.startOver();
      }
      if (!goesOn) throw error;
      log.info({ model: candidate.ref, trouble: error.trouble, attempt, waitMs: wait }, 'a model is asked again');
      await pause(wait, call.signal);
    }
  }
}

function paramsFor(candidate: Candidate, params: LanguageModelV4CallOptions, call: Call, signal: AbortSignal): LanguageModelV4CallOptions {
  const ownOnly = [...call.earlier].every((ref) => ref === candidate.ref);
  return {
    ...params,
    // Reasoning is signed for the model that gave it; another one would refuse it.
    prompt: ownOnly ? params.prompt : params.prompt.map((message) => (message.role === 'assistant'
      ? { ...message, content: message.content.filter((part) => part.type !== 'reasoning').map((part) => ({ ...part, providerOptions: {} })) }
      : message)),
    ...(candidate.maxOutputTokens ? { maxOutputTokens: params.maxOutputTokens ?? candidate.maxOutputTokens } : {}),
    ...(candidate.providerOptions ? { providerOptions: { ...candidate.providerOptions, ...params.providerOptions } } : {}),
    abortSignal: signal,
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // A little more, so that many calls that were refused at once do not come back at once.
  const wait = ms + Math.random() * Math.min(ms, 1000) * 0.3;
  await new Promise<void>((done, stop) => {
    const timer = setTimeout(() => { signal.removeEventListener('abort', aborted); done(); }, wait);
    const aborted = () => { clearTimeout(timer); stop(signal.reason as Error); };
    signal.addEventListener('abort', aborted, { once: true });
  });
}
