import pg from 'pg';
import { log } from '#server/platform/log.ts';

/** NOTIFY channels. A payload is a key, or a key and what changed behind `:` or `#`: ids only, since NOTIFY knows no RLS. */
export const channels = ['chat_events', 'artifact_events', 'backups', 'project_events', 'person_events', 'chat_presence'] as const;
export type Channel = (typeof channels)[number];

/** Hears what was announced; nothing after the connection was lost, when anything may have been missed. */
type Listener = (payload?: string) => void;

const listeners = new Map<string, Set<Listener>>();
const closers = new Set<() => void>();
let url: string | undefined;
let client: pg.Client | undefined;
let retry: NodeJS.Timeout | undefined;

/**
 * Opens the one LISTEN connection of this process. It needs a direct
 * connection: LISTEN does not pass through a transaction pooler.
 */
export async function openEvents(options: { url: string }): Promise<void> {
  url = options.url;
  await connect();
}

/** Ends every open stream and the connection. */
export async function closeEvents(): Promise<void> {
  url = undefined;
  clearTimeout(retry);
  for (const close of [...closers]) close();
  const open = client;
  client = undefined;
  await open?.end().catch(() => undefined);
}

/** Calls `listener` after each change announced for `key`; returns how to stop. */
export function subscribe(channel: Channel, key: string, listener: Listener): () => void {
  const name = `${channel} ${key}`;
  const set = listeners.get(name) ?? new Set();
  listeners.set(name, set.add(listener));
  return () => {
    set.delete(listener);
    if (set.size === 0 && listeners.get(name) === set) listeners.delete(name);
  };
}

/**
 * Tells every process, this one as well. For what is true for seconds: while the connection is away it is dropped, and
 * nobody hears it later. What must arrive is announced by a trigger, in the transaction that wrote it.
 */
export function announce(channel: Channel, payloads: string[]): void {
  if (payloads.length === 0) return;
  client?.query('select pg_notify($1, payload) from unnest($2::text[]) payload', [channel, payloads]).catch(() => undefined);
}

/** Registers what ends a stream when the process stops. */
export function onClose(close: () => void): () => void {
  closers.add(close);
  return () => closers.delete(close);
}

async function connect(): Promise<void> {
  const next = new pg.Client({ connectionString: url, application_name: 'ninefold events', keepAlive: true });
  next.on('notification', ({ channel, payload = '' }) => {
    const key = payload.split(/[:#]/, 1)[0];
    for (const wake of [...(listeners.get(`${channel} ${key}`) ?? [])]) wake(payload);
  });
  next.on('error', () => reconnect(next));
  next.on('end', () => reconnect(next));
  await next.connect();
  await next.query(channels.map((channel) => `listen ${channel}`).join(';'));
  client = next;
}

/** What was announced in between is lost, so everybody reads again once the connection is back. */
function reconnect(lost: pg.Client): void {
  if (client !== lost || url === undefined) return;
  client = undefined;
  log.warn('the connection for events was lost; connecting again');
  const attempt = async (): Promise<void> => {
    try {
      await connect();
      for (const set of listeners.values()) for (const wake of [...set]) wake();
    } catch {
      if (url !== undefined) retry = setTimeout(attempt, 500);
    }
  };
  void attempt();
}
