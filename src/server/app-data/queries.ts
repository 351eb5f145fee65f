import { sql } from 'kysely';
import type { AppRecord, Collection } from '#contract/app-data.ts';
import type { Tx } from '#server/platform/database/index.ts';

export type Fields = Record<string, unknown>;
export type Place = { at: string; id: string };
export type RecordRow = AppRecord & { place: Place; deletedAt: Date | null };

/** Collections of an app by name, with how many records each has. */
export async function listCollections(tx: Tx, artifactId: string): Promise<Collection[]> {
  const rows = await tx.selectFrom('app_collections as c').select((eb) => [
    'c.name', 'c.title', 'c.schema',
    eb.selectFrom('app_records as r').select((r) => r.fn.countAll<string>().as('n'))
      .whereRef('r.artifact_id', '=', 'c.artifact_id').whereRef('r.collection', '=', 'c.name').where('r.deleted_at', 'is', null).as('count'),
  ]).where('c.artifact_id', '=', artifactId).orderBy('c.name').execute();
  return rows.map((row) => ({ name: row.name, title: row.title, schema: row.schema as Fields, recordCount: Number(row.count ?? 0) }));
}

export async function findSchema(tx: Tx, artifactId: string, name: string): Promise<Fields | null> {
  const row = await tx.selectFrom('app_collections').select('schema').where('artifact_id', '=', artifactId).where('name', '=', name).executeTakeFirst();
  return row ? (row.schema as Fields) : null;
}

/** Records of a collection in the order in which they were made, without deleted ones. */
export async function listRecords(tx: Tx, artifactId: string, collection: string, limit: number, after?: Place): Promise<RecordRow[]> {
  const rows = await records(tx, artifactId, collection).where('deleted_at', 'is', null)
    .$if(after !== undefined, (q) => q.where(sql<boolean>`(created_at, id) > (${after!.at}::timestamptz, ${after!.id}::uuid)`))
    .orderBy('created_at').orderBy('id').limit(limit).execute();
  return rows.map(recordOf);
}

/** A record, deleted or not. `lock` keeps it as it is until the transaction ends; then null also means that the caller may not change it. */
export async function findRecord(tx: Tx, artifactId: string, collection: string, id: string, lock = false): Promise<RecordRow | null> {
  const row = await records(tx, artifactId, collection).where('id', '=', id).$if(lock, (q) => q.forUpdate()).executeTakeFirst();
  return row ? recordOf(row) : null;
}

/** Inserts a record; under an id that is taken it does nothing. */
export async function insertRecord(tx: Tx, r: { id: string; artifactId: string; projectId: string; collection: string; data: Fields }): Promise<void> {
  await tx.insertInto('app_records').values({
    id: r.id, artifact_id: r.artifactId, project_id: r.projectId, collection: r.collection, data: JSON.stringify(r.data),
  }).onConflict((conflict) => conflict.column('id').doNothing()).execute();
}

export async function updateRecord(tx: Tx, id: string, changes: { data?: Fields; deletedAt?: Date | null }): Promise<boolean> {
  const row = await tx.updateTable('app_records').set({
    ...(changes.data === undefined ? {} : { data: JSON.stringify(changes.data) }),
    ...(changes.deletedAt === undefined ? {} : { deleted_at: changes.deletedAt }),
  }).where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

/** Which of the ids name living records of a collection. */
export async function listExisting(tx: Tx, artifactId: string, collection: string, ids: string[]): Promise<Set<string>> {
  const rows = await tx.selectFrom('app_records').select('id').where('artifact_id', '=', artifactId).where('collection', '=', collection)
    .where('id', 'in', ids).where('deleted_at', 'is', null).execute();
  return new Set(rows.map((row) => row.id));
}

function records(tx: Tx, artifactId: string, collection: string) {
  return tx.selectFrom('app_records')
    .select(['id', 'collection', 'data', 'created_at', 'created_by', 'updated_at', 'revision', 'deleted_at', sql<string>`created_at::text`.as('at')])
    .where('artifact_id', '=', artifactId).where('collection', '=', collection);
}

type Row = Awaited<ReturnType<ReturnType<typeof records>['execute']>>[number];

function recordOf(row: Row): RecordRow {
  return {
    id: row.id, collection: row.collection, data: row.data as Fields, createdAt: row.created_at.toISOString(), createdBy: row.created_by,
    updatedAt: row.updated_at.toISOString(), revision: row.revision, deletedAt: row.deleted_at, place: { at: row.at, id: row.id },
  };
}
