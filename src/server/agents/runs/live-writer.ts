import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { asSystem, type Tx } from '#server/platform/database/index.ts';
import { perStep, row, RunOver } from './events.ts';
import type { RunRef } from './state.ts';
import type { RunEvent } from '../tool.ts';

type Batch = { run: RunRef; first: number; events: RunEvent[]; done: PromiseWithResolvers<void> };

/** How long to wait when every chat in line is locked by somebody else. */
const lockedMs = 3;

let line: Batch[] = [];
let isWriting = false;

/**
 * Appends live output after whatever this step wrote before; throws `RunOver` when the run ended meanwhile. What the runs
 * of this process have to say at the same moment goes in one transaction: PostgreSQL lets commits that announce something
 * pass one at a time, flush to disk included, so that a commit per run would be a queue.
 */
export function appendLive(run: RunRef, first: number, events: RunEvent[]): Promise<void> {
  const done = Promise.withResolvers<void>();
  line.push({ run, first, events, done });
  if (!isWriting) void writeLine();
  return done.promise;
}

async function writeLine(): Promise<void> {
  isWriting = true;
  while (line.length > 0) {
    const group = line;
    line = [];
    const locked = await writeGroup(group);
    // What stands in line since is younger.
    line = [...locked, ...line];
    if (locked.length === group.length) await sleep(lockedMs);
  }
  isWriting = false;
}

/** Settles every batch whose chat could be locked, and gives back the others. */
async function writeGroup(group: Batch[]): Promise<Batch[]> {
  try {
    const { free, alive } = await asSystem('run events', async (tx) => {
      const free = await lockChats(tx, group);
      return { free, alive: free.length > 0 ? await append(tx, free) : new Set<string>() };
    });
    for (const { run, done } of free) {
      if (alive.has(run.runId)) done.resolve();
      else done.reject(new RunOver(`run ${run.runId} is over`));
    }
    return group.filter((batch) => !free.includes(batch));
  } catch (error) {
    if (group.length === 1) {
      group[0]!.done.reject(error);
      return [];
    }
    // One batch must not take the others with it.
    const locked: Batch[] = [];
    for (const batch of group) locked.push(...await writeGroup([batch]));
    return locked;
  }
}

/** The batches whose chats nobody else holds. Without waiting: one slow chat would hold up all others. */
async function lockChats(tx: Tx, group: Batch[]): Promise<Batch[]> {
  const chats = [...new Set(group.map(({ run }) => run.chatId))];
  const { rows } = await sql<{ chat: string }>`
    select chat from unnest(${chats}::text[]) as chat where pg_try_advisory_xact_lock(hashtextextended(chat, 0))`.execute(tx);
  const free = new Set(rows.map(({ chat }) => chat));
  return group.filter(({ run }) => free.has(run.chatId));
}

/** Appends to runs that are at work or wait; gives back which those are. In a statement of its own, which sees what was written before the locks. */
async function append(tx: Tx, batches: Batch[]): Promise<Set<string>> {
  const events = batches.flatMap(({ run, first, events: said }) => said.map((event, n) => ({ ...row(run, first + n, event), first })));
  const { rows } = await sql<{ run_id: string }>`
    with said as (
      select s.*, row_number() over () as place from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
        as s (run_id uuid, chat_id uuid, project_id uuid, first integer, seq integer, type text, payload jsonb)
    ), begun as (
      select run_id, first, (select coalesce(max(e.seq) + 1, first) from run_events e
        where e.run_id = s.run_id and e.seq between first and first + ${perStep - 1}) as next
      from (select distinct run_id, first from said) s join agent_runs r on r.id = s.run_id and r.status in ('running', 'waiting')
    ), added as (
      insert into run_events (run_id, chat_id, project_id, seq, type, payload)
      select run_id, chat_id, project_id, seq - first + next, type, payload from said join begun using (run_id, first) order by place
    )
    select distinct run_id::text from begun`.execute(tx);
  return new Set(rows.map((found) => found.run_id));
}
