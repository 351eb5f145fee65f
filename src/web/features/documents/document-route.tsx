import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { asApiError } from '#web/api/api-error.ts';
import header from '#web/features/chats/chat-header.module.css';
import page from '#web/features/chats/chat-page.module.css';
import { projectQuery } from '#web/features/projects/queries.ts';
import { NotFoundPage } from '#web/shell/error-page.tsx';
import { MenuButton } from '#web/shell/menu-button.tsx';
import { usePageTitle } from '#web/ui/use-page-title.ts';
import { DocumentPage } from './document-page.tsx';
import { documentQuery } from './queries.ts';

/** A document on a page of its own, for whoever comes to it without the chat that wrote it. */
export function DocumentRoute() {
  const { projectId, documentId } = useParams({ from: '/studio/projects/$projectId/documents/$documentId' });
  const navigate = useNavigate();
  const document = useQuery(documentQuery(documentId));
  const project = useQuery(projectQuery(projectId));
  usePageTitle(document.data?.title);
  if (document.isError && asApiError(document.error).code === 'not_found') return <NotFoundPage />;
  const toProject = () => void navigate({ to: '/projects/$projectId', params: { projectId } });
  return (
    <main className={page.page} id="main" tabIndex={-1}>
      <header className={header.header}>
        <MenuButton />
        <h1 className={header.title} tabIndex={-1}>{project.data ? `Documents of ${project.data.name}` : 'Document'}</h1>
      </header>
      <div className={page.one}>
        <DocumentPage
          projectId={projectId} documentId={documentId} onBack={toProject} backLabel="To the project"
          onDocument={(id) => void navigate({ to: '/projects/$projectId/documents/$documentId', params: { projectId, documentId: id }, replace: true })}
        />
      </div>
    </main>
  );
}
