import type pg from 'pg';

/** How rows are held back: the finished policies, no policies and a hand-written `where`, or one of the two rejected designs. All by the same rule. */
export type Design = 'wall' | 'by hand' | 'sub-select' | 'function';
export const designs: Design[] = ['wall', 'by hand', 'sub-select', 'function'];

type Rejected = Exclude<Design, 'wall' | 'by hand'>;
type Change = { table: string; command: 'r' | 'a' | 'w'; condition: string };

// Every design asks what the wall asks, no less: an active person, this rank in the project, project and workspace alive.
const livingMembership = `public.project_users pu
  join public.users u on u.id = pu.user_id and u.status = 'active' and u.deleted_at is null
  join public.projects p on p.id = pu.project_id and p.is_active and p.deleted_at is null
  join public.workspaces w on w.id = p.workspace_id and w.is_active and w.deleted_at is null`;

// The advice one finds: `in (select …)` in each policy, without a reference to the row, so that it is asked once.
const mine = (rank: number) => `(select pu.project_id from ${livingMembership} where pu.user_id = (select auth.uid()) and pu.rank >= ${rank})`;

const rejected: Record<Rejected, Change[]> = {
  'sub-select': [
    { table: 'users', command: 'r', condition: 'id = (select auth.uid())' },
    { table: 'project_users', command: 'r', condition: 'user_id = (select auth.uid())' },
    { table: 'projects', command: 'r', condition: 'id in (select pu.project_id from public.project_users pu where pu.user_id = (select auth.uid()))' },
    { table: 'workspaces', command: 'r', condition: 'id in (select p.workspace_id from public.projects p)' },
    { table: 'chat_sessions', command: 'r', condition: `project_id in ${mine(1)}` },
    { table: 'chat_sessions', command: 'w', condition: `project_id in ${mine(2)}` },
    { table: 'chat_messages', command: 'r', condition: `chat_id in (select c.id from public.chat_sessions c where c.project_id in ${mine(1)})` },
    { table: 'chat_messages', command: 'a', condition: `chat_id in (select c.id from public.chat_sessions c where c.project_id in ${mine(2)})` },
  ],
  function: [
    { table: 'chat_sessions', command: 'r', condition: 'bench.is_member(project_id, 1)' },
    { table: 'chat_sessions', command: 'w', condition: 'bench.is_member(project_id, 2)' },
    { table: 'chat_messages', command: 'r', condition: 'bench.is_in_chat(chat_id, 1)' },
    { table: 'chat_messages', command: 'a', condition: 'bench.is_in_chat(chat_id, 2)' },
  ],
};

/** What the rejected design with a function needs. */
export async function addReferences(admin: pg.Client): Promise<void> {
  await admin.query(`
    create schema bench;
    grant usage on schema bench to authenticated;
    create function bench.is_member(project uuid, min_rank integer) returns boolean language sql stable security definer set search_path = '' as $$
      select exists (select from ${livingMembership} where pu.project_id = project and pu.user_id = auth.uid() and pu.rank >= min_rank) $$;
    create function bench.is_in_chat(chat uuid, min_rank integer) returns boolean language sql stable security definer set search_path = '' as $$
      select exists (select from public.chat_sessions c, ${livingMembership}
        where c.id = chat and pu.project_id = c.project_id and pu.user_id = auth.uid() and pu.rank >= min_rank) $$;
    grant execute on all functions in schema bench to authenticated`);
}

/** Puts the conditions of a rejected design into the policies, and returns what takes them out again. Nothing for the others. */
export async function adopt(admin: pg.Client, design: Design): Promise<() => Promise<void>> {
  const undo: string[] = [];
  for (const { table, command, condition } of design === 'wall' || design === 'by hand' ? [] : rejected[design]) {
    const { rows: [policy] } = await admin.query<{ name: string; using: string | null; check: string | null }>(`
      select quote_ident(polname) as name, pg_get_expr(polqual, polrelid) as using, pg_get_expr(polwithcheck, polrelid) as check
      from pg_policy where polrelid = $1::regclass and polcmd = $2`, [`public.${table}`, command]);
    const { name, using, check } = policy!;
    const alter = (expressions: { using: string | null; check: string | null }) => `alter policy ${name} on public.${table}
      ${using === null ? '' : `using (${expressions.using})`} ${check === null ? '' : `with check (${expressions.check})`}`;
    undo.push(alter({ using, check }));
    await admin.query(alter({ using: condition, check: condition }));
  }
  return async () => { for (const sql of undo) await admin.query(sql); };
}
