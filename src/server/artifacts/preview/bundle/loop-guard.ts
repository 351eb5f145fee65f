import { parse } from 'acorn';
import type { Node } from 'acorn';

type Loop = Node & { body: Node };

/** Longest the app may work without letting the browser draw; far above what a person would bear. */
const maxBusyMs = 4000;
/** Where apps are tried on the server, pages are slower and share the machine with all else. */
const maxBusyOnTrialMs = 8000;

/**
 * Puts a check into every loop, so that an endless one ends in an error with
 * its place instead of a page that hangs (frames of one origin share a process:
 * it would take the next version with it). Lines stay where they are.
 */
export function guardLoops(code: string): string {
  const loops: Loop[] = [];
  try {
    collect(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), loops);
  } catch {
    // esbuild may know newer syntax than the parser: then the app runs as it is.
    return code;
  }
  if (loops.length === 0) return code;
  const inserts = loops.flatMap(({ body }) => (body.type === 'BlockStatement'
    ? [{ at: body.start + 1, text: '__turn();' }]
    : [{ at: body.start, text: '{__turn();' }, { at: body.end, text: '}' }]));
  // From the end, so that places ahead stay right; a `}` comes after what is inserted behind it.
  let guarded = code;
  for (const { at, text } of inserts.toSorted((a, b) => b.at - a.at || (a.text === '}' ? 1 : -1))) guarded = guarded.slice(0, at) + text + guarded.slice(at);
  return `${guarded}\n${guard}`;
}

function collect(node: unknown, loops: Loop[]): void {
  if (Array.isArray(node)) {
    for (const child of node) collect(child, loops);
    return;
  }
  if (typeof node !== 'object' || node === null || !('type' in node)) return;
  if (/^(For|While|DoWhile|ForIn|ForOf)Statement$/.test(String(node.type))) loops.push(node as Loop);
  for (const child of Object.values(node)) if (typeof child === 'object') collect(child, loops);
}

// A timer can only fire between two turns of the event loop: while it has not, the app has been busy all the time.
const guard = `var __turns, __since;
function __turn() {
  __turns = (__turns || 0) + 1;
  if (__turns % 1024 !== 0) return;
  var now = performance.now();
  if (!__since) { __since = now; setTimeout(() => { __since = 0; }, 0); }
  else if (now - __since > (globalThis.ninefoldTest ? ${maxBusyOnTrialMs} : ${maxBusyMs})) throw new Error("Endless loop: the app was busy for " + Math.floor((now - __since) / 1000) + " seconds.");
}
`;
