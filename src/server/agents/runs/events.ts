import { sql } from 'kysely';
import type { Tx } from '#server/platform/database/index.ts';
import { stepNumber } from '#server/platform/jobs/index.ts';
import type { RunRef } from './state.ts';
import type { RunEvent } from '../tool.ts';

/** Each workflow step owns this many sequence numbers; those below the first are for what happens before the workflow. */
export const perStep = 10_000;
export const seqOfMessage = 1;
export const seqOfStart = 2;
/** The last event has a number of its own, so that a run ends once. */
export const seqOfEnd = 2_147_000_000;

/** The first sequence number of the step in progress. */
export function firstSeq(): number {
  return (stepNumber() + 1) * perStep;
}

/** The run is over: cancelled, or finished by another process. Nothing more is written. */
export class RunOver extends Error {
  override name = 'RunOver';
}

/** Serialises writers of a chat, so that event ids are in the order of their commits and nothing follows the end of a run. */
export async function lockChat(tx: Tx, chatId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${chatId}::text, 0))`.execute(tx);
}

/** Appends events under fixed numbers from `seq` on; events that are there already are left as they are. */
export async function appendEvents(tx: Tx, run: RunRef, seq: number, events: RunEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.insertInto('run_events')
    .values(events.map((event, n) => { const added = row(run, seq + n, event); return { ...added, payload: JSON.stringify(added.payload) }; }))
    .onConflict((c) => c.columns(['run_id', 'seq']).doNothing())
    .execute();
}

/** An event as its row has it. */
export function row(run: RunRef, seq: number, event: RunEvent) {
  return {
    run_id: run.runId, chat_id: run.chatId, project_id: run.projectId, seq, type: event.type,
    payload: { runId: run.runId, ...event },
  };
}
