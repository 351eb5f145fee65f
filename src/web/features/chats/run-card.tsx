import { ActionIcon, Button, Modal, Tooltip } from '@mantine/core';
import { IconChevronRight, IconListDetails, IconPlayerStopFilled } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Run } from '#contract/agents.ts';
import { count } from '#web/ui/format.ts';
import { showProblem } from '#web/ui/toasts.ts';
import { RunLedger } from '#web/features/billing/run-ledger.tsx';
import { isOver } from './chat-state.ts';
import { CrewMark } from './crew-mark.tsx';
import { Elapsed } from './elapsed.tsx';
import { cancelRun } from './queries.ts';
import { runStates } from './run-states.ts';
import { StepCard } from './step-card.tsx';
import { crewOf, stagesOf, type Turn } from './turns.ts';
import classes from './run-card.module.css';

/** The crew's work on a message: open while it goes on, one line when it is over. */
export function RunCard({ turn, run, canStop }: { turn: Turn; run: Run; canStop: boolean }) {
  const over = isOver(run);
  const [isOpen, setOpen] = useState<boolean | null>(null);
  const [isDetailed, setDetailed] = useState(false);
  const stop = useMutation({ mutationFn: () => cancelRun(run.id), onError: showProblem });
  const isShown = turn.steps.length > 0 && (isOpen ?? !over);
  const { agents, steps } = crewOf(run);
  const { label, tone } = runStates[run.status];

  return (
    <section className={classes.card} data-open={isShown || undefined} aria-label="Work of the crew">
      <header className={classes.head}>
        <button type="button" className={classes.title} aria-expanded={isShown} disabled={turn.steps.length === 0} onClick={() => setOpen(!isShown)}>
          <CrewMark steps={turn.steps} isOver={over} />
          <span className={classes.label} data-tone={tone}>{stop.isSuccess && !over ? 'Stopping' : label}</span>
          {over && steps > 0 && (
            <span className={classes.facts}>
              {count(agents, 'agent')} · {count(steps, 'step')}
              {run.startedAt && <> · <Elapsed from={run.startedAt} until={run.finishedAt} /></>}
            </span>
          )}
          {!over && run.status === 'running' && (
            <span className={classes.facts} data-live>{run.progress} %{run.startedAt && <> · <Elapsed from={run.startedAt} until={null} /></>}</span>
          )}
          {turn.steps.length > 0 && <IconChevronRight className={classes.chevron} size={16} stroke={1.8} aria-hidden="true" />}
        </button>
        {isShown && (
          <Tooltip label="Every call, what it took, the files">
            <ActionIcon className={classes.details} variant="subtle" color="gray" onClick={() => setDetailed(true)} aria-label="Details"><IconListDetails size={17} stroke={1.7} /></ActionIcon>
          </Tooltip>
        )}
        {!over && canStop && (
          <Button
            className={classes.stop} size="compact-sm" variant="default" leftSection={<IconPlayerStopFilled size={12} />}
            onClick={() => stop.mutate()} loading={stop.isPending} disabled={stop.isSuccess}
          >
            {run.status === 'queued' ? 'Withdraw' : 'Stop'}
          </Button>
        )}
      </header>
      {!over && run.status === 'running' && (
        <div className={classes.bar} role="progressbar" aria-label="Progress of the crew" aria-valuemin={0} aria-valuemax={100} aria-valuenow={run.progress}>
          <span style={{ width: `${Math.max(2, run.progress)}%` }} />
        </div>
      )}
      {isShown && (
        <ol className={classes.steps}>
          {stagesOf(turn.steps).map((stage) => (stage.length === 1
            ? <StepCard key={stage[0]!.index} step={stage[0]!} runId={run.id} />
            : (
              <li key={stage[0]!.index}>
                <ol className={classes.stage} aria-label="At the same time">{stage.map((step) => <StepCard key={step.index} step={step} runId={run.id} />)}</ol>
              </li>
            )))}
        </ol>
      )}
      {isDetailed && (
        <Modal opened onClose={() => setDetailed(false)} size="min(1080px, 100%)" title="Details of the run" closeButtonProps={{ 'aria-label': 'Close' }}>
          <RunLedger runId={run.id} isOver={over} />
        </Modal>
      )}
    </section>
  );
}
