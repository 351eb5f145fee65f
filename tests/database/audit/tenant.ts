import type pg from 'pg';
import { connect, doAs, signUp } from '#tests/support/accounts.ts';
import type { TestDatabase } from '#tests/support/database.ts';

export type Entry = {
  position: string; created_at: Date; workspace_id: string | null; project_id: string | null; table_name: string; record_id: string; action: string;
  old_data: Record<string, unknown> | null; new_data: Record<string, unknown> | null; changed_columns: string[] | null;
  changed_by: string | null; actor_kind: string; agent: string | null; reason: string | null; ip_address: string | null; user_agent: string | null;
};

/** Connections as the superuser, the owner, the auth service and the app; a person with a workspace and a project. */
export type Tenant = Awaited<ReturnType<typeof makeTenant>>;

export async function makeTenant(database: TestDatabase) {
  const [admin, owner, auth, app] = await Promise.all([database.adminUrl, database.ownerUrl, database.authUrl, database.appUrl].map(connect)) as [pg.Client, pg.Client, pg.Client, pg.Client];
  let count = 0;
  const person = async () => {
    const id = await signUp(auth, `person-${++count}@example.com`, { proven: true });
    await admin.query(`update public.users set status = 'active' where id = $1`, [id]);
    return id;
  };
  const root = await person();
  const member = await person();
  const workspace = (await doAs(app, member, `select create_workspace('W', 'C') as id`))[0]!.id as string;
  const project = (await doAs(app, member, 'select create_project($1, $2, null) as id', [workspace, 'P']))[0]!.id as string;
  return {
    admin, owner, auth, app, person, root, member, workspace, project,
    /** Entries that match, oldest first. */
    entries: async (where: string, values: unknown[] = []) => (await admin.query<Entry>(`select * from public.audit_logs where ${where} order by position`, values)).rows,
    end: () => Promise.all([admin.end(), owner.end(), auth.end(), app.end()]),
  };
}
