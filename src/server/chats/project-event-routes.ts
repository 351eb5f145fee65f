import { createRoute } from '@hono/zod-openapi';
import { projectEvent } from '#contract/events.ts';
import { getProject } from '#server/projects/index.ts';
import { asActor } from '#server/platform/database/index.ts';
import { streamEvents } from '#server/platform/events/index.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { idParams, newRoutes, streams } from '#server/platform/http/routes.ts';
import { newsOfProject } from './project-news.ts';

const follow = createRoute({
  method: 'get', path: '/projects/{id}/events', operationId: 'projects.events', tags: ['projects'], summary: 'Follow the chats of a project live',
  description: 'Server-sent events without cursors: a stream begins with all there is, so that reconnecting needs no memory. '
    + 'Each heartbeat checks the rights again.',
  request: { params: idParams }, responses: streams(projectEvent),
});

export const projectEventRoutes = newRoutes().openapi(follow, async (c) => {
  const { id } = c.req.valid('param');
  const actor = actorOf(c);
  const isVisible = () => asActor(actor, (tx) => getProject(tx, actor.userId, id), { projectId: id });
  await isVisible();
  const news = newsOfProject(actor, id);
  return streamEvents({
    isAllowed: async () => await c.get('isStillSignedIn')() && await isVisible().then(() => true, () => false),
    channel: 'project_events', key: id, after: '', also: news.also, read: news.read,
  }) as never;
});
