import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { asApiError } from '#web/api/api-error.ts';
import { workspacesQuery } from '#web/features/projects/queries.ts';
import { NotFoundPage } from '#web/shell/error-page.tsx';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { usePageTitle } from '#web/ui/use-page-title.ts';
import { AnsweringModelsNote } from './answering-models.tsx';
import { ProvidersForm } from './providers-form.tsx';
import { workspaceModelsQuery } from './queries.ts';
import classes from './models-page.module.css';

/** Which AI models answer in a workspace; its owners and admins set them here. */
export function ModelsPage() {
  const { workspaceId } = useParams({ from: '/studio/workspaces/$workspaceId/models' });
  const models = useQuery(workspaceModelsQuery(workspaceId));
  const workspaces = useQuery(workspacesQuery);
  const workspace = workspaces.data?.items.find(({ id }) => id === workspaceId);
  usePageTitle('Models');
  if (models.error && asApiError(models.error).code === 'not_found') return <NotFoundPage />;
  return (
    <main className={classes.scroll} id="main" tabIndex={-1}>
      <div className={classes.page}>
        <h1 className={classes.title} tabIndex={-1}>Models</h1>
        <p className={classes.soft}>{workspace?.name ?? ' '}</p>
        {models.isPending && <><Skeleton h={96} mt={24} radius="md" /><Skeleton h={200} mt={16} radius="md" /></>}
        {models.error && <ProblemNote error={models.error} onRetry={() => void models.refetch()} />}
        {models.data && (
          <>
            <AnsweringModelsNote models={models.data.answers} />
            {models.data.canEdit
              ? <ProvidersForm key={workspaceId} workspaceId={workspaceId} models={models.data} />
              : <p className={classes.soft}>{workspace?.isGlobal ? 'Whoever runs this instance sets these models, with its environment.' : 'Owners and admins of the workspace can set other models.'}</p>}
          </>
        )}
      </div>
    </main>
  );
}
