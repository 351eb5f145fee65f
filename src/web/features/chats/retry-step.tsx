import { Button } from '@mantine/core';
import { IconPlayerTrackNext } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Run } from '#contract/agents.ts';
import { faces } from '#web/features/agents/faces.ts';
import { showProblem } from '#web/ui/toasts.ts';
import { isOver } from './chat-state.ts';
import { retryStep } from './queries.ts';

/** Where a run that ended early can go on. The first step has nothing before it to go on from: sending the request again does the same. */
export function retryableStep(run: Run): Run['steps'][number] | undefined {
  const step = run.steps.find(({ status }) => status !== 'succeeded');
  return isOver(run) && run.status !== 'succeeded' && step !== undefined && step.index > 0 ? step : undefined;
}

/** A run that ended early can go on at the step where it ended, with what the earlier ones did. */
export function RetryStep({ run, isMain = false }: { run: Run; /** When there is nothing better to do. */ isMain?: boolean }) {
  const step = retryableStep(run);
  const retry = useMutation({ mutationFn: (index: number) => retryStep(run.id, index), onError: showProblem });
  if (step === undefined) return null;
  return (
    <div>
      <Button
        size="xs" variant={isMain ? 'filled' : 'default'} leftSection={<IconPlayerTrackNext size={14} />} loading={retry.isPending} disabled={retry.isSuccess}
        onClick={() => retry.mutate(step.index)}
      >
        Go on at {faces[step.agent].name}
      </Button>
    </div>
  );
}
