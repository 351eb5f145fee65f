import { sql } from 'kysely';
import type { Message } from '#contract/chats.ts';
import { asActor, asSystem, narrowTo, type Actor } from '#server/platform/database/index.ts';
import { AppError, notAllowed, notFound, toAppError } from '#server/platform/errors.ts';
import { appendSaid, isWorking, lockChat } from './runs/events.ts';
import { findRequest, findRun, findSaid } from './runs/queries.ts';

/**
 * Says something to a run that works: stored as the person's message, and told
 * to every model that is asked from then on. One that comes too late for that
 * becomes a run of its own. A repeat under the same id gives the first one back.
 */
export async function steerRun(actor: Actor, runId: string, o: { id: string; text: string }): Promise<Message> {
  const during = { runId, as: 'guidance' as const };
  await asActor(actor, async (tx) => {
    const run = await findRun(tx, runId);
    if (!run) throw notFound('run');
    await narrowTo(tx, run.projectId);
    // Against the end of the run at the same moment, which looks for guidance that nobody heard.
    await lockChat(tx, run.chatId);
    const status = (await findRun(tx, runId))?.status;
    if (await tx.selectFrom('chat_messages').select('id').where('id', '=', o.id).executeTakeFirst()) return;
    await tx.insertInto('chat_messages').values({
      id: o.id, chat_id: run.chatId, project_id: run.projectId, message_type: 'user',
      content: JSON.stringify({ parts: [{ type: 'text', text: o.text }] }), metadata: JSON.stringify({ during }),
    }).execute();
    // After the role was asked; what was written is taken back.
    // The run has the rights of the person who asked: nobody else's words may use them.
    if (run.askerId !== actor.userId) throw notAllowed('Only the person who asked may steer this run. Send it as a message: it waits its turn.');
    if (!isWorking(status)) throw new AppError('conflict', 'The run does not work any more.', { hint: 'Send it as a message: it starts the next run.' });
  }).catch((error: unknown) => {
    throw !(error instanceof AppError) && toAppError(error).code === 'not_allowed' ? notAllowed('Viewers may watch a run, but not steer it.') : error;
  });
  return asSystem('agent runs', async (tx) => {
    const run = await findRun(tx, runId);
    if (!run) throw notFound('run');
    await lockChat(tx, run.chatId);
    // Too late to be heard: the end of the run has made it a request.
    const request = await findRequest(tx, o.id);
    if (request) return request;
    const message = await findSaid(tx, o.id, during);
    const { rows } = await sql`select 1 from run_events where run_id = ${runId}::uuid and type = 'message.created' and payload->'message'->>'id' = ${o.id}`.execute(tx);
    if (rows.length === 0) await appendSaid(tx, run, { type: 'message.created', message });
    return message;
  });
}
