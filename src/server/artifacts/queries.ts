import { sql } from 'kysely';
import type { Artifact } from '#contract/artifacts.ts';
import { narrowTo } from '#server/platform/database/index.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { notFound } from '#server/platform/errors.ts';

export type Place = { at: string; id: string };
export type ArtifactRow = Artifact & { place: Place };

/** Apps of a project, the latest changed first. */
export async function listArtifacts(tx: Tx, projectId: string, limit: number, after?: Place): Promise<ArtifactRow[]> {
  const rows = await artifacts(tx).where('project_id', '=', projectId)
    .$if(after !== undefined, (q) => q.where(sql<boolean>`(updated_at, id) < (${after!.at}::timestamptz, ${after!.id}::uuid)`))
    .orderBy('updated_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  return rows.map(artifactOf);
}

/** One app, with the transaction narrowed to its project; not_found for whoever may not see it. */
export async function getArtifact(tx: Tx, id: string): Promise<ArtifactRow> {
  const row = await artifacts(tx).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('app');
  await narrowTo(tx, row.project_id);
  return artifactOf(row);
}

/** False when the caller may see the app but not change it. */
export async function updateArtifactTitle(tx: Tx, id: string, title: string): Promise<boolean> {
  const row = await tx.updateTable('artifacts').set({ title }).where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

/** False when the caller may see the app but not delete it. */
export async function deleteArtifact(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.deleteFrom('artifacts').where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

function artifacts(tx: Tx) {
  return tx.selectFrom('artifacts').select([
    'id', 'project_id', 'chat_id', 'title', 'description', 'artifact_type', 'status', 'progress', 'current_version', 'created_at', 'updated_at', 'created_by',
    sql<string>`updated_at::text`.as('at'),
  ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof artifacts>['execute']>>[number];

function artifactOf(row: Row): ArtifactRow {
  return {
    id: row.id, projectId: row.project_id, chatId: row.chat_id, title: row.title, description: row.description, artifactType: row.artifact_type,
    status: row.status as Artifact['status'], progress: row.progress, currentVersion: row.current_version,
    createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString(), createdBy: row.created_by, place: { at: row.at, id: row.id },
  };
}
