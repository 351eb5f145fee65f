import { createRoute, z } from '@hono/zod-openapi';
import { id as uuid, page, pageQuery } from '#contract/json.ts';
import { chatMember } from '#contract/people.ts';
import { asActor } from '#server/platform/database/index.ts';
import { notAllowed, notFound } from '#server/platform/errors.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, answersNothing, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { enterChat, withoutPlace } from './chat.ts';
import { listChatMembers, markRead } from './participant-queries.ts';
import { announceTyping } from './presence.ts';
import { findRank } from './queries.ts';

const tags = ['chats'];

const list = createRoute({
  method: 'get', path: '/chats/{id}/members', operationId: 'chatMembers.list', tags, summary: 'Who can be mentioned in a chat, and how far they have read',
  request: { params: idParams, query: pageQuery }, responses: answers(200, page(chatMember)),
});

const read = createRoute({
  method: 'post', path: '/chats/{id}/read', operationId: 'chats.read', tags, summary: 'Say up to which message you have read',
  request: { params: idParams, ...jsonBody(z.object({ messageId: uuid })) }, responses: answersNothing,
});

const typing = createRoute({
  method: 'post', path: '/chats/{id}/typing', operationId: 'chats.typing', tags, summary: 'Say that you are writing; repeat it every few seconds',
  request: { params: idParams, ...jsonBody(z.object({ isTyping: z.boolean() })) }, responses: answersNothing,
});

export const participantRoutes = newRoutes()
  .openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { cursor, limit } = c.req.valid('query');
    const after = decodeCursor('chat members', cursor);
    const place = after && { at: String(after[0]), id: String(after[1]) };
    const rows = await asActor(actorOf(c), async (tx) => listChatMembers(tx, await enterChat(tx, id), limit + 1, place));
    return c.json(pageOf('chat members', rows, limit, (row) => [row.place.at, row.place.id], withoutPlace), 200);
  })
  .openapi(read, async (c) => {
    const { id } = c.req.valid('param');
    const actor = actorOf(c);
    await asActor(actor, async (tx) => {
      if (!await markRead(tx, await enterChat(tx, id), actor.userId, c.req.valid('json').messageId)) throw notFound('message');
    });
    return c.body(null, 204);
  })
  .openapi(typing, async (c) => {
    const { id } = c.req.valid('param');
    const actor = actorOf(c);
    const rank = await asActor(actor, async (tx) => findRank(tx, (await enterChat(tx, id)).projectId, actor.userId));
    if (rank < 2) throw notAllowed('Viewers may read this chat, but not write in it.');
    announceTyping(id, actor.userId, c.req.valid('json').isTyping);
    return c.body(null, 204);
  });
