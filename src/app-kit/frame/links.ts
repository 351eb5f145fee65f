import { call } from '../bridge.ts';

const outside = /^(https?|mailto|tel):/i;

/** Links that lead out of the app are opened by the studio, after it asked; the frame itself can go nowhere. */
export function handOverLinks(): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    const url = link instanceof HTMLAnchorElement ? link.href : '';
    if (event.defaultPrevented || !outside.test(url)) return;
    // A link within the page only moves the view.
    if (link?.getAttribute('href')?.startsWith('#')) return;
    event.preventDefault();
    call('link.open', { url }).catch(() => {});
  });
}
