import type { DocumentBlock, DocumentSummary } from '#contract/documents.ts';

/** What somebody typed and did not save yet: it outlives a reload of the page, in this window alone. */
export type KeptDraft = { basedOn: number; blocks: DocumentBlock[] };
type Of = Pick<DocumentSummary, 'projectId' | 'kind' | 'title'>;

// Of the document, not of its version: a newer one must not hide what was typed.
const keyOf = ({ projectId, kind, title }: Of) => `ninefold.document.${projectId}.${kind}.${title}`;

export const keptDraft = {
  get(document: Of): KeptDraft | null {
    try {
      return JSON.parse(sessionStorage.getItem(keyOf(document)) ?? 'null') as KeptDraft | null;
    } catch {
      return null;
    }
  },
  set(document: Of, draft: KeptDraft): void {
    // A full store must not stop the typing.
    try { sessionStorage.setItem(keyOf(document), JSON.stringify(draft)); } catch { /* kept on the page alone */ }
  },
  clear: (document: Of): void => sessionStorage.removeItem(keyOf(document)),
};
