import type { AppError } from '#server/platform/errors.ts';
import { originOf } from '#server/platform/http/request.ts';
import type { AppContext } from '#server/platform/http/request.ts';
import { log } from '#server/platform/log.ts';
import { recordAccess } from './access.ts';
import type { Access, Accessor } from './access.ts';

const windowMs = 60_000;
/** Different refusals of one source within a window; all further ones are counted together. */
const maxPerSource = 30;
const maxSources = 5_000;

type Window = { who: Accessor; access: Access; repeats: number; timer: NodeJS.Timeout };

const windows = new Map<string, Map<string, Window>>();

/**
 * Records a refusal: the first of its kind at once, its repeats within a minute as one entry with their number, so
 * that a flood cannot fill the log. Never throws: whoever is refused is answered in any case.
 */
export async function noteRefusal(who: Accessor, access: Access): Promise<void> {
  const source = windows.size < maxSources || windows.has(sourceOf(who)) ? sourceOf(who) : 'everybody else';
  const own = windows.get(source) ?? new Map<string, Window>();
  windows.set(source, own);
  let key = JSON.stringify(access);
  let counted = access;
  if (own.size >= maxPerSource && !own.has(key)) {
    key = 'further';
    counted = { event: access.event, objectKind: 'various', purpose: 'further refusals' };
  }
  const open = own.get(key);
  if (open) {
    open.repeats++;
    return;
  }
  own.set(key, { who, access: counted, repeats: 0, timer: setTimeout(() => void close(source, key), windowMs).unref() });
  await write(who, counted);
}

/** Records a request that failed because the person may not do it, or not see it. */
export async function noteFailure(c: AppContext, error: AppError): Promise<void> {
  const session = c.get('session');
  if (!session || !refused.has(error.code)) return;
  const [, , segment = '', named] = c.req.path.split('/');
  const objectId = named !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(named) ? named : undefined;
  await noteRefusal({ userId: session.userId, ...originOf(c) }, {
    event: 'refused', objectKind: segment.replace(/s$/, ''), ...(objectId ? { objectId } : {}), purpose: `${c.req.method} ${withoutFile(c.req.path)}: ${error.code}`,
  });
}

/** Writes the repeats counted so far; for the end of the process. */
export async function flushRefusals(): Promise<void> {
  await Promise.all([...windows].flatMap(([source, own]) => [...own.keys()].map((key) => close(source, key))));
}

const refused = new Set(['not_allowed', 'not_found', 'account_not_active']);

// The name of a file is content: who reads the log need not read the project.
function withoutFile(path: string): string {
  return path.replace(/\/(files|assets)\/.*/, '/$1/…');
}

function sourceOf(who: Accessor): string {
  return who.userId ?? who.ip ?? 'unknown';
}

async function close(source: string, key: string): Promise<void> {
  const own = windows.get(source);
  const window = own?.get(key);
  if (!own || !window) return;
  clearTimeout(window.timer);
  own.delete(key);
  if (own.size === 0) windows.delete(source);
  if (window.repeats > 0) await write(window.who, { ...window.access, occurrences: window.repeats });
}

async function write(who: Accessor, access: Access): Promise<void> {
  try {
    await recordAccess(who, access);
  } catch (err) {
    log.error({ err, event: access.event }, 'a refusal could not be recorded');
  }
}
