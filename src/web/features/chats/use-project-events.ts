import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { projectEvent, type ProjectEvent } from '#contract/events.ts';
import type { ChatListItem } from '#contract/chats.ts';
import { follow } from '#web/api/follow.ts';
import { mentionsQuery, unseenMentionsQuery } from '#web/features/people/queries.ts';
import { chatsQuery } from '#web/features/projects/queries.ts';

/** Puts what a stream told of the project's chats and the person's mentions where the page reads them. */
export function applyProjectEvent(queries: QueryClient, projectId: string, event: ProjectEvent): void {
  const { queryKey } = chatsQuery(projectId);
  if (event.type === 'mentions.counted') {
    queries.setQueryData(unseenMentionsQuery.queryKey, event.unseen);
    void queries.invalidateQueries({ queryKey: mentionsQuery.queryKey });
  } else {
    // A request on its way would bring back what was before.
    void queries.cancelQueries({ queryKey });
    queries.setQueryData(queryKey, (held) => ({ items: listAfter(held?.items ?? [], event), nextCursor: held?.nextCursor ?? null }));
  }
}

/**
 * Keeps the list of chats and the count of mentions as they are, for as long as the project is open. An open chat hears
 * of them by its own stream: browsers open six connections to a server, for all windows together.
 */
export function useProjectEvents(projectId: string | undefined, hasChat: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (projectId === undefined || hasChat) return;
    return follow({
      url: `/api/projects/${projectId}/events`,
      onEvent: ({ text }) => {
        const event = projectEvent.safeParse(parse(text));
        // An event of a newer server is none of ours.
        if (event.success) applyProjectEvent(queries, projectId, event.data);
      },
    });
  }, [projectId, hasChat, queries]);
}

function listAfter(items: ChatListItem[], event: Exclude<ProjectEvent, { type: 'mentions.counted' }>): ChatListItem[] {
  if (event.type === 'chats.listed') return event.chats;
  const others = items.filter(({ id }) => id !== (event.type === 'chat.changed' ? event.chat.id : event.chatId));
  return event.type === 'chat.changed' ? [event.chat, ...others] : others;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
