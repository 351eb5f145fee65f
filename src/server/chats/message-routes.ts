import { createRoute } from '@hono/zod-openapi';
import { maxMessageLength, message, postMessage as postBody, postMessageResult } from '#contract/chats.ts';
import { page, pageQuery } from '#contract/json.ts';
import { startRun } from '#server/agents/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { idOfRequest, idempotencyHeader } from '#server/platform/http/idempotency.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { validationError } from '#server/platform/http/validation.ts';
import { enterChat, postMessage, withoutPlace } from './chat.ts';
import { listMessages } from './message-queries.ts';

const tags = ['chats'];

const list = createRoute({
  method: 'get', path: '/chats/{id}/messages', operationId: 'messages.list', tags, summary: 'Messages of a chat, newest first',
  request: { params: idParams, query: pageQuery }, responses: answers(200, page(message)),
});

const post = createRoute({
  method: 'post', path: '/chats/{id}/messages', operationId: 'messages.post', tags, summary: 'Post a message and start the run that answers it',
  request: { params: idParams, headers: idempotencyHeader, ...jsonBody(postBody) },
  responses: answers(202, postMessageResult, 'Stored; the run works on'),
});

export const messageRoutes = newRoutes()
  .openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { cursor, limit } = c.req.valid('query');
    const before = decodeCursor('messages', cursor);
    const place = before && { at: String(before[0]), id: String(before[1]) };
    const rows = await asActor(actorOf(c), async (tx) => {
      await enterChat(tx, id);
      return listMessages(tx, id, limit + 1, place);
    });
    return c.json(pageOf('messages', rows, limit, (row) => [row.place.at, row.place.id], withoutPlace), 200);
  })
  .openapi(post, async (c) => {
    const { id: chatId } = c.req.valid('param');
    const actor = actorOf(c);
    const request = idOfRequest(c, actor.userId, `messages of ${chatId}`);
    const posted = await postMessage(actor, { chatId, ...request, ...c.req.valid('json') });
    await startRun(posted.run.id);
    return c.json(posted, 202);
  }, (result) => {
    if (result.success) return undefined;
    const tooLong = result.target === 'json' && result.error.issues.some((issue) => issue.code === 'too_big' && issue.path[0] === 'text');
    if (!tooLong) throw validationError(result.target, result.error.issues);
    const limit = maxMessageLength.toLocaleString('en');
    throw new AppError('too_large', `The message is longer than ${limit} characters.`, {
      hint: `Shorten it to ${limit} characters, or split it into several messages.`,
      fields: { text: `At most ${limit} characters.` },
    });
  });
