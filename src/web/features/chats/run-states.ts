import type { RunStatus, StepStatus } from '#contract/agents.ts';

export type Tone = 'calm' | 'good' | 'warn' | 'bad';

export const runStates: Record<RunStatus, { label: string; tone: Tone }> = {
  queued: { label: 'Waiting for its turn', tone: 'calm' },
  running: { label: 'The crew is at work', tone: 'calm' },
  waiting: { label: 'Waiting for you', tone: 'warn' },
  succeeded: { label: 'Done', tone: 'good' },
  needs_attention: { label: 'Done, with open points', tone: 'warn' },
  failed: { label: 'Failed', tone: 'bad' },
  cancelled: { label: 'Stopped', tone: 'calm' },
};

export const stepStates: Record<StepStatus, string> = {
  pending: 'not started',
  running: 'at work',
  succeeded: 'done',
  failed: 'failed',
  cancelled: 'stopped',
};
