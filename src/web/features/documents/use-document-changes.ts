import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Document, DocumentBlock, DocumentStatus } from '#contract/documents.ts';
import { showProblem } from '#web/ui/toasts.ts';
import { showUndo } from '#web/ui/undo-toast.tsx';
import { documentQuery, moveDocument, writeVersion } from './queries.ts';

/** Forgets what is known of documents: their versions, statuses and traces hang together. */
export function useForgetDocuments(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['documents'] }),
      queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'projects' && queryKey[2] === 'documents' }),
    ]);
  };
}

/** Moves a version through the review; what can be taken back offers it. */
export function useMove(document: Document) {
  const queries = useQueryClient();
  const forget = useForgetDocuments();
  const move = useMutation({
    mutationFn: ({ from, to }: { from: DocumentStatus; to: DocumentStatus; said?: string; isUndo?: boolean }) => moveDocument(document.id, from, to),
    onSuccess: (moved, { from, to, said, isUndo }) => {
      queries.setQueryData(documentQuery(document.id).queryKey, moved);
      if (said && !isUndo) {
        // What was approved stays approved: that cannot be taken back.
        if (to === 'approved' && from === 'review') return forget();
        showUndo(said, () => move.mutate({ from: to, to: from, isUndo: true }));
      }
      return forget();
    },
    onError: (error) => { showProblem(error); return forget(); },
  });
  return move;
}

type Write = {
  from: string; basedOn: number; blocks: DocumentBlock[];
  /** What to say when it is done, and the version that undoing brings back. */
  said: (version: number) => string; before: Document;
};

/** Writes the next version: the blocks of an edit, or of an earlier version. Undoing writes the text from before as one more. */
export function useWrite(onWritten: (written: Document) => void) {
  const queries = useQueryClient();
  const forget = useForgetDocuments();
  const write = useMutation({
    mutationFn: ({ from, basedOn, blocks }: Write) => writeVersion(from, { basedOn, blocks }),
    onSuccess: (written, { said, before }) => {
      queries.setQueryData(documentQuery(written.id).queryKey, written);
      showUndo(said(written.version), () => write.mutate({
        from: before.id, basedOn: written.version, blocks: before.blocks, said: (version) => `Undone: version ${version} reads as before.`, before: written,
      }, { onError: showProblem }));
      onWritten(written);
      return forget();
    },
  });
  return write;
}
