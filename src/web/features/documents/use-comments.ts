import { useMutation, useQuery } from '@tanstack/react-query';
import type { DocumentBlock } from '#contract/documents.ts';
import { showDone, showProblem } from '#web/ui/toasts.ts';
import { showUndo } from '#web/ui/undo-toast.tsx';
import { addComment, commentsQuery, deleteComment, settleComment } from './queries.ts';
import { useForgetDocuments } from './use-document-changes.ts';
import { placeThreads } from './threads.ts';

/** The threads on a version, where they belong, and what can be done with them. */
export function useComments(documentId: string, blocks: DocumentBlock[]) {
  const forget = useForgetDocuments();
  const comments = useQuery(commentsQuery(documentId));
  const after = { onSuccess: forget, onError: showProblem };
  const add = useMutation({ mutationFn: (input: Parameters<typeof addComment>[1]) => addComment(documentId, input), ...after });
  const settle = useMutation({
    mutationFn: ({ id, isResolved }: { id: string; isResolved: boolean }) => settleComment(id, isResolved),
    onSuccess: (_comment, { id, isResolved }) => {
      if (isResolved) showUndo('The comment is resolved.', () => settle.mutate({ id, isResolved: false }));
      return forget();
    },
    onError: showProblem,
  });
  const remove = useMutation({ mutationFn: deleteComment, onSuccess: () => { showDone('The comment is deleted.'); return forget(); }, onError: showProblem });
  return { ...placeThreads(comments.data?.items ?? [], blocks), error: comments.error, retry: () => void comments.refetch(), add, settle, remove };
}
export type Comments = ReturnType<typeof useComments>;
