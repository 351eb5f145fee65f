import { useEffect, useState, type KeyboardEvent } from 'react';

/**
 * Which line of a list is active while the focus stays in its field: arrows move, Enter does the line's action.
 * The first line is active again whenever `about` changes. Enter before the list is ready means its first line, once it is.
 */
export function useActiveOption(listId: string, actions: (() => void)[], about: string, isReady: boolean) {
  const [place, setPlace] = useState({ about, index: 0 });
  const [isHasty, setHasty] = useState(false);
  const index = place.about === about ? Math.min(place.index, Math.max(0, actions.length - 1)) : 0;
  const idOf = (n: number) => `${listId}-${n}`;
  const go = (next: number) => {
    setPlace({ about, index: next });
    document.getElementById(idOf(next))?.scrollIntoView({ block: 'nearest' });
  };
  useEffect(() => { document.getElementById(`${listId}-0`)?.scrollIntoView({ block: 'nearest' }); }, [about, listId]);
  useEffect(() => {
    if (!isHasty || !isReady) return;
    setHasty(false);
    actions[0]?.();
  }, [isHasty, isReady, actions]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    setHasty(event.key === 'Enter' && !isReady);
    if (step !== undefined && actions.length > 0) go((index + step + actions.length) % actions.length);
    else if (event.key === 'Enter' && isReady) actions[index]?.();
    if (step !== undefined || event.key === 'Enter') event.preventDefault();
  };
  const of = (n: number) => ({
    id: idOf(n), isActive: n === index, onChoose: () => actions[n]?.(), onPoint: () => { if (n !== index) setPlace({ about, index: n }); },
  });
  return { activeId: actions.length === 0 ? undefined : idOf(index), onKeyDown, of, choose: () => actions[index]?.() };
}
