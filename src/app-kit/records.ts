import { useSyncExternalStore } from 'react';
import type { AppRecord } from '#contract/app-data.ts';
import { AppError } from './api.ts';
import type { Collection, List, Saved } from './api.ts';
import { call, currentSession } from './bridge.ts';
import { openCollectionStore } from './collection-store.ts';

type Fields = Record<string, unknown>;

const collections = new Map<string, Collection<never>>();
/** Records sent at once by `addAll`. */
const parallel = 6;

/**
 * The records of one collection of this app, e.g. `records<Loan>('loans')`.
 * Call it at module level; the same name gives the same collection.
 */
export function records<T extends object>(name: string): Collection<T> {
  // One store a name: the caller says which type its records have.
  const known = collections.get(name) as Collection<T> | undefined;
  if (known) return known;
  const made = openCollection<T>(name);
  collections.set(name, made as unknown as Collection<never>);
  return made;
}

function openCollection<T extends object>(name: string): Collection<T> {
  const store = openCollectionStore(name);
  const lists = new WeakMap<object, List<T>>();

  function useList(): List<T> {
    const state = useSyncExternalStore(store.subscribe, store.snapshot);
    let list = lists.get(state);
    if (!list) {
      const { canWrite } = currentSession();
      list = { ...state, items: state.items.map((record) => saved<T>(record)), canWrite, reload: store.reload };
      lists.set(state, list);
    }
    return list;
  }

  async function add(record: T): Promise<Saved<T>> {
    const created = await call('records.create', { collection: name, data: tidy(record) });
    store.put(created);
    return saved<T>(created);
  }

  async function addAll(list: T[]): ReturnType<Collection<T>['addAll']> {
    const failed: { index: number; error: AppError }[] = [];
    let next = 0;
    async function work(): Promise<void> {
      for (let index = next++; index < list.length; index = next++) {
        await add(list[index] as T).catch((error: unknown) => failed.push({ index, error: asAppError(error) }));
      }
    }
    await Promise.all(Array.from({ length: parallel }, work));
    return { added: list.length - failed.length, failed: failed.toSorted((a, b) => a.index - b.index) };
  }

  async function update(id: string, changes: Fields): Promise<Saved<T>> {
    const data = tidyChanges(changes);
    const updated = await store.during({ kind: 'update', id, data }, () => call('records.update', { collection: name, id, data }));
    return saved<T>(updated);
  }

  async function remove(id: string): Promise<() => Promise<void>> {
    await store.during({ kind: 'remove', id }, async () => {
      await call('records.delete', { collection: name, id });
      return null;
    });
    return async () => { store.put(await call('records.restore', { collection: name, id })); };
  }

  return { useList, add, addAll, update, remove };
}

function saved<T>(record: AppRecord): Saved<T> {
  const { id, createdAt, createdBy, updatedAt, revision } = record;
  // The collection's schema says what data holds; T is the app's name for it.
  return { ...(record.data as T), id, createdAt, createdBy, updatedAt, revision };
}

/** What a form leaves empty is not stored, so that "required" means what people expect. */
function tidy(record: object): Fields {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, plain(value)]).filter(([, value]) => !isEmpty(value)));
}

/** A field emptied by a person loses its value. */
function tidyChanges(changes: Fields): Fields {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined).map(([key, value]) => [key, isEmpty(value) ? null : plain(value)]));
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (typeof value === 'number' && Number.isNaN(value));
}

function plain(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}

function asAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError({ code: 'internal', detail: error instanceof Error ? error.message : String(error) });
}
