import { Loader } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconChevronRight, IconMinus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { Face } from '#web/features/agents/face.tsx';
import { faces } from '#web/features/agents/faces.ts';
import { ContextButton } from '#web/features/contexts/context-button.tsx';
import { Markdown } from '#web/ui/markdown.tsx';
import { Elapsed } from './elapsed.tsx';
import { stepStates } from './run-states.ts';
import type { ToolCall } from './chat-state.ts';
import type { TurnStep } from './turns.ts';
import classes from './step-card.module.css';

/** One agent's part: who, on what, for how long; opened, what it called and said. */
export function StepCard({ step, runId }: { step: TurnStep; runId: string }) {
  const [isOpen, setOpen] = useState(false);
  const { agent, intent, status, startedAt, finishedAt, tools } = step;
  const text = step.text === '' ? (step.summary ?? '') : step.text;
  const hasMore = tools.length > 0 || text !== '';
  const current = status === 'running' ? tools.findLast(({ ok }) => ok === null) ?? tools.at(-1) : undefined;
  return (
    <li className={classes.step} data-status={status} data-open={(isOpen && hasMore) || undefined}>
      <button type="button" className={classes.head} aria-expanded={isOpen} disabled={!hasMore} onClick={() => setOpen(!isOpen)}>
        <Face agent={agent} size={28} quiet={status === 'pending'} />
        <span className={classes.text}>
          <span className={classes.name}>{faces[agent].name}<span className={classes.hidden}>, {stepStates[status]}: </span></span>
          <span className={classes.intent}>{intent}</span>
          {current && <span className={classes.now}>{current.title}</span>}
        </span>
        <span className={classes.time}>{startedAt && status !== 'pending' && <Elapsed from={startedAt} until={status === 'running' ? null : (finishedAt ?? startedAt)} />}</span>
        <StepIcon status={status} />
        <IconChevronRight className={classes.chevron} size={14} stroke={2} aria-hidden="true" data-hidden={!hasMore || undefined} />
      </button>
      {isOpen && hasMore && (
        <div className={classes.more}>
          {tools.length > 0 && <ul className={classes.tools}>{tools.map((call) => <ToolRow key={call.callId} call={call} />)}</ul>}
          {text !== '' && <Markdown text={text} />}
          <ContextButton runId={runId} stepIndex={step.index} />
        </div>
      )}
    </li>
  );
}

function StepIcon({ status }: { status: TurnStep['status'] }) {
  if (status === 'running') return <Loader size={14} aria-hidden="true" />;
  if (status === 'succeeded') return <IconCheck className={classes.good} size={16} stroke={2.2} aria-hidden="true" />;
  if (status === 'failed') return <IconAlertTriangle className={classes.bad} size={16} stroke={1.9} aria-hidden="true" />;
  return <IconMinus className={classes.dim} size={16} stroke={1.8} aria-hidden="true" />;
}

function ToolRow({ call }: { call: ToolCall }) {
  return (
    <li>
      {call.ok === null ? <Loader size={12} aria-label="working" /> : call.ok ? <IconCheck size={14} stroke={2.2} className={classes.good} aria-label="done" role="img" /> : <IconX size={14} stroke={2.2} className={classes.bad} aria-label="failed" role="img" />}
      <span>{call.title}{call.summary && <small>{call.summary}</small>}</span>
    </li>
  );
}
