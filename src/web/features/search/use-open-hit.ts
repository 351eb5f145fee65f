import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { SearchHit } from '#contract/search.ts';
import { workspaceProjectsQuery } from '#web/features/projects/queries.ts';
import { showDone, showProblem } from '#web/ui/toasts.ts';

/** Leads to the place of a hit: the chat at its message, the app's panel, the document, the project. */
export function useOpenHit(): (hit: SearchHit) => void {
  const navigate = useNavigate();
  const queries = useQueryClient();

  return (hit) => {
    const { kind, id, projectId, chatId } = hit;
    if (projectId === null) {
      // A workspace has no page of its own: its first project stands for it.
      queries.fetchQuery(workspaceProjectsQuery(id)).then(({ items: [first] }) => {
        if (first) return navigate({ to: '/projects/$projectId', params: { projectId: first.id } });
        return showDone(`“${hit.title}” has no project yet.`);
      }).catch(showProblem);
    } else if (kind === 'document') {
      void navigate({ to: '/projects/$projectId/documents/$documentId', params: { projectId, documentId: id } });
    } else if (kind === 'artifact' && chatId === null) {
      void navigate({ to: '/projects/$projectId/apps/$artifactId', params: { projectId, artifactId: id } });
    } else if (chatId !== null) {
      void navigate({
        to: '/projects/$projectId/chats/$chatId', params: { projectId, chatId },
        search: kind === 'artifact' ? { panel: 'preview' } : {}, ...(kind === 'message' ? { hash: `message-${id}` } : {}),
      });
    } else {
      void navigate({ to: '/projects/$projectId', params: { projectId } });
    }
  };
}
