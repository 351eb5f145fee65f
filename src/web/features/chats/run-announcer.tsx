import { VisuallyHidden } from '@mantine/core';
import { faces } from '#web/features/agents/faces.ts';
import { runStates } from './run-states.ts';
import type { Turn } from './turns.ts';

/** Tells screen readers who works and how it ended; percentages would be chatter. */
export function RunAnnouncer({ turns }: { turns: Turn[] }) {
  const active = turns.find(({ run }) => run?.status === 'running') ?? turns.at(-1);
  const step = active?.steps.find(({ status }) => status === 'running');
  let text = '';
  if (active?.run?.status === 'running') text = step ? `${faces[step.agent].name}: ${step.intent}` : 'The crew is planning.';
  else if (active?.run && active.steps.length > 0) text = runStates[active.run.status].label;
  return <VisuallyHidden role="status" aria-live="polite">{text}</VisuallyHidden>;
}
