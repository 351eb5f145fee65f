import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { showProblem } from '#web/ui/toasts.ts';
import type { ChatState } from './chat-state.ts';
import type { ChatStore } from './chat-store.ts';

const maxPages = 20;

/** Brings the message that the address names (`#message-<id>`) into view, with earlier pages where it is among them. */
export function useMessageLink(state: ChatState, store: ChatStore, stopFollowing: () => void): void {
  const { hash, href } = useLocation();
  const done = useRef({ href: '', pages: 0, isOver: false });
  useEffect(() => {
    if (!hash.startsWith('message-')) return;
    if (done.current.href !== href) done.current = { href, pages: 0, isOver: false };
    if (done.current.isOver) return;
    const message = state.messages.find(({ id }) => `message-${id}` === hash);
    if (message === undefined && state.previousCursor !== null && done.current.pages < maxPages) {
      done.current.pages += 1;
      store.loadOlder().catch(showProblem);
      return;
    }
    done.current.isOver = true;
    // What an agent said within a step is folded away: its request stands for it.
    const element = document.getElementById(hash) ?? document.getElementById(`message-${message?.runId}`);
    if (element === null) return;
    stopFollowing();
    element.scrollIntoView({ block: 'center' });
    element.animate([{ boxShadow: '0 0 0 5px var(--accent-line)' }, { boxShadow: '0 0 0 5px transparent' }], { duration: 2400, easing: 'ease-in' });
  }, [hash, href, state.messages, state.previousCursor, stopFollowing, store]);
}
