import { expect, test } from 'vitest';
import { guardLoops } from './loop-guard.ts';

const run = (code: string) => import(`data:text/javascript,${encodeURIComponent(guardLoops(code))}`) as Promise<Record<string, unknown>>;

test('guarded loops of every kind do what they did before', async () => {
  const code = `
    export const seen = [];
    outer: for (let i = 0; i < 3; i++) for (const key in { a: 1, b: 2 }) { if (i === 1) continue outer; seen.push(i + key); }
    let n = 0; do n++; while (n < 5);
    while (n-- > 3);
    if (n) for (;;) break; else n = 9;
    for (const value of [1, 2]) n += value;
    for await (const value of [10]) n += value;
    export const sum = n;
  `;
  expect(await run(code)).toMatchObject({ seen: ['0a', '0b', '2a', '2b'], sum: 15 });
});

test('an endless loop ends with an error and keeps its line', async () => {
  const { error } = (await run('export let error;\ntry {\n  for (;;) ;\n} catch (caught) { error = caught; }')) as { error: Error };
  expect(error.message).toBe('Endless loop: the app was busy for 4 seconds.');
  expect(guardLoops('a();\nwhile (b())\n  c();\nd();').split('\n').slice(0, 4)).toHaveLength(4);
});

test('many short turns of work are no endless loop', async () => {
  const code = `
    export let turns = 0;
    const end = performance.now() + 4500;
    while (performance.now() < end) { for (let i = 0; i < 5000; i++) turns++; await new Promise((resolve) => setTimeout(resolve)); }
  `;
  expect((await run(code))['turns']).toBeGreaterThan(5000);
});

test('code the parser does not know is left as it is', () => {
  expect(guardLoops('for (;;) { @@ }')).toBe('for (;;) { @@ }');
});
