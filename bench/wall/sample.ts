import type pg from 'pg';
import { beginMessage } from '#server/platform/database/session.ts';
import { sessionOf } from '#tests/support/accounts.ts';
import { adopt } from './designs.ts';
import type { Design } from './designs.ts';
import { aboutFirstProject } from './statements.ts';
import type { Statement } from './statements.ts';
import type { PersonName } from './generate.ts';

/** Milliseconds in the executor, planning and the way to the client left out, and shared buffers. */
export type Sample = { ms: number; buffers: number };

/** All samples of one statement by one person under one design, by `figureOf`. */
export type Figures = Map<string, Sample[]>;
export const figureOf = (statement: string, name: PersonName, design: Design) => `${statement}, ${name}, ${design}`;

/** Who the person is and what they ask about. `ids` has the ids of both, for the session. */
export type Asked = { name: PersonName; statement: Statement; chat: string; ids: { person: string; project: string } };

/** Runs one statement a few times in a transaction under one design, and takes everything back. Returns the fastest run. */
export async function sample(admin: pg.Client, design: Design, asked: Asked, times = 4): Promise<Sample> {
  const byHand = design === 'by hand';
  await admin.query('begin');
  try {
    await adopt(admin, design);
    const session = byHand ? sessionOf('service_role') : sessionOf(asked.ids.person, asked.ids.project);
    await admin.query(beginMessage(session, 'savepoint asked'));
    await admin.query(`prepare asked as ${asked.statement(aboutFirstProject(asked.name, asked.chat), byHand)}`);
    return await explain(admin, 'execute asked', times);
  } finally {
    await admin.query('rollback');
    await admin.query('deallocate all');
  }
}

/** The best of a few runs of a statement: the first ones also read the catalogue. */
export async function explain(client: pg.Client, sql: string, times: number): Promise<Sample> {
  let best: Sample = { ms: Infinity, buffers: Infinity };
  for (let n = 0; n < times; n++) {
    const { rows } = await client.query({ text: `explain (analyze, buffers, timing off, format json) ${sql}`, rowMode: 'array' });
    const [{ Plan: plan, 'Execution Time': ms }] = rows[0]![0] as [{ Plan: Record<string, number>; 'Execution Time': number }];
    best = { ms: Math.min(best.ms, ms), buffers: Math.min(best.buffers, plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!) };
  }
  return best;
}
