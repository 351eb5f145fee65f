import { sql } from 'kysely';
import type { Me } from '#contract/people.ts';
import type { Tx } from '#server/platform/database/index.ts';

/** The status of an account; null when the account is gone. */
export async function findStatus(tx: Tx, userId: string): Promise<string | null> {
  const row = await tx.selectFrom('users').select('status').where('id', '=', userId).where('deleted_at', 'is', null).executeTakeFirst();
  return row?.status ?? null;
}

export async function findUser(tx: Tx, userId: string) {
  return tx.selectFrom('users')
    .select(['id', 'email', 'status', 'is_super_user', sql<string | null>`profile ->> 'display_name'`.as('display_name')])
    .where('id', '=', userId).executeTakeFirst();
}

/** The one project that belongs to the person alone. */
export async function findPersonalProject(tx: Tx, userId: string): Promise<string | null> {
  const row = await tx.selectFrom('projects').select('id').where('personal_owner_id', '=', userId).executeTakeFirst();
  return row?.id ?? null;
}

export async function listMemberships(tx: Tx, userId: string): Promise<Me['workspaces']> {
  const rows = await tx.selectFrom('workspace_users as m').innerJoin('workspaces as w', 'w.id', 'm.workspace_id')
    .select(['w.id', 'w.name', 'w.is_global', 'm.role'])
    .where('m.user_id', '=', userId).where('w.is_active', '=', true).where('w.deleted_at', 'is', null)
    .orderBy('w.is_global').orderBy('w.name').execute();
  return rows.map((row) => ({ id: row.id, name: row.name, role: row.role as Me['workspaces'][number]['role'], isGlobal: row.is_global }));
}

/** False when the account may not be changed now, e.g. on the waiting list. */
export async function updateDisplayName(tx: Tx, userId: string, displayName: string): Promise<boolean> {
  const row = await tx.updateTable('users')
    .set({ profile: sql`profile || jsonb_build_object('display_name', ${displayName}::text)` })
    .where('id', '=', userId).returning('id').executeTakeFirst();
  return row !== undefined;
}

export async function hasAccounts(tx: Tx): Promise<boolean> {
  return await tx.selectFrom('users').select('id').limit(1).executeTakeFirst() !== undefined;
}

/** What new accounts become; the database decides it at sign-up. */
export async function setSignupMode(tx: Tx, mode: 'waitlist' | 'open' | 'invite'): Promise<void> {
  await sql`select public.set_signup_mode(${mode})`.execute(tx);
}
