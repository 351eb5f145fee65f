import { queryOptions } from '@tanstack/react-query';
import { document, documentSummary } from '#contract/documents.ts';
import { page } from '#contract/json.ts';
import { request } from '#web/api/request.ts';

export const documentsQuery = (projectId: string) => queryOptions({
  queryKey: ['projects', projectId, 'documents'],
  queryFn: ({ signal }) => request(`/api/projects/${projectId}/documents?limit=200`, { schema: page(documentSummary), signal }),
});

/** One version of a document: every version has an id of its own. */
export const documentQuery = (documentId: string) => queryOptions({
  queryKey: ['documents', documentId],
  queryFn: ({ signal }) => request(`/api/documents/${documentId}`, { schema: document, signal }),
});

/** All versions of the document that `documentId` is one of, newest first. */
export const documentVersionsQuery = (documentId: string) => queryOptions({
  queryKey: ['documents', documentId, 'versions'],
  queryFn: ({ signal }) => request(`/api/documents/${documentId}/versions?limit=200`, { schema: page(documentSummary), signal }),
});
