import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { document, documentSummary } from '#contract/documents.ts';
import { page } from '#contract/json.ts';
import { request } from '#web/api/request.ts';

export const documentsQuery = (projectId: string) => queryOptions({
  queryKey: ['projects', projectId, 'documents'],
  queryFn: ({ signal }) => request(`/api/projects/${projectId}/documents?limit=200`, { schema: page(documentSummary), signal }),
});

/** A document as it stands, or one earlier `version` of it. */
export const documentQuery = (documentId: string, version?: number) => queryOptions({
  queryKey: ['documents', documentId, version ?? 'latest'],
  queryFn: ({ signal }) => request(`/api/documents/${documentId}${version === undefined ? '' : `?version=${version}`}`, { schema: document, signal }),
});

export const documentVersionsQuery = (documentId: string) => queryOptions({
  queryKey: ['documents', documentId, 'versions'],
  queryFn: ({ signal }) => request(`/api/documents/${documentId}/versions`, {
    schema: page(z.object({ version: z.number().int(), title: z.string(), createdAt: z.iso.datetime(), authorName: z.string().nullable().optional() })),
    signal,
  }),
});
