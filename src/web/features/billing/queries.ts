import { queryOptions } from '@tanstack/react-query';
import { caps, estimate, ledger, usage, type Caps } from '#contract/billing.ts';
import { request } from '#web/api/request.ts';

export const usageQuery = (workspaceId: string, days: number) => queryOptions({
  queryKey: ['workspaces', workspaceId, 'usage', days],
  queryFn: ({ signal }) => request(`/api/workspaces/${workspaceId}/usage?days=${days}`, { schema: usage, signal }),
});

export const capsQuery = (workspaceId: string) => queryOptions({
  queryKey: ['workspaces', workspaceId, 'caps'],
  queryFn: ({ signal }) => request(`/api/workspaces/${workspaceId}/caps`, { schema: caps, signal }),
});

/** What the next answer will roughly take: in a chat, or of a new app in a project. */
export const estimateQuery = (place: { projectId: string; chatId?: string | undefined }) => queryOptions({
  queryKey: ['estimate', place.projectId, place.chatId ?? null],
  queryFn: ({ signal }) => request(place.chatId === undefined ? `/api/projects/${place.projectId}/estimate` : `/api/chats/${place.chatId}/estimate`, { schema: estimate, signal }),
  staleTime: 30_000,
});

export const ledgerPath = (runId: string) => `/api/runs/${runId}/ledger`;

export const ledgerQuery = (runId: string) => queryOptions({
  queryKey: ['runs', runId, 'ledger'],
  queryFn: ({ signal }) => request(ledgerPath(runId), { schema: ledger, signal }),
});

export type CapInput = { projectId: string | null; userId: string | null; perRun: number | null; perMonth: number | null };

/** Two nulls remove the cap. A project's own people set it through the project. */
export function setCap(workspaceId: string, cap: CapInput, canSetAll: boolean): Promise<Caps> {
  const { perRun, perMonth, projectId } = cap;
  if (!canSetAll && projectId !== null) return request(`/api/projects/${projectId}/cap`, { method: 'PUT', body: { perRun, perMonth }, schema: caps });
  return request(`/api/workspaces/${workspaceId}/caps`, { method: 'PUT', body: cap, schema: caps });
}
