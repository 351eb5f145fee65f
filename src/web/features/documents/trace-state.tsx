import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import type { TraceState } from '#contract/traces.ts';
import classes from './traces-view.module.css';

export const states: Record<TraceState, { name: string; about: string; icon: typeof IconCircleX }> = {
  failing: { name: 'Failing', about: 'a check did not pass', icon: IconCircleX },
  stale: { name: 'Stale', about: 'one side changed since', icon: IconAlertTriangle },
  unchecked: { name: 'Unchecked', about: 'nothing tried it yet', icon: IconCircleDashed },
  covered: { name: 'Covered', about: 'its checks passed, and nothing changed since', icon: IconCircleCheck },
};
export const stateOrder = Object.keys(states) as TraceState[];

export function TraceStateMark({ state }: { state: TraceState }) {
  const { name, icon: Icon } = states[state];
  return <span className={classes.state} data-state={state}><Icon size={16} stroke={1.9} aria-hidden="true" />{name}</span>;
}
