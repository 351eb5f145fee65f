import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { Message } from '#contract/chats.ts';
import { markRead } from '#web/features/people/queries.ts';
import type { ChatState } from './chat-state.ts';
import type { ChatStore } from './chat-store.ts';

/** Before which message the line stands that parts what is new, and how much that is. */
export type NewLine = { messageId: string; count: number };

const newLineId = 'new-messages';
/** So much of a message must be in view before it counts as seen. */
const visiblePx = 24;
const abovePx = 16;

type Scroll = { viewport: RefObject<HTMLElement | null>; stop: () => void };

/**
 * What of a chat its reader has seen: a message counts once the page is visible and the message was in view, or above
 * what is in view. The line stays where reading stopped when the chat was opened, or the page was left.
 */
export function useReadMark(state: ChatState, store: ChatStore, myId: string | undefined, scroll: Scroll, isLinked: boolean) {
  const { chat, messages } = state;
  const { viewport, stop } = scroll;
  // Who was never here has nothing new: all of it is.
  const seenUntil = useMemo(() => state.lastReadAt ?? messages.map(({ createdAt }) => createdAt).toSorted().at(-1) ?? '', [state.lastReadAt, messages]);
  const [isBehind] = useState(() => newAfter(messages, seenUntil, myId).length > 0);
  const [lineAfter, setLineAfter] = useState(isBehind ? seenUntil : null);
  const report = useReport(chat.id, state.lastReadAt ?? '');
  const unread = newAfter(messages, seenUntil, myId);
  const fresh = lineAfter === null ? [] : newAfter(messages, lineAfter, myId);

  const look = useCallback(() => {
    const bottom = viewport.current?.getBoundingClientRect().bottom ?? 0;
    if (bottom === 0 || document.visibilityState !== 'visible') return;
    // What is folded away has no place of its own: it is seen with what follows.
    const firstBelow = unread.findIndex(({ id }) => (document.getElementById(`message-${id}`)?.getBoundingClientRect().top ?? -Infinity) > bottom - visiblePx);
    const until = (firstBelow < 0 ? unread : unread.slice(0, firstBelow)).at(-1)?.createdAt ?? seenUntil;
    if (until !== '') store.noteRead(until);
    const last = messages.find(({ createdAt }) => createdAt === until);
    if (last) report(last);
  }, [viewport, store, messages, unread, seenUntil, report]);

  useEffect(() => { if (isBehind && !isLinked) goToLine(viewport.current, stop); }, [isBehind, isLinked, viewport, stop]);
  useEffect(() => {
    // Once what was drawn has its place.
    const frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [look]);
  useEffect(() => {
    const turn = () => {
      if (document.visibilityState === 'hidden') return setLineAfter(seenUntil);
      if (unread.length === 0) setLineAfter(null);
      else goToLine(viewport.current, stop);
      look();
    };
    document.addEventListener('visibilitychange', turn);
    return () => document.removeEventListener('visibilitychange', turn);
  }, [look, seenUntil, unread.length, viewport, stop]);

  const [first] = fresh;
  const line: NewLine | null = first ? { messageId: first.id, count: fresh.length } : null;
  return { line, unreadCount: unread.length, look };
}

function goToLine(view: HTMLElement | null, stopFollowing: () => void): void {
  const line = document.getElementById(newLineId);
  if (line === null || view === null) return;
  stopFollowing();
  // Not scrollIntoView: it would move what is around the chat as well.
  view.scrollTop += line.getBoundingClientRect().top - view.getBoundingClientRect().top - abovePx;
}

/** Tells the server how far the chat was read, one request at a time; what failed goes with the next one. */
function useReport(chatId: string, lastReadAt: string): (message: Message) => void {
  const told = useRef(lastReadAt);
  const wanted = useRef<Message | null>(null);
  const isSending = useRef(false);
  return useCallback((message) => {
    wanted.current = message;
    if (isSending.current) return;
    isSending.current = true;
    const send = async () => {
      for (let next = wanted.current; next !== null && next.createdAt > told.current; next = wanted.current) {
        await markRead(chatId, next.id);
        told.current = next.createdAt;
      }
    };
    void send().catch(() => undefined).finally(() => { isSending.current = false; });
  }, [chatId]);
}

/** Messages to people that came after a time, oldest first; not the own ones. */
function newAfter(messages: Message[], time: string, myId: string | undefined): Message[] {
  return messages
    .filter(({ createdAt, createdBy, messageType, stepIndex }) => createdAt > time && stepIndex === null && (messageType !== 'user' || createdBy !== myId))
    .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
}
