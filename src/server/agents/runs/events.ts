import { sql } from 'kysely';
import type { RunStatus } from '#contract/agents.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { stepNumber } from '#server/platform/jobs/index.ts';
import type { RunRef } from './state.ts';
import type { RunEvent } from '../tool.ts';

/** Each workflow step owns this many sequence numbers; those below the first are for what happens before the workflow. */
export const perStep = 10_000;
export const seqOfMessage = 1;
export const seqOfStart = 2;
/** From here on, below the first step, is what people say while the run works. */
const seqOfSaid = 3;
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

/** Also true of one that a record brought back, which is an error like any other then. */
export function isRunOver(error: unknown): boolean {
  return error instanceof Error && error.name === 'RunOver';
}

/** Whether a run may still write: it works, or waits for a person. */
export function isWorking(status: RunStatus | string | undefined): boolean {
  return status === 'running' || status === 'waiting';
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

/** Appends what somebody said while the run worked, after what was said before. The chat must be locked. */
export async function appendSaid(tx: Tx, run: RunRef, event: RunEvent): Promise<void> {
  const { rows } = await sql<{ next: number }>`select coalesce(max(seq) + 1, ${seqOfSaid}) as next from run_events
    where run_id = ${run.runId}::uuid and seq between ${seqOfSaid} and ${perStep - 1}`.execute(tx);
  await appendEvents(tx, run, rows[0]!.next, [event]);
}

/** An event as its row has it. */
export function row(run: RunRef, seq: number, event: RunEvent) {
  return {
    run_id: run.runId, chat_id: run.chatId, project_id: run.projectId, seq, type: event.type,
    payload: { runId: run.runId, ...event },
  };
}
