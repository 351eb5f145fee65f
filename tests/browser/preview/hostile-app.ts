import type { App } from './bench.ts';

/**
 * An app that tries one thing after the other and writes on the screen what
 * came of it: `name: REFUSED …` or `name: DONE …`.
 */
export function hostileApp(attempts: Record<string, string>, collections: App['collections'] = []): App {
  const list = Object.entries(attempts).map(([name, code]) => `${JSON.stringify(name)}: async () => { ${code} }`).join(',\n');
  return {
    collections,
    files: [{
      path: 'app.tsx',
      content: `
// @ts-nocheck
import { useEffect, useState } from 'react';
const attempts = { ${list} };
const limit = (ms) => new Promise((resolve, reject) => setTimeout(() => reject(new Error('no answer')), ms));
export function App() {
  const [lines, setLines] = useState([]);
  const [done, setDone] = useState(false);
  useEffect(() => {
    (async () => {
      for (const [name, run] of Object.entries(attempts)) {
        let line;
        try { line = 'DONE ' + String(await Promise.race([run(), limit(2500)])); }
        catch (error) { line = 'REFUSED ' + (error?.code ?? '') + ' ' + (error?.message ?? error); }
        setLines((before) => [...before, name + ': ' + line]);
      }
      setDone(true);
    })();
  }, []);
  return <div><ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>{done && <h2>finished</h2>}</div>;
}
`,
    }],
  };
}

/** A request of the bridge written by hand, as an app that does not use the kit would. */
export const ask = (message: string) => `
  const message = ${message};
  const answer = new Promise((resolve, reject) => addEventListener('message', function heard({ data }) {
    if (data?.ninefold !== 1 || data.id !== message.id) return;
    removeEventListener('message', heard);
    if (data.ok) resolve(JSON.stringify(data.result)); else reject(Object.assign(new Error(data.error.detail), data.error));
  }));
  parent.postMessage(message, '*');
  return answer;
`;
