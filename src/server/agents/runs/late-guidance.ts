import { sql } from 'kysely';
import type { Tx } from '#server/platform/database/index.ts';
import { appendEvents, seqOfMessage } from './events.ts';
import { unheard } from './guidance.ts';
import { findRequest } from './queries.ts';
import type { RunRef } from './state.ts';

/**
 * Guidance that came when no model was asked any more must not be lost: each
 * becomes a run of its own. In the transaction that ends the run, under the chat's lock.
 */
export async function queueUnheard(tx: Tx, run: RunRef, heard: string[]): Promise<void> {
  for (const { id } of await unheard(tx, run, heard)) {
    await sql`update chat_messages set run_id = id, metadata = metadata - 'during' where id = ${id}::uuid`.execute(tx);
    await sql`insert into agent_runs (id, chat_id, project_id, message_id, created_by)
      select id, chat_id, project_id, id, created_by from chat_messages where id = ${id}::uuid on conflict (id) do nothing`.execute(tx);
    const message = await findRequest(tx, id);
    if (message) await appendEvents(tx, { ...run, runId: id }, seqOfMessage, [{ type: 'message.created', message }]);
  }
}
