import { createRoute, z } from '@hono/zod-openapi';
import { chatEvent } from '#contract/events.ts';
import { asActor } from '#server/platform/database/index.ts';
import { streamEvents } from '#server/platform/events/index.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { idParams, newRoutes, streams } from '#server/platform/http/routes.ts';
import { startOf } from '#server/platform/http/stream-start.ts';
import { enterChat } from './chat.ts';
import { findStreamStart, listEvents } from './run-queries.ts';

const eventsAtOnce = 200;

const follow = createRoute({
  method: 'get', path: '/chats/{id}/events', operationId: 'chats.events', tags: ['chats'], summary: 'Follow a chat live',
  description: 'Server-sent events. Reconnect with Last-Event-ID (or ?after=) to go on where it broke off; without either it begins at the snapshot\'s cursor.',
  request: { params: idParams, query: z.object({ after: z.string().max(40).optional() }) },
  responses: streams(chatEvent),
});

export const eventRoutes = newRoutes().openapi(follow, async (c) => {
  const { id } = c.req.valid('param');
  const actor = actorOf(c);
  const asked = startOf(c, /^\d{1,18}$/);
  const { projectId, start } = await asActor(actor, async (tx) => {
    const chat = await enterChat(tx, id);
    return { projectId: chat.projectId, start: asked ?? await findStreamStart(tx, id) };
  });
  return streamEvents({
    isAllowed: c.get('isStillSignedIn'),
    channel: 'chat_events', key: id, after: start, atOnce: eventsAtOnce,
    read: (after) => asActor(actor, (tx) => listEvents(tx, id, after, eventsAtOnce), { projectId }),
  }) as never;
});
