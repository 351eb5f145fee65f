import { z } from 'zod';
import { collectionName, record } from './app-data.ts';
import { id } from './json.ts';

/**
 * What a running app (in its sandboxed frame) and the studio say to each other
 * by `postMessage`. Every message carries `ninefold: 1`. The frame holds no
 * token: the studio does the call as the person who looks at the app, for the
 * artifact the frame was opened for, so no message names an artifact.
 */
const mark = { ninefold: z.literal(1) };

/** The `sandbox` of a preview frame: scripts, and `submit` events of forms, which the page's policy lets go nowhere. */
export const frameSandbox = 'allow-scripts allow-forms';

/** Longest message the studio reads, as UTF-16 code units of its JSON. */
export const maxBridgeMessageLength = 512 * 1024;
/** Requests a frame may send: bursts up to this many, refilled at `bridgeRequestsPerSecond`. */
export const bridgeRequestBurst = 120;
export const bridgeRequestsPerSecond = 60;
/** A frame that goes on past these refused messages within ten seconds is stopped. */
export const maxRefusedMessages = 2000;
/** Reports a frame may make in its life; the rest is dropped. */
export const maxBridgeReports = 500;
/** Requests of one frame that may be under way at once; more are refused. */
export const maxBridgeRequestsInFlight = 32;

export const colorScheme = z.enum(['light', 'dark']);
export type ColorScheme = z.infer<typeof colorScheme>;

/** A person as apps see them: no mail address. */
export const appUser = z.object({ id, displayName: z.string() });
export type AppUser = z.infer<typeof appUser>;

/** Who looks at the app, and whether they may change its records. */
export const appSession = z.object({ user: appUser, canWrite: z.boolean(), colorScheme, appTitle: z.string() });
export type AppSession = z.infer<typeof appSession>;

const data = z.record(z.string(), z.unknown());
const empty = z.object({}).strict();
const method = <P extends z.ZodType, R extends z.ZodType>(params: P, result: R) => ({ params, result });

/** The methods a frame may call. `records.update` takes the changed fields only; null removes a value. */
export const bridgeMethods = {
  'session.get': method(empty, appSession),
  'members.list': method(empty, z.object({ items: z.array(appUser) })),
  'records.list': method(
    z.object({ collection: collectionName, cursor: z.string().max(500).nullable(), limit: z.number().int().min(1).max(200) }).strict(),
    z.object({ items: z.array(record), nextCursor: z.string().nullable() }),
  ),
  'records.create': method(z.object({ collection: collectionName, data }).strict(), record),
  'records.update': method(
    z.object({ collection: collectionName, id, data, revision: z.number().int().min(1).optional() }).strict(),
    record,
  ),
  'records.delete': method(z.object({ collection: collectionName, id }).strict(), empty),
  'records.restore': method(z.object({ collection: collectionName, id }).strict(), record),
  /** The studio asks the person before it opens a link; only http(s), mailto and tel. */
  'link.open': method(z.object({ url: z.string().max(4000) }).strict(), empty),
  /** A text file for the person to download; the studio picks its type by the extension. */
  'file.save': method(
    z.object({ name: z.string().regex(/^[^/\\\p{Cc}]{1,120}\.(csv|json|txt|md)$/u), text: z.string().max(400_000) }).strict(),
    empty,
  ),
};
export type BridgeMethod = keyof typeof bridgeMethods;
export type BridgeParams<M extends BridgeMethod> = z.infer<(typeof bridgeMethods)[M]['params']>;
export type BridgeResult<M extends BridgeMethod> = z.infer<(typeof bridgeMethods)[M]['result']>;
/** The studio's side of the bridge: one function per method; it throws what `bridgeError` can describe. */
export type BridgeCalls = { [M in BridgeMethod]: (params: BridgeParams<M>) => Promise<BridgeResult<M>> };

/** `fields` maps a field of the record to what is wrong with it. */
export const bridgeError = z.object({
  code: z.string().max(60),
  detail: z.string().max(2000),
  hint: z.string().max(2000).optional(),
  fields: z.record(z.string(), z.string()).optional(),
});
export type BridgeError = z.infer<typeof bridgeError>;

