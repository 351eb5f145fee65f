import { queryOptions } from '@tanstack/react-query';
import { modelContext, modelContextSummary } from '#contract/contexts.ts';
import { page } from '#contract/json.ts';
import { request } from '#web/api/request.ts';

/** Calls of models in a run, in their order. */
export const contextsQuery = (runId: string) => queryOptions({
  queryKey: ['runs', runId, 'contexts'],
  queryFn: ({ signal }) => request(`/api/runs/${runId}/contexts?limit=200`, { schema: page(modelContextSummary), signal }),
});

/** What a model saw in one call; it never changes. */
export const contextQuery = (contextId: string) => queryOptions({
  queryKey: ['contexts', contextId],
  queryFn: ({ signal }) => request(`/api/contexts/${contextId}`, { schema: modelContext, signal }),
  staleTime: Infinity,
});
