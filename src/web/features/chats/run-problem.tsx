import { Button } from '@mantine/core';
import { IconAlertTriangle, IconRefresh, IconTool } from '@tabler/icons-react';
import type { Run } from '#contract/agents.ts';
import { RetryStep, retryableStep } from './retry-step.tsx';
import { RunEvidence } from './run-evidence.tsx';
import classes from './run-problem.module.css';

type Props = { run: Run; canPost: boolean; onFix: (text: string) => void; onRetry: () => void };

/** Why a run did not end well, and what to do about it. */
export function RunProblem({ run, canPost, onFix, onRetry }: Props) {
  if (run.status !== 'failed' && run.status !== 'needs_attention') return null;
  const { error } = run;
  // What a person stopped goes on where it was; with more tokens the same request goes through, without them nothing does.
  const isStopped = error?.code === 'limit_reached' && retryableStep(run) !== undefined;
  const isFixable = run.status === 'needs_attention' && error?.code !== 'limit_reached' && error?.code !== 'allowance_used_up';
  const evidence = error?.evidence;
  const detail = error?.detail ?? (isFixable ? 'Some checks of the app did not pass.' : 'The run broke off.');
  const [summary, ...rest] = detail.split('\n');
  return (
    <div className={classes.problem} data-severe={run.status === 'failed' || undefined} role="note">
      <IconAlertTriangle size={18} stroke={1.7} aria-hidden="true" />
      <div className={classes.text}>
        {/* What the criteria say is not said twice. */}
        <b>{summary}</b>
        {!evidence?.criteria.some(({ outcome }) => outcome === 'not met') && rest.map((line, index) => <span key={index}>{line}</span>)}
        {error?.hint && <span>{error.hint}</span>}
      </div>
      {canPost && (
        <div className={classes.actions}>
          {isFixable && <Button size="xs" leftSection={<IconTool size={14} />} onClick={() => onFix(`Fix this problem: ${detail}`)}>Let the crew fix it</Button>}
          {!isFixable && !isStopped && <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={onRetry}>Try again</Button>}
          <RetryStep run={run} isMain={isStopped} />
        </div>
      )}
      {evidence && <RunEvidence evidence={evidence} />}
    </div>
  );
}
