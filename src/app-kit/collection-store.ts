import type { AppRecord } from '#contract/app-data.ts';
import { AppError } from './api.ts';
import { call, onEvent } from './bridge.ts';

type Change = { kind: 'update'; id: string; data: Record<string, unknown> } | { kind: 'remove'; id: string };
type State = { items: AppRecord[]; loading: boolean; error: AppError | null; truncated: boolean };

const pageSize = 200;
/** Most records an app holds; a table of more needs a better tool than a list in memory. */
export const maxRecords = 10_000;
/** Pause between two reads of a long list, so that a busy collection does not read all the time. */
const longListPauseMs = 3000;
const retryMs = 3000;

/** The records of one collection in this frame: read once, then kept as the studio says they changed. */
export function openCollectionStore(collection: string) {
  const known = new Map<string, AppRecord>();
  const pending: Change[] = [];
  const listeners = new Set<() => void>();
  let state: State = { items: [], loading: true, error: null, truncated: false };
  let started = false;
  let reading = false;
  let complete = false;
  /** Counts what makes a running read stale: a write that settled or news of the studio. */
  let news = 0;

  function publish(changes: Partial<State> = {}): void {
    const items = [...known.values()].map((record) => pending.reduce(apply, record as AppRecord | null)).filter((record) => record !== null);
    items.sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1));
    state = { ...state, ...changes, items };
    for (const listener of listeners) listener();
  }

  async function read(): Promise<void> {
    if (reading) return;
    reading = true;
    try {
      for (let seen = -1; seen !== news;) {
        seen = news;
        if (await readAll(() => seen === news) && known.size > pageSize && seen !== news) await pause(longListPauseMs);
      }
    } catch (error) {
      publish({ loading: false, error: error instanceof AppError ? error : new AppError({ code: 'internal', detail: String(error) }) });
      if (error instanceof AppError && error.code === 'unavailable') setTimeout(refresh, retryMs);
    } finally {
      reading = false;
    }
  }

  /** True when the list was read whole and still current at the end. */
  async function readAll(isCurrent: () => boolean): Promise<boolean> {
    const found = new Map<string, AppRecord>();
    let cursor: string | null = null;
    do {
      const page: { items: AppRecord[]; nextCursor: string | null } = await call('records.list', { collection, cursor, limit: pageSize });
      for (const record of page.items) found.set(record.id, record);
      cursor = page.nextCursor;
      // The first read shows each page as it comes; later ones replace the list in one go.
      if (!complete) {
        for (const record of page.items) known.set(record.id, record);
        publish({ loading: false });
      } else if (!isCurrent()) return false;
    } while (cursor !== null && found.size < maxRecords);
    if (!isCurrent()) return false;
    known.clear();
    for (const [id, record] of found) known.set(id, record);
    complete = true;
    publish({ loading: false, error: null, truncated: cursor !== null });
    return true;
  }

  function refresh(): void {
    news++;
    void read();
  }

  function start(): void {
    if (started) return;
    started = true;
    onEvent((event) => { if (event.event === 'records.changed' && event.collection === collection) refresh(); });
    void read();
  }

  function put(record: AppRecord): void {
    news++;
    known.set(record.id, record);
    publish();
    if (started) void read();
  }

  /** Shows `change` at once, does `write`, then keeps its result or takes the change back and rethrows. */
  async function during<R extends AppRecord | null>(change: Change, write: () => Promise<R>): Promise<R> {
    pending.push(change);
    publish();
    try {
      const result = await write();
      news++;
      if (result) known.set(result.id, result);
      else known.delete(change.id);
      return result;
    } finally {
      pending.splice(pending.indexOf(change), 1);
      publish();
      if (started) void read();
    }
  }

  return {
    subscribe(listener: () => void): () => void {
      start();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: (): State => state,
    reload: refresh,
    put,
    during,
  };
}

function apply(record: AppRecord | null, change: Change): AppRecord | null {
  if (record === null || record.id !== change.id) return record;
  return change.kind === 'remove' ? null : { ...record, data: { ...record.data, ...change.data } };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
