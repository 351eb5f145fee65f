import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { asApiError } from '#web/api/api-error.ts';
import { projectQuery } from '#web/features/projects/queries.ts';
import { ErrorPage, NotFoundPage } from '#web/shell/error-page.tsx';
import { MenuButton } from '#web/shell/menu-button.tsx';
import { LoadingPage } from '#web/shell/loading-page.tsx';
import { usePageTitle } from '#web/ui/use-page-title.ts';
import header from '#web/features/chats/chat-header.module.css';
import page from '#web/features/chats/chat-page.module.css';
import { AppPanel } from './app-panel.tsx';
import { artifactQuery } from './queries.ts';
import classes from './app-page.module.css';

/** An app on a page of its own: to use it, or when the chat that built it is gone. */
export function AppPage() {
  const { projectId, artifactId } = useParams({ from: '/studio/projects/$projectId/apps/$artifactId' });
  const search = useSearch({ from: '/studio/projects/$projectId/apps/$artifactId' });
  const navigate = useNavigate({ from: '/projects/$projectId/apps/$artifactId' });
  const app = useQuery(artifactQuery(artifactId));
  const project = useQuery(projectQuery(projectId));
  usePageTitle(app.data?.title);

  if (app.isError) return asApiError(app.error).code === 'not_found' ? <NotFoundPage /> : <ErrorPage error={app.error} reset={() => void app.refetch()} />;
  if (app.isPending || project.isPending) return <LoadingPage />;
  const canPost = project.data !== undefined && project.data.role !== 'viewer';
  return (
    <main className={page.page} id="main" tabIndex={-1}>
      <header className={header.header}>
        <MenuButton />
        <h1 className={header.title} tabIndex={-1} title={app.data.title}>{app.data.title}</h1>
        <span className={header.gap} />
        {app.data.chatId !== null && (
          <Link className={classes.back} to="/projects/$projectId/chats/$chatId" params={{ projectId, chatId: app.data.chatId }}>Open its chat</Link>
        )}
      </header>
      <AppPanel
        projectId={projectId} artifactId={artifactId} published={0} canPost={canPost} search={search}
        onSearch={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
      />
    </main>
  );
}
