/**
 * Browser features that reach the network past the page's content security
 * policy, or that apps have no use for. The policy and the sandbox are the wall;
 * this narrows what they leave open (see docs/decisions/0060-apps-run-walled-in.md).
 */
const closed = ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel', 'WebTransport', 'SharedWorker', 'Worker', 'XSLTProcessor'];

/** The policy refuses what these load, but only after the browser has looked up the host and connected to it. */
const nested = /^(?:\w+:)?(iframe|frame|frameset|object|embed|portal|fencedframe)$/i;
const nestedMarkup = /<\s*(?:\w+:)?(iframe|frame|frameset|object|embed|portal|fencedframe|base|meta|link)\b/i;

type TrustedTypes = { createPolicy: (name: string, rules: { createHTML: (html: string) => string }) => unknown };

/** Called before any line of the app runs; what it needs later is taken now. */
export function closeSideDoors(): void {
  for (const name of closed) {
    Object.defineProperty(window, name, { value: undefined, writable: false, configurable: false });
  }
  closeNestedPages();
}

function closeNestedPages(): void {
  const { apply } = Reflect;
  const { test } = RegExp.prototype;
  const refuse = (text: string) => { throw new Error(`${text} is not available in apps.`); };
  const { createElement, createElementNS } = Document.prototype;
  Document.prototype.createElement = function (this: Document, name: string, ...rest: unknown[]) {
    const tag = `${name}`;
    if (apply(test, nested, [tag])) refuse(`<${tag}>`);
    return apply(createElement, this, [tag, ...rest]);
  } as typeof createElement;
  Document.prototype.createElementNS = function (this: Document, namespace: string | null, name: string, ...rest: unknown[]) {
    const tag = `${name}`;
    if (apply(test, nested, [tag])) refuse(`<${tag}>`);
    return apply(createElementNS, this, [namespace, tag, ...rest]);
  } as typeof createElementNS;
  // The page's policy sends all markup made from text through this one function.
  (window as Window & { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('default', {
    createHTML: (html) => (apply(test, nestedMarkup, [html]) ? refuse('This markup') : html),
  });
}
