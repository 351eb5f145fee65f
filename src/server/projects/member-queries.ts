import { sql } from 'kysely';
import type { ProjectRole } from '#contract/people.ts';
import type { Tx } from '#server/platform/database/index.ts';

export type Member = { userId: string; displayName: string; email: string | null; role: ProjectRole; createdAt: string };

/** Members of a project in the order in which they joined. */
export async function listMembers(tx: Tx, projectId: string, limit: number, after?: { createdAt: string; userId: string }): Promise<Member[]> {
  const rows = await members(tx, projectId)
    .$if(after !== undefined, (q) => q.where(sql<boolean>`(m.created_at, m.user_id) > (${after!.createdAt}::timestamptz, ${after!.userId}::uuid)`))
    .orderBy('m.created_at').orderBy('m.user_id').limit(limit).execute();
  return rows.map(memberOf);
}

export async function findMember(tx: Tx, projectId: string, userId: string): Promise<Member | null> {
  const row = await members(tx, projectId).where('m.user_id', '=', userId).executeTakeFirst();
  return row ? memberOf(row) : null;
}

export async function insertMember(tx: Tx, projectId: string, userId: string, role: ProjectRole): Promise<void> {
  await tx.insertInto('project_users').values({ project_id: projectId, user_id: userId, role }).execute();
}

/** False when the caller may see the member but not change the role. */
export async function updateMemberRole(tx: Tx, projectId: string, userId: string, role: ProjectRole): Promise<boolean> {
  const done = await tx.updateTable('project_users').set({ role }).where('project_id', '=', projectId).where('user_id', '=', userId).returning('id').executeTakeFirst();
  return done !== undefined;
}

/** False when the caller may see the member but not remove it. */
export async function deleteMember(tx: Tx, projectId: string, userId: string): Promise<boolean> {
  const done = await tx.deleteFrom('project_users').where('project_id', '=', projectId).where('user_id', '=', userId).returning('id').executeTakeFirst();
  return done !== undefined;
}

function members(tx: Tx, projectId: string) {
  return tx.selectFrom('project_users as m')
    .leftJoin('member_profiles as p', 'p.id', 'm.user_id')
    .select(['m.user_id', 'm.role', 'm.created_at', 'p.display_name', 'p.email'])
    .where('m.project_id', '=', projectId);
}

type Row = Awaited<ReturnType<ReturnType<typeof members>['execute']>>[number];

function memberOf(row: Row): Member {
  return {
    userId: row.user_id, displayName: row.display_name ?? 'Former member', email: row.email,
    role: row.role as ProjectRole, createdAt: row.created_at.toISOString(),
  };
}
