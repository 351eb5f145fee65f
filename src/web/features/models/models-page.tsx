import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { asApiError } from '#web/api/api-error.ts';
import { workspacesQuery } from '#web/features/projects/queries.ts';
import { WorkspacePage } from '#web/features/projects/workspace-page.tsx';
import { NotFoundPage } from '#web/shell/error-page.tsx';
import { ProblemNote } from '#web/ui/problem-note.tsx';
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
  if (models.error && asApiError(models.error).code === 'not_found') return <NotFoundPage />;
  return (
    <WorkspacePage name="Models" workspaceId={workspaceId}>
      {models.isPending && <><Skeleton h={96} radius="md" /><Skeleton h={200} mt={16} radius="md" /></>}
      {models.error && <ProblemNote error={models.error} onRetry={() => void models.refetch()} />}
      {models.data && (
        <>
          <AnsweringModelsNote models={models.data.answers} />
          {models.data.canEdit
            ? <ProvidersForm key={workspaceId} workspaceId={workspaceId} models={models.data} />
            : <p className={classes.soft}>{workspace?.isGlobal ? 'Whoever runs this instance sets these models, with its environment.' : 'Owners and admins of the workspace can set other models.'}</p>}
        </>
      )}
    </WorkspacePage>
  );
}
