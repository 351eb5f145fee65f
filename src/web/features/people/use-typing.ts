import { useCallback, useEffect, useRef } from 'react';
import { sayTyping } from './queries.ts';

/** Others see it for six seconds, so it is said again well before. */
const repeatMs = 3000;

/** Tells the others in a chat that this person writes: while the text changes, until it is sent or empty. */
export function useTyping(chatId: string): (text: string) => void {
  const saidAt = useRef(0);
  const say = useCallback((isTyping: boolean) => {
    saidAt.current = isTyping ? Date.now() : 0;
    // A hint that gets lost is no trouble.
    sayTyping(chatId, isTyping).catch(() => undefined);
  }, [chatId]);
  useEffect(() => () => { if (saidAt.current > 0) say(false); }, [say]);
  return useCallback((text: string) => {
    if (text.trim() === '') {
      if (saidAt.current > 0) say(false);
    } else if (Date.now() - saidAt.current > repeatMs) say(true);
  }, [say]);
}
