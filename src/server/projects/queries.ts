import { sql } from 'kysely';
import type { Project } from '#contract/people.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { notAllowed, notFound } from '#server/platform/errors.ts';

/** Projects of a workspace by name. */
export async function listProjects(tx: Tx, userId: string, workspaceId: string, limit: number, after?: { name: string; id: string }): Promise<Project[]> {
  const rows = await visible(tx, userId)
    .where('p.workspace_id', '=', workspaceId)
    .$if(after !== undefined, (q) => q.where(sql<boolean>`(p.name, p.id) > (${after!.name}, ${after!.id}::uuid)`))
    .orderBy('p.name').orderBy('p.id').limit(limit).execute();
  return rows.map(projectOf);
}

/** One project; not_found for whoever may not see it. */
export async function getProject(tx: Tx, userId: string, id: string): Promise<Project> {
  const row = await visible(tx, userId).where('p.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('project');
  return projectOf(row);
}

/** Creates a project of which the caller becomes the owner; returns its id. */
export async function insertProject(tx: Tx, workspaceId: string, name: string, description: string | null): Promise<string> {
  const { rows } = await sql<{ id: string }>`select public.create_project(${workspaceId}::uuid, ${name}, ${description}) as id`.execute(tx);
  return rows[0]!.id;
}

/** Changes a project the caller sees; not_allowed when the role does not cover it. */
export async function updateProject(tx: Tx, id: string, changes: { name?: string; description?: string }): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  const changed = await tx.updateTable('projects').set(changes).where('id', '=', id).returning('id').executeTakeFirst();
  if (!changed) throw notAllowed('Only owners and managers may change a project.');
}

function visible(tx: Tx, userId: string) {
  return tx.selectFrom('projects as p')
    .leftJoin('project_users as m', (join) => join.onRef('m.project_id', '=', 'p.id').on('m.user_id', '=', userId))
    .select(['p.id', 'p.workspace_id', 'p.name', 'p.description', 'p.personal_owner_id', 'p.created_at', 'p.updated_at', 'm.role'])
    .where('p.is_active', '=', true).where('p.deleted_at', 'is', null);
}

type Row = Awaited<ReturnType<ReturnType<typeof visible>['execute']>>[number];

function projectOf(row: Row): Project {
  return {
    id: row.id, workspaceId: row.workspace_id, name: row.name, description: row.description,
    isPersonal: row.personal_owner_id !== null, role: row.role as Project['role'],
    createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString(),
  };
}
