import type { ChatListItem } from '#contract/chats.ts';
import type { ProjectEvent } from '#contract/events.ts';
import { getProject } from '#server/projects/index.ts';
import { asActor, narrowTo } from '#server/platform/database/index.ts';
import type { Actor } from '#server/platform/database/index.ts';
import { toAppError } from '#server/platform/errors.ts';
import { subscribe } from '#server/platform/events/index.ts';
import type { StreamEvent } from '#server/platform/events/index.ts';
import { withoutPlace } from './chat.ts';
import { countUnseenMentions } from './mention-queries.ts';
import { listChats } from './queries.ts';

const chatsFollowed = 100;

/** What one reader was told last; what differs from it is news. */
type Told = { chats: Map<string, string> | null; unseen: number | null };

export type ProjectNews = { also: (ring: () => void) => () => void; read: () => Promise<StreamEvent[] | null> };

/** The chats of a project for a stream of one reader: first all of them, then what changes; null once they may not see it. */
export function newsOfProject(actor: Actor, projectId: string): ProjectNews {
  const told: Told = { chats: null, unseen: null };
  let isStale = true;
  return {
    also: (ring) => {
      const wake = () => { isStale = true; ring(); };
      const stops = [subscribe('project_events', projectId, wake), subscribe('person_events', actor.userId, wake)];
      return () => { for (const stop of stops) stop(); };
    },
    read: async () => {
      if (!isStale) return [];
      isStale = false;
      return asActor(actor, async (tx) => {
        const unseen = await countUnseenMentions(tx, actor.userId);
        await narrowTo(tx, projectId);
        await getProject(tx, actor.userId, projectId);
        const chats = await listChats(tx, actor.userId, projectId, chatsFollowed);
        return newsOf(told, chats.map(withoutPlace), unseen).map((data) => ({ type: data.type, data }));
      }).catch((error: unknown) => {
        if (toAppError(error).code === 'not_found') return null;
        throw error;
      });
    },
  };
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
