import { Loader } from '@mantine/core';
import { Fragment } from 'react';
import type { Panel } from '#web/features/artifacts/panels.ts';
import { ContextButton } from '#web/features/contexts/context-button.tsx';
import { isOver } from './chat-state.ts';
import { faces } from '#web/features/agents/faces.ts';
import { RequestCard } from './requests/request-card.tsx';
import { RetryStep } from './retry-step.tsx';
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
  const { message, run, steps, before, after, said, requests } = turn;
  const isPlanOpen = requests.some(({ form }) => form.kind === 'plan');
  const forkOf = canPost ? (run?.chatId ?? message?.chatId) : undefined;
  const isSilent = run !== null && !isOver(run) && run.status !== 'queued' && steps.length === 0 && before.length === 0 && after.length === 0;
  const suggestions = isLast && canPost ? suggestionsOf(turn) : [];
  const request = message ? textOf(message) : '';
  // Who asked decides over what waits; what is at work concerns all who write here.
  const canStop = canPost && (run?.status !== 'queued' || canModerate || message?.createdBy === readership.myId);

  return (
    <article className={classes.turn} aria-label={request === '' ? 'From the crew' : `Request: ${request.slice(0, 80)}`}>
      <NewLine line={line} before={message?.id} />
      {message && <UserMessage message={message} readership={readership} canFork={canPost} note={retriedStep(turn)} />}
      {isSilent && <p className={classes.thinking}><Loader size={16} type="dots" /> The orchestrator reads your request</p>}
      {before.map((speech) => <Fragment key={speech.id}><NewLine line={line} before={speech.id} /><SpeechView speech={speech} onOpen={onOpen} forkOf={forkOf} /></Fragment>)}
      {run && !isPlanOpen && (steps.length > 0 || run.status === 'queued' || run.status === 'cancelled') && <RunCard turn={turn} run={run} canStop={canStop} />}
      {said.map((each) => <UserMessage key={each.id} message={each} readership={readership} note={each.during?.as === 'guidance' ? 'while working' : 'answer'} />)}
      {requests.map((request) => <RequestCard key={request.id} request={request} canAnswer={canPost} />)}
      {after.map((speech) => <Fragment key={speech.id}><NewLine line={line} before={speech.id} /><SpeechView speech={speech} onOpen={onOpen} forkOf={forkOf} /></Fragment>)}
      {run && isOver(run) && steps.length === 0 && before.length + after.length > 0 && <ContextButton runId={run.id} stepIndex={null} />}
      {run && <RunProblem run={run} canPost={canPost && isLast} onFix={onSend} onRetry={() => onSend(request)} />}
      {run?.status === 'cancelled' && isLast && canPost && <RetryStep run={run} />}
      {suggestions.length > 0 && (
        <ul className={classes.suggestions} aria-label="Suggestions">
          {suggestions.map((prompt) => <li key={prompt}><button type="button" onClick={() => onSend(prompt)}>{prompt}</button></li>)}
        </ul>
      )}
    </article>
  );
}

/** A request that is made again says where it goes on. */
function retriedStep({ message, steps }: Turn): string | undefined {
  const step = message?.retries && steps[message.retries.stepIndex];
  return step && `again, from ${faces[step.agent].name}`;
}
