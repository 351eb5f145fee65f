import type pg from 'pg';
import { beginMessage } from '#server/platform/database/session.ts';
import { sessionOf } from '#tests/support/accounts.ts';
import { adopt, designs } from './designs.ts';
import type { Design } from './designs.ts';
import { idOf, personId } from './generate.ts';
import type { Size } from './generate.ts';
import { aboutFirstProject, chatsOfProject, latest, renameChat } from './statements.ts';

// What takes a right away, each by itself.
const situations: Record<string, string> = {
  'an active contributor': 'select',
  'a banned person': `update public.users set status = 'banned' where id = ${personId('light')}`,
  'a removed member': `delete from public.project_users where user_id = ${personId('light')} and project_id = ${idOf('project', 1)}`,
  'a viewer': `update public.project_users set role = 'viewer' where user_id = ${personId('light')} and project_id = ${idOf('project', 1)}`,
  'an archived project': `update public.projects set is_active = false where id = ${idOf('project', 1)}`,
  'an archived workspace': `update public.workspaces set is_active = false where id = ${idOf('workspace', 1)}`,
};

/**
 * Throws unless every design reads and changes the same number of rows in every situation: a design that asks less than the
 * wall does answers another question, and its time says nothing.
 */
export async function expectSameRule(admin: pg.Client, size: Size): Promise<void> {
  const chat = idOf('chat', size.projects + 1);
  for (const [situation, change] of Object.entries(situations)) {
    const counts = new Map<Design, string>();
    for (const design of designs) counts.set(design, await rowsUnder(admin, design, change, chat));
    if (new Set(counts.values()).size > 1) {
      throw new Error(`The designs do not ask the same rule of ${situation}: ${[...counts].map(([design, rows]) => `${design} ${rows}`).join('; ')}.`);
    }
  }
}

async function rowsUnder(admin: pg.Client, design: Design, change: string, chat: string): Promise<string> {
  const byHand = design === 'by hand';
  await admin.query('begin');
  try {
    await admin.query(`set local session_replication_role = replica; ${change}; set local session_replication_role = origin`);
    await adopt(admin, design);
    const { rows: [ids] } = await admin.query<{ person: string; project: string }>(`select ${personId('light')} as person, ${idOf('project', 1)} as project`);
    await admin.query(beginMessage(byHand ? sessionOf('service_role') : sessionOf(ids!.person, ids!.project), 'savepoint asked'));
    const counts: (number | null)[] = [];
    for (const statement of [latest, chatsOfProject, renameChat]) {
      counts.push((await admin.query(statement(aboutFirstProject('light', chat), byHand))).rowCount);
    }
    return counts.join(', ');
  } finally {
    await admin.query('rollback');
  }
}
