import { createRoute } from '@hono/zod-openapi';
import type { ChatListItem } from '#contract/chats.ts';
import { projectEvent } from '#contract/events.ts';
import type { ProjectEvent } from '#contract/events.ts';
import { getProject } from '#server/projects/index.ts';
import { asActor, narrowTo } from '#server/platform/database/index.ts';
import type { Tx } from '#server/platform/database/index.ts';
import { toAppError } from '#server/platform/errors.ts';
import { streamEvents, subscribe } from '#server/platform/events/index.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { idParams, newRoutes, streams } from '#server/platform/http/routes.ts';
import { withoutPlace } from './chat.ts';
import { countUnseenMentions } from './mention-queries.ts';
import { listChats } from './queries.ts';

const chatsFollowed = 100;

const follow = createRoute({
  method: 'get', path: '/projects/{id}/events', operationId: 'projects.events', tags: ['projects'], summary: 'Follow the chats of a project live',
  description: 'Server-sent events without cursors: a stream begins with all there is, so that reconnecting needs no memory.',
  request: { params: idParams }, responses: streams(projectEvent),
});

/** What one reader was told last; what differs from it is news. */
type Told = { chats: Map<string, string> | null; unseen: number | null };

export const projectEventRoutes = newRoutes().openapi(follow, async (c) => {
  const { id } = c.req.valid('param');
  const actor = actorOf(c);
  const told: Told = { chats: null, unseen: null };
  await asActor(actor, (tx) => getProject(tx, actor.userId, id), { projectId: id });
  return streamEvents({
    isAllowed: c.get('isStillSignedIn'),
    channel: 'project_events', key: id, after: '',
    also: (ring) => subscribe('person_events', actor.userId, ring),
    read: () => asActor(actor, async (tx) => {
      const unseen = await countUnseenMentions(tx, actor.userId);
      await narrowTo(tx, id);
      if (!await seesProject(tx, actor.userId, id)) return null;
      const chats = await listChats(tx, actor.userId, id, chatsFollowed);
      return newsOf(told, chats.map(withoutPlace), unseen).map((data) => ({ type: data.type, data }));
    }),
  }) as never;
});

async function seesProject(tx: Tx, userId: string, id: string): Promise<boolean> {
  try {
    await getProject(tx, userId, id);
    return true;
  } catch (error) {
    if (toAppError(error).code === 'not_found') return false;
    throw error;
  }
}

function newsOf(told: Told, chats: ChatListItem[], unseen: number): ProjectEvent[] {
  const news: ProjectEvent[] = [];
  const now = new Map(chats.map((chat) => [chat.id, JSON.stringify(chat)]));
  if (told.chats === null) news.push({ type: 'chats.listed', chats });
  else {
    for (const chat of chats) if (told.chats.get(chat.id) !== now.get(chat.id)) news.push({ type: 'chat.changed', chat });
    for (const chatId of told.chats.keys()) if (!now.has(chatId)) news.push({ type: 'chat.removed', chatId });
  }
  if (unseen !== told.unseen) news.push({ type: 'mentions.counted', unseen });
  Object.assign(told, { chats: now, unseen });
  return news;
}
