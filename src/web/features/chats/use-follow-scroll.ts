import { useCallback, useEffect, useRef, useState } from 'react';

/** Closer to the end than this counts as reading the end. */
const nearPx = 80;

/** Keeps the end of a growing list in view as long as the reader is there; who scrolled up is left alone. */
export function useFollowScroll() {
  const viewport = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const [isAway, setAway] = useState(false);

  const toEnd = useCallback((behavior: ScrollBehavior = 'auto') => {
    isFollowing.current = true;
    setAway(false);
    viewport.current?.scrollTo({ top: viewport.current.scrollHeight, behavior });
  }, []);
  const stop = useCallback(() => {
    isFollowing.current = false;
    setAway(true);
  }, []);
  const onScroll = useCallback(() => {
    const element = viewport.current;
    if (element === null) return;
    isFollowing.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
    setAway(!isFollowing.current);
  }, []);
  useEffect(() => {
    if (content.current === null) return;
    // Who is away may be at the end all at once: the content shrank, or there is more room for it.
    const observer = new ResizeObserver(() => (isFollowing.current ? toEnd() : onScroll()));
    observer.observe(content.current);
    // What stands below it may grow, and take room away.
    if (viewport.current !== null) observer.observe(viewport.current);
    return () => observer.disconnect();
  }, [toEnd, onScroll]);

  return { viewport, content, onScroll, isAway, toEnd, stop };
}
