import type { AppSession, BridgeCalls } from '#contract/app-bridge.ts';
import type { AppRecord } from '#contract/app-data.ts';
import { resolveSample } from '#contract/samples.ts';
import { schemaCheck } from './schema-check.ts';

export type SampleCollection = { name: string; title: string; schema: Record<string, unknown>; samples: Record<string, unknown>[] };

/** What the studio would say: a problem with a code, and the fields at fault. */
class Refusal extends Error {
  readonly code: string;
  readonly detail: string;
  readonly fields: Record<string, string>;

  constructor(code: string, detail: string, fields: Record<string, string> = {}) {
    super(detail);
    this.code = code;
    this.detail = detail;
    this.fields = fields;
  }
}

type Options = {
  session: AppSession;
  collections: SampleCollection[];
  /** Told after each change, as the studio tells a frame. */
  onChange: (collection: string) => void;
  newId: () => string;
  /** What `dump` gave of an earlier page; without it the samples. */
  records?: RecordDump | undefined;
};

/** All records by collection, as plain JSON. */
export type RecordDump = Record<string, AppRecord[]>;

/** The studio's side of the bridge over records in memory, filled with the samples; checks schemas as the API does. */
export function openSampleRecords({ session, collections, onChange, newId, records }: Options): { calls: BridgeCalls; dump: () => RecordDump } {
  const tables = new Map(collections.map((collection) => [collection.name, { check: schemaCheck(collection.schema), rows: new Map<string, AppRecord>(), removed: new Map<string, AppRecord>() }]));
  const ids = new Map(collections.map(({ name, samples }) => [name, samples.map(() => newId())]));
  const start = Date.now() - 60_000;
  for (const { name, schema, samples } of collections) {
    if (records) {
      for (const record of records[name] ?? []) tables.get(name)?.rows.set(record.id, record);
      continue;
    }
    samples.forEach((sample, index) => {
      const id = ids.get(name)?.[index] ?? newId();
      tables.get(name)?.rows.set(id, stored(id, name, resolveSample(sample, schema, ids), new Date(start + index)));
    });
  }

  function table(name: string) {
    const found = tables.get(name);
    if (!found) throw new Refusal('not_found', `There is no collection "${name}" in this app.`);
    return found;
  }

  function stored(id: string, collection: string, data: Record<string, unknown>, at = new Date(), revision = 1): AppRecord {
    return { id, collection, data, createdAt: at.toISOString(), updatedAt: at.toISOString(), createdBy: session.user.id, revision };
  }

  function mayWrite(): void {
    if (!session.canWrite) throw new Refusal('not_allowed', 'You may only look at these records.');
  }

  function checked(name: string, data: Record<string, unknown>): Record<string, unknown> {
    const fields = table(name).check(data);
    if (Object.keys(fields).length > 0) throw new Refusal('invalid_record', 'The record does not fit its collection.', fields);
    return data;
  }

  const calls: BridgeCalls = {
    'session.get': async () => session,
    'members.list': async () => ({ items: [session.user] }),
    'records.list': async ({ collection, cursor, limit }) => {
      const all = [...table(collection).rows.values()];
      const from = Number(cursor ?? 0);
      return { items: all.slice(from, from + limit), nextCursor: from + limit < all.length ? String(from + limit) : null };
    },
    'records.create': async ({ collection, data }) => {
      mayWrite();
      const record = stored(newId(), collection, checked(collection, data));
      table(collection).rows.set(record.id, record);
      onChange(collection);
      return record;
    },
    'records.update': async ({ collection, id, data }) => {
      mayWrite();
      const { rows } = table(collection);
      const before = rows.get(id);
      if (!before) throw new Refusal('not_found', 'The record is not there any more.');
      const merged = Object.fromEntries(Object.entries({ ...before.data, ...data }).filter(([, value]) => value !== null));
      const after = { ...before, data: checked(collection, merged), updatedAt: new Date().toISOString(), revision: before.revision + 1 };
      rows.set(id, after);
      onChange(collection);
      return after;
    },
    'records.delete': async ({ collection, id }) => {
      mayWrite();
      const { rows, removed } = table(collection);
      const record = rows.get(id);
      if (!record) throw new Refusal('not_found', 'The record is not there any more.');
      rows.delete(id);
      removed.set(id, record);
      onChange(collection);
      return {};
    },
    'records.restore': async ({ collection, id }) => {
      mayWrite();
      const { rows, removed } = table(collection);
      const record = removed.get(id);
      if (!record) throw new Refusal('not_found', 'The record is not there any more.');
      removed.delete(id);
      rows.set(id, { ...record, revision: record.revision + 1 });
      onChange(collection);
      return rows.get(id) as AppRecord;
    },
    'link.open': async () => ({}),
    'file.save': async () => ({}),
  };
  return { calls, dump: () => Object.fromEntries([...tables].map(([name, { rows }]) => [name, [...rows.values()]])) };
}
