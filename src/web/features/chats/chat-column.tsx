import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { BudgetMeter } from '#web/features/billing/budget-meter.tsx';
import { meQuery } from '#web/features/identity/queries.ts';
import { mentionsIn } from '#web/features/people/mentions-in.ts';
import { chatMembersQuery } from '#web/features/people/queries.ts';
import { TypingNote } from '#web/features/people/typing-note.tsx';
import { useTyping } from '#web/features/people/use-typing.ts';
import { ModelNote } from '#web/features/prompt/model-note.tsx';
import { PromptBox } from '#web/features/prompt/prompt-box.tsx';
import { showProblem } from '#web/ui/toasts.ts';
import { isOver } from './chat-state.ts';
import type { ChatStore, ChatView } from './chat-store.ts';
import { ComposerSettings, type SendAs } from './composer-settings.tsx';
import { LinkBanner } from './link-banner.tsx';
import { OutgoingMessage } from './user-message.tsx';
import { RunQueue } from './run-queue.tsx';
import { RunAnnouncer } from './run-announcer.tsx';
import { TurnView, type OpenPanel } from './turn-view.tsx';
import type { Turn } from './turns.ts';
import { useDraft } from './use-draft.ts';
import { useFollowScroll } from './use-follow-scroll.ts';
import { useMessageLink } from './use-message-link.ts';
import { useReadMark } from './use-read-mark.ts';
import classes from './chat-column.module.css';

type Props = { view: Extract<ChatView, { phase: 'ready' }>; turns: Turn[]; store: ChatStore; onOpen: OpenPanel };

export function ChatColumn({ view, turns, store, onOpen }: Props) {
  const { state, link, outgoing, people } = view;
  const [text, setText] = useDraft(state.chat.id);
  const scroll = useFollowScroll();
  const { toEnd } = scroll;
  useEffect(() => toEnd(), [state.chat.id, toEnd]);
  useMessageLink(state, store, scroll.stop);
  const myId = useQuery(meQuery).data?.user.id;
  const members = useQuery(chatMembersQuery(state.chat.id)).data?.items;
  const others = useMemo(() => (members ?? []).filter(({ userId }) => userId !== myId), [members, myId]);
  const readership = useMemo(() => ({ myId, names: new Map(members?.map(({ userId, displayName }) => [userId, displayName])) }), [members, myId]);
  const { line, unreadCount, look } = useReadMark(state, store, myId, scroll, useLocation().hash.startsWith('message-'));
  const onType = useTyping(state.chat.id);
  const isBusy = turns.some(({ run }) => run !== null && !isOver(run));
  const working = turns.find(({ run }) => run !== null && !isOver(run) && run.status !== 'queued' && run.steps.some(({ startedAt }) => startedAt !== undefined))?.run ?? null;
  const [sendAs, setSendAs] = useState<SendAs>('queue');
  // The run has the rights of the person who asked, and hears nobody else.
  const maySteer = working !== null && working.createdBy === myId;
  const steers = sendAs === 'steer' && maySteer ? working.id : undefined;
  const spent = working ? state.usage[working.id] ?? null : null;
  const send = (message: string, as?: string) => {
    store.send(message, mentionsIn(message, others.map(({ userId, displayName: name }) => ({ userId, name }))), as);
    onType('');
    toEnd();
  };

  return (
    <div className={classes.column}>
      <LinkBanner link={link} />
      <div className={classes.viewport} ref={scroll.viewport} onScroll={() => { scroll.onScroll(); look(); }} tabIndex={-1}>
        <div className={classes.content} ref={scroll.content}>
          {state.previousCursor !== null && (
            <Button variant="subtle" size="xs" onClick={() => void store.loadOlder().catch(showProblem)}>Show earlier messages</Button>
          )}
          {turns.map((turn, index) => (
            <TurnView
              key={turn.id} turn={turn} readership={readership} line={line} isLast={index === turns.length - 1 && outgoing.length === 0}
              canPost={state.can.post} canModerate={state.can.moderate} onSend={send} onOpen={onOpen}
            />
          ))}
          {outgoing.map((item) => (
            <OutgoingMessage key={item.key} item={item} onRetry={() => store.send(item.text, item.mentions, item.steers !== undefined && item.steers === working?.id ? item.steers : undefined)} onDiscard={() => store.discard(item.key)} />
          ))}
        </div>
      </div>
      <RunAnnouncer turns={turns} />
      <div className={classes.composer}>
        {scroll.isAway && (
          <Button className={classes.jump} size="xs" variant="default" radius="xl" leftSection={<IconArrowDown size={14} />} onClick={() => toEnd('smooth')}>{unreadCount > 0 ? `${unreadCount} new` : 'Latest'}</Button>
        )}
        <TypingNote people={people} />
        <RunQueue turns={turns} can={state.can} myId={myId} />
        <PromptBox
          label="Message to the crew" value={text} onChange={(next) => { setText(next); onType(next); }} autoFocus people={others}
          placeholder={steers !== undefined ? 'Tell the crew: it hears you at its next step' : isBusy ? 'Write ahead: the crew takes it up next' : 'Ask for a change, or for something new'}
          onSend={(message) => { send(message, steers); setText(''); }}
          refusal={state.can.post ? undefined : 'You are a viewer of this project: you can read this chat, not write in it.'}
          controls={state.can.post && <ComposerSettings chat={state.chat} onApproval={(approval) => void store.setApproval(approval).catch(showProblem)} maySteer={maySteer} sendAs={sendAs} onSendAs={setSendAs} />}
          facts={state.can.post ? <><ModelNote projectId={state.chat.projectId} /><BudgetMeter projectId={state.chat.projectId} chatId={state.chat.id} spent={spent} /></> : undefined}
        />
      </div>
    </div>
  );
}
