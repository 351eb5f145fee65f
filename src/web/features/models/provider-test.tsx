import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconPlugConnected } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { asApiError } from '#web/api/api-error.ts';
import { duration } from '#web/ui/format.ts';
import { keepsKey, type Draft } from './draft.ts';
import { tryModel } from './queries.ts';
import classes from './models-page.module.css';

/** Makes one small call with what stands in the fields, and says what came of it. */
export function ProviderTest({ workspaceId, draft }: { workspaceId: string; draft: Draft }) {
  const model = draft.models.coder ?? Object.values(draft.models)[0];
  const test = useMutation({
    mutationFn: () => tryModel(workspaceId, {
      provider: draft.provider, baseUrl: draft.baseUrl.trim() || null,
      ...(model ? { model } : {}), ...(draft.key.trim() === '' ? {} : { key: draft.key.trim() }),
    }),
  });
  const problem = test.error && asApiError(test.error);
  const result = test.data;
  const isReady = draft.provider === 'openai-compatible' ? draft.baseUrl.trim() !== '' && model !== undefined : draft.key.trim() !== '' || keepsKey(draft);
  return (
    <div className={classes.test}>
      <Button variant="default" size="xs" loading={test.isPending} disabled={!isReady} onClick={() => test.mutate()} leftSection={<IconPlugConnected size={15} stroke={1.7} />}>Test</Button>
      <div className={classes.result} role="status" data-good={(!test.isPending && result?.ok) || undefined} data-bad={(!test.isPending && (problem || result?.ok === false)) || undefined}>
        {test.isPending && 'Asking the model for one word …'}
        {!test.isPending && result?.ok && <><IconCircleCheck size={16} stroke={1.8} aria-hidden="true" /><span>{result.model} answered in {duration(result.latencyMs)}.</span></>}
        {!test.isPending && result?.ok === false && <><IconAlertTriangle size={16} stroke={1.8} aria-hidden="true" /><span><b>{result.detail}</b> {result.hint}</span></>}
        {!test.isPending && problem && <><IconAlertTriangle size={16} stroke={1.8} aria-hidden="true" /><span><b>{problem.message}</b> {problem.hint}</span></>}
      </div>
    </div>
  );
}
