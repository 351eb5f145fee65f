import type { Run } from '#contract/agents.ts';
import type { Message } from '#contract/chats.ts';
import { asActor, type Actor } from '#server/platform/database/index.ts';
import { AppError, notAllowed, notFound } from '#server/platform/errors.ts';
import { enterChat, stored } from './chat.ts';
import { findMessage, insertMessageWithRun } from './message-queries.ts';
import { findRank } from './queries.ts';
import { findRun, listRuns } from './run-queries.ts';

/** Starts a run that goes on from an earlier one at a step that failed. A repeat under the same id gives the first one back. */
export async function retryStep(actor: Actor, o: { id: string; runId: string; stepIndex: number }): Promise<{ message: Message; run: Run }> {
  return asActor(actor, async (tx) => {
    const failed = await findRun(tx, o.runId);
    if (!failed) throw notFound('run');
    const chat = await enterChat(tx, failed.chatId);
    if (await findRank(tx, chat.projectId, actor.userId) < 2) throw notAllowed('Viewers may not do a step again.');
    if (await findMessage(tx, o.id)) return stored(tx, o.id);
    const step = failed.steps[o.stepIndex];
    if (!step) throw notFound('step of this run');
    if (failed.finishedAt === null) throw new AppError('conflict', 'The run is still at work.', { hint: 'Stop it first, or wait for its end.' });
    if (step.status === 'succeeded') throw new AppError('conflict', 'This step did not fail.', { hint: 'Say in a message what should be different.' });
    const [newest] = await listRuns(tx, chat.id, 1);
    if (newest?.id !== failed.id) throw new AppError('conflict', 'The chat has gone on since.', { hint: 'Say in a message what should be done again.' });
    const request = await findMessage(tx, failed.messageId);
    const text = request?.content.parts.find((part) => part.type === 'text')?.text ?? step.intent;
    await insertMessageWithRun(tx, { id: o.id, chatId: chat.id, projectId: chat.projectId, parts: [{ type: 'text', text }], retries: { runId: failed.id, stepIndex: o.stepIndex } });
    return stored(tx, o.id);
  });
}
