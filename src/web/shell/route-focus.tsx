import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/** After a change of page, focus goes to its heading (or main), so that keyboards and screen readers start there. */
export function RouteFocus() {
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef<string | undefined>(undefined);
  useEffect(() => {
    const isFirst = before.current === undefined;
    before.current = pathname;
    if (isFirst || pathname === undefined) return;
    const timer = setTimeout(() => {
      // A page that focused its own field has chosen a better place.
      if (document.activeElement !== null && document.activeElement !== document.body && document.querySelector('main')?.contains(document.activeElement)) return;
      document.querySelector<HTMLElement>('main h1, main')?.focus({ preventScroll: true });
    }, 60);
    return () => clearTimeout(timer);
  }, [pathname]);
  return null;
}
