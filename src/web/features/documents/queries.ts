import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { documentComment, type DocumentComment } from '#contract/document-comments.ts';
import { document, documentSummary, type Document, type DocumentBlock, type DocumentStatus } from '#contract/documents.ts';
import { page } from '#contract/json.ts';
import { traceMatrices } from '#contract/traces.ts';
import { request } from '#web/api/request.ts';

export const documentsQuery = (projectId: string) => queryOptions({
  queryKey: ['projects', projectId, 'documents'],
  queryFn: ({ signal }) => request(`/api/projects/${projectId}/documents?limit=200`, { schema: page(documentSummary), signal }),
});

export const tracesQuery = (projectId: string) => queryOptions({
  queryKey: ['projects', projectId, 'documents', 'traces'],
  queryFn: ({ signal }) => request(`/api/projects/${projectId}/traces`, { schema: traceMatrices, signal }),
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

/** The comments on all versions of that document, oldest first. */
export const commentsQuery = (documentId: string) => queryOptions({
  queryKey: ['documents', documentId, 'comments'],
  queryFn: ({ signal }) => request(`/api/documents/${documentId}/comments`, { schema: z.object({ items: z.array(documentComment) }), signal }),
});

/** The next version with these blocks; what else is stored of `documentId` goes with it. */
export function writeVersion(documentId: string, input: { basedOn: number; blocks: DocumentBlock[] }): Promise<Document> {
  return request(`/api/documents/${documentId}/versions`, { method: 'POST', body: input, schema: document });
}

export function moveDocument(documentId: string, from: DocumentStatus, to: DocumentStatus): Promise<Document> {
  return request(`/api/documents/${documentId}/status`, { method: 'PATCH', body: { from, to }, schema: document });
}

export function addComment(documentId: string, input: { body: string } & ({ blockIndex: number } | { threadId: string })): Promise<DocumentComment> {
  return request(`/api/documents/${documentId}/comments`, { method: 'POST', body: input, schema: documentComment });
}

export function settleComment(commentId: string, isResolved: boolean): Promise<DocumentComment> {
  return request(`/api/document-comments/${commentId}`, { method: 'PATCH', body: { isResolved }, schema: documentComment });
}

export function deleteComment(commentId: string): Promise<unknown> {
  return request(`/api/document-comments/${commentId}`, { method: 'DELETE' });
}
