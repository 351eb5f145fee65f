import { APICallError, LoadAPIKeyError } from 'ai';
import { AddressRefused } from '#server/platform/outbound/index.ts';

/** What went wrong between the server and a model, as far as it decides what to do next. */
export type ModelTrouble =
  | 'key_refused' | 'no_credit' | 'not_found' | 'too_long' | 'refused' | 'address_refused' | 'unreadable'
  | 'removed' | 'busy' | 'down' | 'stalled' | 'cut';

/**
 * A model did not answer. Everything in it is written for people and safe to store and to log: it holds no key,
 * no prompt, and of the provider's own words a short line that was cleared of keys.
 */
export class ModelError extends Error {
  override name = 'ModelError';
  readonly code: string;
  readonly trouble: ModelTrouble;
  readonly hint: string;
  /** How long the provider asks to wait, in milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(trouble: ModelTrouble, who: string, o: { said?: string | undefined; retryAfterMs?: number | null } = {}) {
    const { code, detail, hint } = words[trouble];
    const text = detail.replace('{who}', who);
    super(text.charAt(0).toUpperCase() + text.slice(1) + (o.said ? ` It said: “${o.said}”` : ''));
    this.code = code;
    this.trouble = trouble;
    this.hint = hint;
    this.retryAfterMs = o.retryAfterMs ?? null;
  }
}

/** Another try may help: the request was fine. */
export const worthARetry: ReadonlySet<ModelTrouble> = new Set(['busy', 'down', 'stalled', 'cut', 'unreadable']);
/** Another provider may help at once: this one will not answer whatever is asked. */
export const worthAnother: ReadonlySet<ModelTrouble> = new Set([...worthARetry, 'key_refused', 'no_credit', 'not_found', 'address_refused', 'removed']);

const askAdmin = 'Ask an owner or admin of the workspace, or whoever runs this server,';
const words: Record<ModelTrouble, { code: string; detail: string; hint: string }> = {
  key_refused: { code: 'model_refused', detail: 'The key was not accepted by {who}.', hint: `${askAdmin} to set a valid key for it.` },
  no_credit: { code: 'model_refused', detail: 'The account at {who} has no credit left.', hint: `${askAdmin} to add credit there.` },
  not_found: { code: 'model_refused', detail: '{who} does not have this model.', hint: `${askAdmin} to name another model on the page “Models”.` },
  too_long: { code: 'context_too_long', detail: 'This was more than {who} can read at once.', hint: 'Start a new chat for the next step, or ask for a model with a larger window.' },
  refused: { code: 'model_refused', detail: 'The request was not accepted by {who}.', hint: `Send the message again; if it stays, ask whoever runs this server to look at the log.` },
  address_refused: { code: 'model_refused', detail: 'The address of {who} is not one of the public internet.', hint: `${askAdmin} to enter another address, or to allow private ones with ALLOW_PRIVATE_MODEL_URLS.` },
  removed: { code: 'model_refused', detail: 'The settings of {who} were removed while the crew worked.', hint: 'Send the message again: the models that are set now will answer.' },
  unreadable: { code: 'model_unavailable', detail: '{who} answered in a form that is not understood.', hint: 'Send the message again; if it stays, check the address and the kind of the provider.' },
  busy: { code: 'model_unavailable', detail: '{who} is asked too much at the moment.', hint: 'Send the message again in a few minutes.' },
  down: { code: 'model_unavailable', detail: '{who} did not answer.', hint: 'Send the message again in a few minutes.' },
  stalled: { code: 'model_unavailable', detail: '{who} stopped in the middle and said nothing more.', hint: 'Send the message again in a few minutes.' },
  cut: { code: 'model_unavailable', detail: 'The connection to {who} ended in the middle of the answer.', hint: 'Send the message again.' },
};

/** The model was silent for too long; thrown by the fetch that watches. */
export class Stalled extends Error {
  override name = 'Stalled';
}

/**
 * What a call threw, as one of ours; null when it came from our own code. `who` names the model for people; `key` is
 * struck out of what the provider says.
 */
export function toModelError(error: unknown, who: string, key: string | null): ModelError | null {
  if (error instanceof ModelError) return error;
  const chain = causes(error);
  if (chain.some((e) => e instanceof Stalled)) return new ModelError('stalled', who);
  if (chain.some((e) => e instanceof AddressRefused)) return new ModelError('address_refused', who);
  if (chain.some((e) => LoadAPIKeyError.isInstance(e))) return new ModelError('key_refused', who);
  const call = chain.find((e): e is APICallError => APICallError.isInstance(e));
  const body = call?.responseBody ?? chain.map((e) => `${(e as Error).name ?? ''} ${(e as Error).message ?? ''} ${call ? '' : JSON.stringify(e) ?? ''}`).join(' ');
  // Inside of a stream that began well an error often has a type and no status.
  const status = chain.map((e) => (e as { statusCode?: number }).statusCode).find((n) => n !== undefined && n >= 300) ?? statusIn(body);
  const trouble = status !== undefined && !/overloaded_error/.test(body) ? byStatus(status, body) : byWords(body);
  // A provider's own error comes as plain data; an Error that says none of these words is a fault of ours.
  if (trouble === null && !call && error instanceof Error) return null;
  const shown = trouble === 'refused' || trouble === 'not_found' ? said(call?.message ?? body, key) : undefined;
  return new ModelError(trouble ?? 'down', who, { said: shown, retryAfterMs: retryAfterOf(call?.responseHeaders) });
}

function byStatus(status: number, body: string): ModelTrouble {
  if (/insufficient_quota|credit balance|billing/i.test(body) && status < 500) return 'no_credit';
  if (tooLong.test(body) && status < 500) return 'too_long';
  if (status === 401 || status === 403 || /api[_ ]?key[_ ](not valid|invalid)|invalid[_ ]api[_ ]key/i.test(body)) return 'key_refused';
  if (status === 402) return 'no_credit';
  if (status === 404 || /model_not_found/.test(body)) return 'not_found';
  if (status === 413) return 'too_long';
  if (status === 429) return 'busy';
  if (status === 529) return 'busy';
  if (status >= 500 || status === 408 || status === 409) return 'down';
  return 'refused';
}

function byWords(text: string): ModelTrouble | null {
  if (/JSONParseError|TypeValidationError|InvalidResponseData|EmptyResponseBody|normalized|no end/.test(text)) return 'unreadable';
  if (/overloaded|rate_limit|resource_exhausted/i.test(text)) return 'busy';
  if (tooLong.test(text)) return 'too_long';
  if (/server_error|api_error|internal|unavailable/i.test(text)) return 'down';
  if (/terminated|other side closed|socket|econnreset|aborted|premature|interrupted/i.test(text)) return 'cut';
  if (/fetch failed|cannot connect|econnrefused|enotfound|timeout/i.test(text)) return 'down';
  return null;
}

const tooLong = /context[_ ](length|window)|prompt is too long|too many tokens|maximum context|exceeds the maximum number of tokens|input token count/i;

function statusIn(body: string): number | undefined {
  const found = /"(?:code|status)":\s*(\d{3})\b/.exec(body);
  return found ? Number(found[1]) : undefined;
}

/** What the provider asks to wait: `retry-after-ms`, or `retry-after` in seconds or as a date (RFC 9110). */
function retryAfterOf(headers: Record<string, string> | undefined): number | null {
  const ms = Number(headers?.['retry-after-ms'] ?? NaN);
  if (ms >= 0) return ms;
  const text = headers?.['retry-after'];
  if (text === undefined) return null;
  const seconds = Number(text);
  const wait = Number.isNaN(seconds) ? Date.parse(text) - Date.now() : seconds * 1000;
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}

function said(text: string, key: string | null): string | undefined {
  const clean = (key ? text.replaceAll(key, '…') : text).replace(/\b(sk|key|AIza|Bearer)[-_ ]?[\w-]{8,}/gi, '…').replace(/\s+/g, ' ').trim();
  return clean === '' ? undefined : clean.slice(0, 200);
}

function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let e = error; e !== undefined && e !== null && chain.length < 6; e = (e as { cause?: unknown }).cause) chain.push(e);
  const inner = (error as { errors?: unknown[] } | null)?.errors;
  return Array.isArray(inner) ? [...chain, ...inner] : chain;
}