/** Frame → studio: a call. `id` is the frame's own, unique in its life; params are checked by method. */
export const bridgeRequest = z.object({
  ...mark,
  id: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  method: z.enum(Object.keys(bridgeMethods) as [BridgeMethod, ...BridgeMethod[]]),
  params: z.unknown(),
}).strict();
export type BridgeRequest = z.infer<typeof bridgeRequest>;

/** Where in the app's files something happened, when known. `line` starts at 1. */
const place = { file: z.string().max(300).optional(), line: z.number().int().optional() };

/** Frame → studio: what happens inside. `ready` comes once, after the first screen is drawn. */
export const bridgeReport = z.discriminatedUnion('report', [
  z.object({ ...mark, report: z.literal('ready'), elapsedMs: z.number() }).strict(),
  z.object({
    ...mark, report: z.literal('error'),
    /** load: the code did not start; render: the screen is gone; script: a handler or promise failed. */
    during: z.enum(['load', 'render', 'script']),
    message: z.string().max(2000), stack: z.string().max(8000).optional(), component: z.string().max(200).optional(), ...place,
  }).strict(),
  z.object({ ...mark, report: z.literal('console'), level: z.enum(['log', 'warn', 'error']), text: z.string().max(4000) }).strict(),
]);
export type BridgeReport = z.infer<typeof bridgeReport>;

/** Studio → frame: the answer to the request with the same id. */
export type BridgeAnswer =
  | { ninefold: 1; id: number; ok: true; result: unknown }
  | { ninefold: 1; id: number; ok: false; error: BridgeError };

/** Studio → frame: news. */
export type BridgeEvent =
  | { ninefold: 1; event: 'records.changed'; collection: string }
  | { ninefold: 1; event: 'theme'; colorScheme: ColorScheme };

export type FrameMessage = { type: 'request'; request: BridgeRequest } | { type: 'report'; report: BridgeReport };

/** Reads a message of a frame; null for anything that is not exactly one. Does not check the size. */
export function parseFrameMessage(message: unknown): FrameMessage | null {
  if (typeof message !== 'object' || message === null) return null;
  if ('report' in message) {
    const report = bridgeReport.safeParse(message);
    return report.success ? { type: 'report', report: report.data } : null;
  }
  const request = bridgeRequest.safeParse(message);
  return request.success ? { type: 'request', request: request.data } : null;
}

/** Does a request through `calls` and gives the answer to post back; never throws. */
export async function answerRequest(request: BridgeRequest, calls: BridgeCalls): Promise<BridgeAnswer> {
  const { id: requestId, method: name } = request;
  const params = bridgeMethods[name].params.safeParse(request.params);
  if (!params.success) {
    const detail = params.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ').slice(0, 2000);
    return { ninefold: 1, id: requestId, ok: false, error: { code: 'invalid_input', detail } };
  }
  try {
    // The parameters were checked for exactly this method one line above.
    const call = calls[name] as (params: unknown) => Promise<unknown>;
    return { ninefold: 1, id: requestId, ok: true, result: await call(params.data) };
  } catch (error) {
    return { ninefold: 1, id: requestId, ok: false, error: describe(error) };
  }
}

/** Problem details and our own errors keep code, hint and fields; anything else says only that it failed. */
function describe(error: unknown): BridgeError {
  const known = bridgeError.safeParse(error instanceof Error ? { ...error, detail: 'detail' in error ? error.detail : error.message } : error);
  if (!known.success) return { code: 'internal', detail: 'The studio could not do this.' };
  if (!known.data.fields) return known.data;
  // The API names fields by their path in the request: data.dueDate, /data/dueDate or dueDate.
  const fields = Object.entries(known.data.fields).map(([path, text]) => [path.replace(/^[/#.]*(?:data[./])?/, ''), text]);
  return { ...known.data, fields: Object.fromEntries(fields) };
}
