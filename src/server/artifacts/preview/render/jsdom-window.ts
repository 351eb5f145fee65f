import { JSDOM, VirtualConsole } from 'jsdom';

type Globals = Record<string, unknown>;

/** Node's own versions of these do not fit the page's nodes and events. */
const fromPage = ['navigator', 'Event', 'EventTarget', 'CustomEvent', 'MessageEvent', 'AbortController', 'AbortSignal', 'Blob', 'File', 'FormData', 'DOMException', 'ErrorEvent', 'localStorage', 'sessionStorage', 'WebSocket', 'XMLHttpRequest', 'Headers'];
const keep = new Set(['undefined', 'NaN', 'Infinity', 'globalThis', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'queueMicrotask']);

/** A page of this size makes charts draw and tables show all columns. */
const width = 1280;
const height = 900;

/** A page whose window is this process's global scope, so that browser modules run as they are. */
export function openWindow(body: string): JSDOM {
  const dom = new JSDOM(`<!doctype html><html lang="en"><head></head><body>${body}</body></html>`, {
    url: 'http://app.invalid/', pretendToBeVisual: true, virtualConsole: new VirtualConsole(),
  });
  const page = dom.window as unknown as Globals;
  addLayout(page);
  const globals = globalThis as unknown as Globals;
  for (const name of new Set([...Object.getOwnPropertyNames(page), ...fromPage])) {
    if (keep.has(name) || (name in globals && !fromPage.includes(name))) continue;
    Object.defineProperty(globals, name, { configurable: true, writable: true, value: page[name] });
  }
  Object.defineProperty(globals, 'window', { configurable: true, value: dom.window });
  Object.assign(URL, { createObjectURL: () => 'blob:http://app.invalid/file', revokeObjectURL: () => {} });
  // Storage is closed in the real frame as well.
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'WebSocket', 'XMLHttpRequest', 'EventSource', 'fetch']) {
    const closed = { configurable: true, get() { throw new Error(`${name} is not available in apps.`); } };
    Object.defineProperty(globals, name, closed);
    Object.defineProperty(page, name, closed);
  }
  return dom;
}

/** What a page without layout lacks and components ask for. */
function addLayout(page: Globals): void {
  class Observer { observe() {} unobserve() {} disconnect() {} takeRecords() { return []; } }
  class SizeObserver extends Observer {
    readonly #heard: (entries: unknown[], observer: unknown) => void;
    constructor(heard: (entries: unknown[], observer: unknown) => void) { super(); this.#heard = heard; }
    override observe(target?: unknown) {
      const size = [{ inlineSize: width, blockSize: height }];
      setTimeout(() => this.#heard([{ target, contentRect: box(), borderBoxSize: size, contentBoxSize: size }], this), 0);
    }
  }
  page['ResizeObserver'] = SizeObserver;
  page['IntersectionObserver'] = Observer;
  page['matchMedia'] = (media: string) => ({
    media, matches: matches(media), onchange: null, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {}, dispatchEvent: () => false,
  });
  page['scrollTo'] = () => {};
  page['innerWidth'] = width;
  page['innerHeight'] = height;
  const element = (page['HTMLElement'] as { prototype: object }).prototype;
  const any = (page['Element'] as { prototype: object }).prototype;
  Object.assign(any, {
    scrollIntoView() {}, scrollTo() {}, scrollBy() {}, setPointerCapture() {}, releasePointerCapture() {}, hasPointerCapture: () => false,
    getBoundingClientRect: box, animate: () => ({ finished: Promise.resolve(), cancel() {}, finish() {}, addEventListener() {} }), getAnimations: () => [],
  });
  for (const [name, value] of Object.entries({ offsetWidth: width, clientWidth: width, offsetHeight: height, clientHeight: height })) {
    Object.defineProperty(name.startsWith('client') ? any : element, name, { configurable: true, get: () => value });
  }
  Object.defineProperty(page['document'], 'fonts', { configurable: true, value: { ready: Promise.resolve(), addEventListener() {}, removeEventListener() {}, check: () => true } });
}

function matches(media: string): boolean {
  const min = /min-width:\s*([\d.]+)(em|rem|px)/.exec(media);
  const max = /max-width:\s*([\d.]+)(em|rem|px)/.exec(media);
  const pixels = (found: RegExpExecArray) => Number(found[1]) * (found[2] === 'px' ? 1 : 16);
  if (!min && !max) return /reduced-motion/.test(media);
  return (!min || width >= pixels(min)) && (!max || width <= pixels(max));
}

function box() {
  return { x: 0, y: 0, top: 0, left: 0, right: width, bottom: height, width, height, toJSON() { return {}; } };
}
