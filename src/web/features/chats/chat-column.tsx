import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { BudgetMeter } from '#web/features/billing/budget-meter.tsx';
import { PromptBox } from '#web/features/prompt/prompt-box.tsx';
import { ModelNote } from '#web/features/prompt/model-note.tsx';
import { showProblem } from '#web/ui/toasts.ts';
import { isOver } from './chat-state.ts';
import type { ChatStore, ChatView } from './chat-store.ts';
import { LinkBanner } from './link-banner.tsx';
import { OutgoingMessage } from './user-message.tsx';
import { RunAnnouncer } from './run-announcer.tsx';
import { TurnView, type OpenPanel } from './turn-view.tsx';
import type { Turn } from './turns.ts';
import { useFollowScroll } from './use-follow-scroll.ts';
import { useMessageLink } from './use-message-link.ts';
import classes from './chat-column.module.css';

type Props = { view: Extract<ChatView, { phase: 'ready' }>; turns: Turn[]; store: ChatStore; onOpen: OpenPanel };

export function ChatColumn({ view, turns, store, onOpen }: Props) {
  const { state, link, outgoing } = view;
  const [text, setText] = useState('');
  const scroll = useFollowScroll();
  const { toEnd } = scroll;
  useEffect(() => toEnd(), [state.chat.id, toEnd]);
  useMessageLink(state, store, scroll.stop);
  const authors = new Set(state.messages.filter(({ messageType }) => messageType === 'user').map(({ createdBy }) => createdBy));
  const isBusy = turns.some(({ run }) => run !== null && !isOver(run));
  const atWork = turns.find(({ run }) => run?.status === 'running' || run?.status === 'waiting');
  const spent = atWork ? state.usage[atWork.id] ?? null : null;
  const send = (message: string) => { store.send(message); toEnd(); };

  return (
    <div className={classes.column}>
      <LinkBanner link={link} />
      <div className={classes.viewport} ref={scroll.viewport} onScroll={scroll.onScroll} tabIndex={-1}>
        <div className={classes.content} ref={scroll.content}>
          {state.previousCursor !== null && (
            <Button variant="subtle" size="xs" onClick={() => void store.loadOlder().catch(showProblem)}>Show earlier messages</Button>
          )}
          {turns.map((turn, index) => (
            <TurnView
              key={turn.id} turn={turn} withAuthor={authors.size > 1} isLast={index === turns.length - 1 && outgoing.length === 0}
              canPost={state.can.post} onSend={send} onOpen={onOpen}
            />
          ))}
          {outgoing.map((item) => (
            <OutgoingMessage key={item.key} item={item} onRetry={() => store.send(item.text)} onDiscard={() => store.discard(item.key)} />
          ))}
        </div>
      </div>
      <RunAnnouncer turns={turns} />
      <div className={classes.composer}>
        {scroll.isAway && (
          <Button className={classes.jump} size="xs" variant="default" radius="xl" leftSection={<IconArrowDown size={14} />} onClick={() => toEnd('smooth')}>Latest</Button>
        )}
        <PromptBox
          label="Message to the crew" value={text} onChange={setText} autoFocus
          placeholder={isBusy ? 'Write ahead: it is taken up when the crew is done' : 'Ask for a change, or for something new'}
          onSend={(message) => { send(message); setText(''); }}
          refusal={state.can.post ? undefined : 'You are a viewer of this project: you can read this chat, not write in it.'}
          footer={<><ModelNote /><BudgetMeter projectId={state.chat.projectId} chatId={state.chat.id} spent={spent} /></>}
        />
      </div>
    </div>
  );
}
