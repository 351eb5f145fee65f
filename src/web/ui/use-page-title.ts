import { useEffect } from 'react';

let name = 'Ninefold';
let newCount = 0;

function show(): void {
  document.title = newCount === 0 ? name : `(${newCount}) ${name}`;
}

/** Names the page in the tab and for screen readers. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    name = title === undefined || title === '' ? 'Ninefold' : `${title} · Ninefold`;
    show();
  }, [title]);
}

/** Says in the tab how much is new. */
export function useTitleCount(count: number): void {
  useEffect(() => {
    newCount = count;
    show();
    return () => { newCount = 0; show(); };
  }, [count]);
}
