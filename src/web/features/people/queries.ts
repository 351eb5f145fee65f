import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { page } from '#contract/json.ts';
import { chatMember, mention } from '#contract/people.ts';
import { request } from '#web/api/request.ts';

/** Who can be mentioned in a chat. A project's first 200 members: beyond that, names are typed without a list. */
export const chatMembersQuery = (chatId: string) => queryOptions({
  queryKey: ['chats', chatId, 'members'],
  queryFn: ({ signal }) => request(`/api/chats/${chatId}/members?limit=200`, { schema: page(chatMember), signal }),
  staleTime: 30_000,
});

const mentionPage = page(mention).extend({ unseen: z.number().int() });

export const mentionsQuery = infiniteQueryOptions({
  queryKey: ['me', 'mentions'],
  queryFn: ({ pageParam, signal }) => request(`/api/me/mentions?limit=30${pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`}`, { schema: mentionPage, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.nextCursor,
});

/** Mentions that were not seen yet; the stream of the project keeps it up to date. */
export const unseenMentionsQuery = queryOptions({
  queryKey: ['me', 'unseen-mentions'],
  queryFn: async ({ signal }) => (await request('/api/me/mentions?limit=1', { schema: mentionPage, signal })).unseen,
  staleTime: 60_000,
});

/** Marks one mention as seen, or all. */
export function seeMentions(id?: string): Promise<unknown> {
  return request('/api/me/mentions', { method: 'PATCH', body: { seen: true, ...(id === undefined ? {} : { id }) } });
}

export function markRead(chatId: string, messageId: string): Promise<unknown> {
  return request(`/api/chats/${chatId}/read`, { method: 'POST', body: { messageId } });
}

export function sayTyping(chatId: string, isTyping: boolean): Promise<unknown> {
  return request(`/api/chats/${chatId}/typing`, { method: 'POST', body: { isTyping } });
}
