import { createRoute, z } from '@hono/zod-openapi';
import { chatEvent, presenceEvent, projectEvent } from '#contract/events.ts';
import { asActor } from '#server/platform/database/index.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { streamEvents } from '#server/platform/events/index.ts';
import type { StreamEvent } from '#server/platform/events/index.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { idParams, newRoutes, streams } from '#server/platform/http/routes.ts';
import { startOf } from '#server/platform/http/stream-start.ts';
import { enterChat } from './chat.ts';
import { namePresent } from './participant-queries.ts';
import { attend, listAttendance } from './presence.ts';
import { newsOfProject } from './project-news.ts';
import { findStreamStart, listEvents } from './run-queries.ts';

const eventsAtOnce = 200;

const follow = createRoute({
  method: 'get', path: '/chats/{id}/events', operationId: 'chats.events', tags: ['chats'], summary: 'Follow a chat live',
  description: 'Server-sent events. Reconnect with Last-Event-ID (or ?after=) to go on where it broke off; without either it begins at the snapshot\'s cursor. '
    + 'With presence=true you count as present while it is open, and hear who else is; with project=true you also hear what '
    + 'the stream of the project tells, because browsers open few connections to one server.',
  request: { params: idParams, query: z.object({ after: z.string().max(40).optional(), presence: z.enum(['true', 'false']).optional(), project: z.enum(['true', 'false']).optional() }) },
  responses: streams(z.union([chatEvent, presenceEvent, projectEvent])),
});

export const eventRoutes = newRoutes().openapi(follow, async (c) => {
  const { id } = c.req.valid('param');
  const actor = actorOf(c);
  const asked = startOf(c, /^\d{1,18}$/);
  const { projectId, start } = await asActor(actor, async (tx) => {
    const chat = await enterChat(tx, id);
    return { projectId: chat.projectId, start: asked ?? await findStreamStart(tx, id) };
  });
  const { presence, project } = c.req.valid('query');
  const newsBeside = project === 'true' ? newsOfProject(actor, projectId) : undefined;
  const newsOfPeople = presence === 'true' ? peopleBeside(id, projectId, actor.userId) : undefined;
  return streamEvents({
    isAllowed: c.get('isStillSignedIn'),
    channel: 'chat_events', key: id, after: start, atOnce: eventsAtOnce,
    also: (ring) => {
      const stops = [newsBeside?.also(ring), newsOfPeople && attend(id, actor.userId, ring)];
      return () => { for (const stop of stops) stop?.(); };
    },
    read: async (after) => {
      const news = await asActor(actor, async (tx) => {
        const events = await listEvents(tx, id, after, eventsAtOnce);
        return events && newsOfPeople ? [...events, ...await newsOfPeople(tx)] : events;
      }, { projectId });
      const beside = news && newsBeside ? await newsBeside.read() : [];
      return news && beside && [...news, ...beside];
    },
  }) as never;
});

/** Tells one reader who else is there, whenever that changed. */
function peopleBeside(chatId: string, projectId: string, readerId: string): (tx: Tx) => Promise<StreamEvent[]> {
  let told = '[]';
  return async (tx) => {
    const present = listAttendance(chatId).filter(({ userId }) => userId !== readerId);
    const now = JSON.stringify(present);
    if (now === told) return [];
    const people = await namePresent(tx, projectId, present);
    told = now;
    return [{ type: 'presence.changed', data: { type: 'presence.changed', people } }];
  };
}
