import type { Workspace } from '#contract/people.ts';
import { sql } from 'kysely';
import type { Tx } from '#server/platform/database/index.ts';

/** Workspaces of a person by name; the first page begins without `after`. */
export async function listWorkspaces(tx: Tx, userId: string, limit: number, after?: { name: string; id: string }): Promise<Workspace[]> {
  const rows = await visible(tx, userId)
    .$if(after !== undefined, (q) => q.where(sql<boolean>`(w.name, w.id) > (${after!.name}, ${after!.id}::uuid)`))
    .orderBy('w.name').orderBy('w.id').limit(limit).execute();
  return rows.map(workspaceOf);
}

export async function findWorkspace(tx: Tx, userId: string, id: string): Promise<Workspace | null> {
  const row = await visible(tx, userId).where('w.id', '=', id).executeTakeFirst();
  return row ? workspaceOf(row) : null;
}

/** Creates a workspace of which the caller becomes the owner; returns its id. */
export async function insertWorkspace(tx: Tx, name: string, companyName: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select public.create_workspace(${name}, ${companyName}) as id`.execute(tx);
  return rows[0]!.id;
}

function visible(tx: Tx, userId: string) {
  return tx.selectFrom('workspaces as w')
    .leftJoin('workspace_users as m', (join) => join.onRef('m.workspace_id', '=', 'w.id').on('m.user_id', '=', userId))
    .select(['w.id', 'w.name', 'w.company_name', 'w.description', 'w.is_global', 'w.created_at', 'm.role'])
    .where('w.is_active', '=', true).where('w.deleted_at', 'is', null);
}

type Row = Awaited<ReturnType<ReturnType<typeof visible>['execute']>>[number];

function workspaceOf(row: Row): Workspace {
  return {
    id: row.id, name: row.name, companyName: row.company_name, description: row.description,
    isGlobal: row.is_global, role: row.role as Workspace['role'], createdAt: row.created_at.toISOString(),
  };
}
