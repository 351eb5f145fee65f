import { useQuery } from '@tanstack/react-query';
import { projectQuery } from '#web/features/projects/queries.ts';

/** What the reader may do with the documents of a project; nothing until that is known. */
export function useRights(projectId: string): { canEdit: boolean; canComment: boolean; note: string | null } {
  const { data: project } = useQuery(projectQuery(projectId));
  const role = project?.role ?? null;
  const canEdit = role === 'owner' || role === 'manager';
  const canComment = canEdit || role === 'contributor';
  const note = role === 'contributor' ? 'Documents are written and reviewed by owners and managers, also when the crew writes them. You can comment; an app you build comes without documents of its own.'
    : role === 'viewer' ? 'You can read documents and comments.' : null;
  return { canEdit, canComment, note };
}
