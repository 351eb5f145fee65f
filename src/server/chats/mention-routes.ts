import { createRoute, z } from '@hono/zod-openapi';
import { id as uuid, page, pageQuery } from '#contract/json.ts';
import { mention } from '#contract/people.ts';
import { asActor } from '#server/platform/database/index.ts';
import { decodeCursor, pageOf } from '#server/platform/http/cursor.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, answersNothing, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { withoutPlace } from './chat.ts';
import { countUnseenMentions, listMentions, markMentionsSeen } from './mention-queries.ts';

const tags = ['people'];

const list = createRoute({
  method: 'get', path: '/me/mentions', operationId: 'mentions.list', tags, summary: 'Where you were mentioned, in all projects, newest first',
  request: { query: pageQuery }, responses: answers(200, page(mention).extend({ unseen: z.number().int() })),
});

const see = createRoute({
  method: 'patch', path: '/me/mentions', operationId: 'mentions.see', tags, summary: 'Mark one mention as seen, or all',
  request: jsonBody(z.object({ seen: z.literal(true), id: uuid.optional() })), responses: answersNothing,
});

export const mentionRoutes = newRoutes()
  .openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const before = decodeCursor('mentions', cursor);
    const place = before && { at: String(before[0]), id: String(before[1]) };
    const actor = actorOf(c);
    const [rows, unseen] = await asActor(actor, async (tx) => [
      await listMentions(tx, actor.userId, limit + 1, place), await countUnseenMentions(tx, actor.userId),
    ] as const);
    return c.json({ ...pageOf('mentions', rows, limit, (row) => [row.place.at, row.place.id], withoutPlace), unseen }, 200);
  })
  .openapi(see, async (c) => {
    const actor = actorOf(c);
    await asActor(actor, (tx) => markMentionsSeen(tx, actor.userId, c.req.valid('json').id));
    return c.body(null, 204);
  });
