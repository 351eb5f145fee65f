import { sql } from 'kysely';
import type { Cap } from '#contract/billing.ts';
import type { Tx } from '#server/platform/database/index.ts';

/** Caps of a workspace that the caller may see: of the workspace first, then of projects, then of people. */
export async function listCaps(tx: Tx, workspaceId: string): Promise<Cap[]> {
  const rows = await tx.selectFrom('token_caps as c')
    .leftJoin('projects as p', 'p.id', 'c.project_id').leftJoin('member_profiles as m', 'm.id', 'c.user_id')
    .select(['c.project_id', 'p.name', 'c.user_id', 'm.display_name', 'c.per_run', 'c.per_month'])
    .where('c.workspace_id', '=', workspaceId)
    .orderBy(sql`num_nonnulls(c.project_id) + 2 * num_nonnulls(c.user_id)`).orderBy('p.name').orderBy('m.display_name').execute();
  return rows.map((row) => ({
    projectId: row.project_id, projectName: row.name, userId: row.user_id, personName: row.display_name,
    perRun: row.per_run === null ? null : Number(row.per_run), perMonth: row.per_month === null ? null : Number(row.per_month),
  }));
}

/** Sets or, with two nulls, removes a cap; refused to whoever may not. */
export async function putCap(tx: Tx, workspaceId: string, cap: Pick<Cap, 'projectId' | 'userId' | 'perRun' | 'perMonth'>): Promise<void> {
  await sql`select public.set_token_cap(${workspaceId}::uuid, ${cap.projectId}::uuid, ${cap.userId}::uuid, ${cap.perRun}::bigint, ${cap.perMonth}::bigint)`.execute(tx);
}

/** Whether the caller may set the caps of the whole workspace. */
export async function maySetCaps(tx: Tx, workspaceId: string): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`select exists (select from workspace_subscriptions where workspace_id = ${workspaceId}::uuid) as may`.execute(tx);
  return rows[0]!.may;
}
