/** Shows a plain message in place of the app. Built by hand: it must work when everything else failed. */
export function showNotice(root: HTMLElement, title: string, text: string): void {
  const box = document.createElement('div');
  box.setAttribute('role', 'alert');
  box.style.cssText = 'max-width:32rem;margin:15vh auto;padding:0 1.5rem;font:15px/1.5 system-ui,sans-serif;color:var(--mantine-color-text,#333)';
  const heading = document.createElement('h1');
  heading.style.cssText = 'font-size:1.15rem;margin:0 0 .5rem';
  heading.textContent = title;
  const detail = document.createElement('p');
  detail.style.cssText = 'margin:0;opacity:.75;overflow-wrap:anywhere';
  detail.textContent = text;
  box.append(heading, detail);
  root.replaceChildren(box);
}
