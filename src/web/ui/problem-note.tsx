import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { asApiError } from '#web/api/api-error.ts';
import classes from './problem-note.module.css';

/** A part of a page that did not load: cause, next action, and a way to try again. */
export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = asApiError(error);
  return (
    <div className={classes.note} role="alert">
      <IconAlertTriangle size={18} stroke={1.7} aria-hidden="true" />
      <p><b>{problem.message}</b> {problem.hint}</p>
      {onRetry && <Button size="xs" variant="default" onClick={onRetry}>Try again</Button>}
    </div>
  );
}
