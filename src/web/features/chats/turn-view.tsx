import { Loader } from '@mantine/core';
import { Fragment } from 'react';
import type { Panel } from '#web/features/artifacts/panels.ts';
import { isOver } from './chat-state.ts';
import { NewLine } from './new-line.tsx';
import { RunCard } from './run-card.tsx';
import { RunProblem } from './run-problem.tsx';
import { SpeechView } from './speech-view.tsx';
import { suggestionsOf, textOf, type Turn } from './turns.ts';
import type { NewLine as Line } from './use-read-mark.ts';
import { UserMessage, type Readership } from './user-message.tsx';
import classes from './turn-view.module.css';

/** Opens something in the panel beside the chat. */
export type OpenPanel = (target: { panel?: Panel | undefined; document?: string | undefined; version?: number | undefined }) => void;

type Props = { turn: Turn; readership: Readership; line: Line | null; isLast: boolean; canPost: boolean; canModerate: boolean; onSend: (text: string) => void; onOpen: OpenPanel };

/** A message and all that followed: the plan, the work, the answer, what to ask next. */
export function TurnView({ turn, readership, line, isLast, canPost, canModerate, onSend, onOpen }: Props) {
  const { message, run, steps, before, after } = turn;
  const isSilent = run !== null && !isOver(run) && run.status !== 'queued' && steps.length === 0 && before.length === 0 && after.length === 0;
  const suggestions = isLast && canPost ? suggestionsOf(turn) : [];
  const request = message ? textOf(message) : '';
  // Who asked decides over what waits; what is at work concerns all who write here.
  const canStop = canPost && (run?.status !== 'queued' || canModerate || message?.createdBy === readership.myId);

  return (
    <article className={classes.turn} aria-label={request === '' ? 'From the crew' : `Request: ${request.slice(0, 80)}`}>
      <NewLine line={line} before={message?.id} />
      {message && <UserMessage message={message} readership={readership} />}
      {isSilent && <p className={classes.thinking}><Loader size={16} type="dots" /> The orchestrator reads your request</p>}
      {before.map((speech) => <Fragment key={speech.id}><NewLine line={line} before={speech.id} /><SpeechView speech={speech} onOpen={onOpen} /></Fragment>)}
      {run && (steps.length > 0 || run.status === 'queued' || run.status === 'cancelled') && <RunCard turn={turn} run={run} canStop={canStop} />}
      {after.map((speech) => <Fragment key={speech.id}><NewLine line={line} before={speech.id} /><SpeechView speech={speech} onOpen={onOpen} /></Fragment>)}
      {run && <RunProblem run={run} canPost={canPost && isLast} onFix={onSend} onRetry={() => onSend(request)} />}
      {suggestions.length > 0 && (
        <ul className={classes.suggestions} aria-label="Suggestions">
          {suggestions.map((prompt) => <li key={prompt}><button type="button" onClick={() => onSend(prompt)}>{prompt}</button></li>)}
        </ul>
      )}
    </article>
  );
}
