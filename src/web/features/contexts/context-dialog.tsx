import { Modal, NativeSelect } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ModelContextSummary } from '#contract/contexts.ts';
import { faces } from '#web/features/agents/faces.ts';
import { LoadingNote } from '#web/ui/loading-note.tsx';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { ContextView } from './context-view.tsx';
import { contextsQuery } from './queries.ts';
import classes from './context-dialog.module.css';

type Props = { runId: string; stepIndex: number | null; onClose: () => void };

/** Everything a model was sent, call by call. */
export default function ContextDialog({ runId, stepIndex, onClose }: Props) {
  const isSmall = useMediaQuery('(max-width: 767px)', window.innerWidth < 768);
  const calls = useQuery(contextsQuery(runId));
  const [chosen, choose] = useState<string | null>(null);
  const items = calls.data?.items ?? [];
  // The last call of the step: it repeats what the earlier ones saw.
  const shown = items.find(({ id }) => id === chosen) ?? items.findLast((call) => call.stepIndex === stepIndex) ?? items[0];
  return (
    <Modal opened onClose={onClose} title="What did the model see?" size={820} fullScreen={isSmall} radius={isSmall ? 0 : 'lg'} closeButtonProps={{ 'aria-label': 'Close' }}>
      {calls.isPending && <LoadingNote />}
      {calls.isError && <ProblemNote error={calls.error} onRetry={() => void calls.refetch()} />}
      {calls.isSuccess && !shown && <p className={classes.empty}>Nothing is kept of this run. What models saw is deleted after 30 days.</p>}
      {shown && (
        <div className={classes.page}>
          <NativeSelect
            label="Call" value={shown.id} onChange={(event) => choose(event.currentTarget.value)} disabled={items.length < 2}
            data={items.map((call) => ({ value: call.id, label: labelOf(call, items) }))}
          />
          <ContextView key={shown.id} contextId={shown.id} />
        </div>
      )}
    </Modal>
  );
}

function labelOf(call: ModelContextSummary, all: ModelContextSummary[]): string {
  const same = all.filter(({ agent, stepIndex }) => agent === call.agent && stepIndex === call.stepIndex);
  const step = call.stepIndex === null ? '' : ` · step ${call.stepIndex + 1}`;
  return `${faces[call.agent].name}${step}${same.length > 1 ? ` · call ${same.indexOf(call) + 1} of ${same.length}` : ''} · about ${call.tokens.toLocaleString('en')} tokens`;
}
