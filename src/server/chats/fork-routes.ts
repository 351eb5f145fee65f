import { createRoute } from '@hono/zod-openapi';
import { chat, forkChat as forkBody } from '#contract/chats.ts';
import { forkChat } from '#server/agents/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { AppError, notAllowed, notFound } from '#server/platform/errors.ts';
import { idOfRequest, idempotencyHeader } from '#server/platform/http/idempotency.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { enterChat, withoutPlace } from './chat.ts';
import { findMessage } from './message-queries.ts';
import { findChat, findRank } from './queries.ts';

const fork = createRoute({
  method: 'post', path: '/chats/{id}/fork', operationId: 'chats.fork', tags: ['chats'], summary: 'Go on from a message in a chat of its own',
  description: 'The new chat has the messages up to that one, and a copy of the app as it was then. Records are not copied.',
  request: { params: idParams, headers: idempotencyHeader, ...jsonBody(forkBody) }, responses: answers(201, chat),
});

export const forkRoutes = newRoutes().openapi(fork, async (c) => {
  const { id: chatId } = c.req.valid('param');
  const { messageId } = c.req.valid('json');
  const actor = actorOf(c);
  const { id } = idOfRequest(c, actor.userId, `fork of ${chatId} ${messageId}`);
  const source = await asActor(actor, async (tx) => {
    const found = await enterChat(tx, chatId);
    if ((await findMessage(tx, messageId))?.chatId !== chatId) throw notFound('message in this chat');
    if (await findRank(tx, found.projectId, actor.userId) < 2) throw notAllowed('Viewers may not open a chat.');
    return found;
  });
  await forkChat(actor, { id, source, messageId });
  const made = await asActor(actor, (tx) => findChat(tx, id), { projectId: source.projectId });
  if (!made) throw new AppError('internal', 'The chat was stored, but cannot be read back.');
  return c.json(withoutPlace(made), 201);
});
