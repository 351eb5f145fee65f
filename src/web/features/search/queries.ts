import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { page } from '#contract/json.ts';
import { searchHit, type SearchKind } from '#contract/search.ts';
import { request } from '#web/api/request.ts';

export type Search = { text: string; kinds?: SearchKind[] | undefined; projectId?: string | undefined };

/** What was found, page by page; while a new search runs, what the one before found. */
export const searchQuery = ({ text, kinds, projectId }: Search) => infiniteQueryOptions({
  queryKey: ['search', text, kinds ?? null, projectId ?? null],
  queryFn: ({ pageParam, signal }) => {
    const query = new URLSearchParams({ q: text, limit: '30' });
    if (kinds) query.set('kinds', kinds.join(','));
    if (projectId) query.set('projectId', projectId);
    if (pageParam) query.set('cursor', pageParam);
    return request(`/api/search?${query}`, { schema: page(searchHit), signal });
  },
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
  enabled: text !== '',
  placeholderData: keepPreviousData,
});
