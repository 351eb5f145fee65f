import { saveFile } from '../outside.ts';

const blobs = new Map<string, Blob>();
const textFile = /\.(csv|json|txt|md)$/i;

/**
 * The usual way to offer a file, a link with `download` to a blob, is closed in
 * a sandbox. Such links are answered by the studio instead, which saves text files.
 */
export function handOverDownloads(): void {
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (object: Blob | MediaSource) => {
    const url = createObjectURL.call(URL, object);
    if (object instanceof Blob) blobs.set(url, object);
    return url;
  };
  URL.revokeObjectURL = (url: string) => {
    // A click is often followed at once by this; the text must still be read.
    setTimeout(() => blobs.delete(url), 1000);
    revokeObjectURL.call(URL, url);
  };
  const { click } = HTMLAnchorElement.prototype;
  // Such links are mostly clicked by code, without being in the page.
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    if (!save(this)) click.call(this);
  };
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[download]') : null;
    if (link instanceof HTMLAnchorElement && !event.defaultPrevented && save(link)) event.preventDefault();
  });
}

function save(link: HTMLAnchorElement): boolean {
  if (!link.hasAttribute('download')) return false;
  const text = textOf(link.href);
  if (!text) return false;
  const name = textFile.test(link.download) ? link.download : `${link.download || 'file'}.txt`;
  text.then((content) => saveFile(name.replace(/[/\\]/g, '-'), content)).catch(() => {});
  return true;
}

function textOf(url: string): Promise<string> | null {
  const blob = blobs.get(url);
  if (blob) return blob.text();
  const inline = /^data:[^,]*?(;base64)?,(.*)$/s.exec(url);
  if (!inline) return null;
  return Promise.resolve(inline[1] ? new TextDecoder().decode(Uint8Array.from(atob(inline[2] ?? ''), (letter) => letter.charCodeAt(0))) : decodeURIComponent(inline[2] ?? ''));
}
