import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { showDone, showProblem } from '#web/ui/toasts.ts';
import { artifactQuery, restoreVersion } from './queries.ts';

type Props = { artifactId: string; version: number; current: number; onRestored?: () => void };

export function RestoreButton({ artifactId, version, current, onRestored }: Props) {
  const queries = useQueryClient();
  const [isAsking, asking] = useDisclosure(false);
  const restore = useMutation({
    mutationFn: () => restoreVersion(artifactId, version),
    onSuccess: (restored) => {
      asking.close();
      queries.setQueryData(artifactQuery(artifactId).queryKey, restored);
      void queries.invalidateQueries({ queryKey: ['artifacts', artifactId, 'versions'] });
      void queries.invalidateQueries({ queryKey: ['projects', restored.projectId, 'artifacts'] });
      showDone(`Version ${version} is back as version ${restored.currentVersion}.`);
      onRestored?.();
    },
    onError: (error) => { asking.close(); showProblem(error); },
  });
  return (
    <>
      <Button size="compact-sm" variant="light" leftSection={<IconArrowBackUp size={14} />} onClick={asking.open}>Restore</Button>
      {isAsking && (
        <ConfirmDialog title={`Restore version ${version}?`} action="Restore" isWorking={restore.isPending} onConfirm={() => restore.mutate()} onClose={asking.close}>
          Its files become version {current + 1} for everybody. Version {current} stays in the list, and all records stay as they are.
        </ConfirmDialog>
      )}
    </>
  );
}
