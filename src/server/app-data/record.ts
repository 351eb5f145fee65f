import { maxRecordBytes } from '#contract/app-data.ts';
import { getArtifact } from '#server/artifacts/index.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { AppError, notAllowed, notFound } from '#server/platform/errors.ts';
import { idempotencyMismatch } from '#server/platform/http/idempotency.ts';
import { findRecord, findSchema, insertRecord, listExisting, updateRecord } from './queries.ts';
import type { Fields, RecordRow } from './queries.ts';
import { checkFields, labelOf, referencesIn } from './schema-check.ts';

export type Target = { artifactId: string; collection: string };

/** A collection the caller sees, with its schema; not_found else. The transaction is narrowed to the app's project. */
export async function enterCollection(tx: Tx, { artifactId, collection }: Target): Promise<{ projectId: string; schema: Fields }> {
  const { projectId } = await getArtifact(tx, artifactId);
  const schema = await findSchema(tx, artifactId, collection);
  if (schema === null) throw notFound('collection in this app');
  return { projectId, schema };
}

/** Adds a record that meets the collection's schema. A repeat under the same id gives the first one back. */
export async function createRecord(tx: Tx, target: Target, request: { id: string; repeatable: boolean }, given: Fields): Promise<RecordRow> {
  const { projectId, schema } = await enterCollection(tx, target);
  const { artifactId, collection } = target;
  const data = withoutNulls(given);
  refuseIfTooLarge(data);
  await refuseIfWrong(tx, target, schema, data, checkFields(schema, data), Object.keys(data));
  // Two repeats at once: the second one waits here for the first, and then finds its record.
  await insertRecord(tx, { id: request.id, artifactId, projectId, collection, data });
  const stored = await findRecord(tx, artifactId, collection, request.id);
  if (!stored) throw idempotencyMismatch();
  if (request.repeatable && stored.revision === 1 && !sameFields(stored.data, data)) throw idempotencyMismatch();
  return stored;
}

/**
 * Changes some fields; null removes one. Only they are checked: what the record
 * holds besides may be of an older schema, and stays.
 */
export async function changeRecord(tx: Tx, target: Target, id: string, changes: Fields, revision?: number): Promise<RecordRow> {
  const { schema } = await enterCollection(tx, target);
  const record = await lockRecord(tx, target, id);
  if (revision !== undefined && revision !== record.revision) {
    throw new AppError('conflict', 'Somebody else changed this record in the meantime.', { hint: 'Look at the record as it is now and make your change again.' });
  }
  const changed = new Set(Object.keys(changes));
  const data = withoutNulls({ ...record.data, ...changes });
  refuseIfTooLarge(data);
  const wrong = checkFields(schema, structuredClone(data), changed);
  await refuseIfWrong(tx, target, schema, data, wrong, [...changed]);
  await updateRecord(tx, id, { data });
  return (await findRecord(tx, target.artifactId, target.collection, id))!;
}

/** Marks a record as deleted, so that it can be restored; repeating it changes nothing. */
export async function removeRecord(tx: Tx, target: Target, id: string): Promise<void> {
  await enterCollection(tx, target);
  const record = await lockRecord(tx, target, id, true);
  if (record.deletedAt === null) await updateRecord(tx, id, { deletedAt: new Date() });
}

export async function restoreRecord(tx: Tx, target: Target, id: string): Promise<RecordRow> {
  await enterCollection(tx, target);
  const record = await lockRecord(tx, target, id, true);
  if (record.deletedAt === null) return record;
  await updateRecord(tx, id, { deletedAt: null });
  return (await findRecord(tx, target.artifactId, target.collection, id))!;
}

async function lockRecord(tx: Tx, { artifactId, collection }: Target, id: string, orDeleted = false): Promise<RecordRow> {
  const locked = await findRecord(tx, artifactId, collection, id, true);
  if (locked && (orDeleted || locked.deletedAt === null)) return locked;
  const seen = locked ? null : await findRecord(tx, artifactId, collection, id);
  throw seen ? notAllowed('Viewers may not change records.') : notFound('record');
}

async function refuseIfWrong(tx: Tx, target: Target, schema: Fields, data: Fields, wrong: Record<string, string>, fields: string[]): Promise<void> {
  for (const [field, collection] of referencesIn(schema)) {
    if (!fields.includes(field) || field in wrong || data[field] === undefined) continue;
    const ids = [data[field]].flat().map(String);
    const existing = ids.length > 0 ? await listExisting(tx, target.artifactId, collection, ids) : new Set();
    if (ids.some((id) => !existing.has(id.toLowerCase()))) wrong[field] = `${labelOf(schema, field)} names a record that does not exist.`;
  }
  const [first, ...more] = Object.values(wrong);
  if (first === undefined) return;
  throw new AppError('invalid_record', more.length > 0 ? `${more.length + 1} fields are not valid.` : first, {
    hint: 'Correct the fields and save again.', fields: wrong,
  });
}

function refuseIfTooLarge(data: Fields): void {
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes <= maxRecordBytes) return;
  throw new AppError('too_large', `The record takes ${Math.ceil(bytes / 1024)} kB; at most ${maxRecordBytes / 1024} kB are allowed.`, {
    hint: 'Shorten its texts, or split it into several records.',
  });
}

function withoutNulls(data: Fields): Fields {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
}

function sameFields(one: Fields, other: Fields): boolean {
  const text = (fields: Fields): string => JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
  return text(one) === text(other);
}
