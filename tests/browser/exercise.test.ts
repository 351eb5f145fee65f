import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import type { Exercise } from '#contract/exercise.ts';
import { exerciseBundle } from '#server/artifacts/index.ts';
import { configurePreviews, prepareKit, stopPreview } from '#server/artifacts/preview/index.ts';
import { checkout } from '#server/platform/config.ts';
import { broken, faults, loanApp, loanCollections, loanExercises } from '#tests/support/faulty-app.ts';

vi.setConfig({ testTimeout: 180_000 });

// Where this file's browsers keep their profiles; a server that runs beside it has its own.
const folder = mkdtempSync(join(tmpdir(), 'ninefold-browsers-'));

beforeAll(async () => {
  // Chromium runs as nobody when the tests run as root.
  chmodSync(folder, 0o755);
  vi.stubEnv('TMPDIR', folder);
  vi.stubEnv('CHROMIUM_PATH', inject('chromium'));
  configurePreviews({ home: join(checkout, '.ninefold', 'tests'), previewUrl: 'http://localhost:3001' });
  await prepareKit();
});
afterAll(async () => {
  await stopPreview();
  rmSync(folder, { recursive: true, force: true });
});

const use = (content: string, exercises: Exercise[] = loanExercises) => exerciseBundle([{ path: 'app.tsx', content }], { collections: loanCollections, exercises });

test('an app that does what its criteria say meets all of them in Chromium too', async () => {
  const outcome = await use(loanApp());
  expect(outcome).toMatchObject({ ok: true, errors: [], notes: [], pages: ['a page without a screen', 'Chromium'] });
  expect(outcome.criteria.map(({ outcome: found }) => found)).toEqual(['met', 'met', 'met', 'met']);
});

test('a quick trial opens the app in both pages and uses it in Chromium', async () => {
  const outcome = await exerciseBundle([{ path: 'app.tsx', content: loanApp('idle filter') }], { collections: loanCollections, exercises: loanExercises, quick: true });
  expect(outcome.pages).toEqual(['a page without a screen', 'Chromium']);
  expect(outcome.criteria.map(({ outcome: found }) => found)).toEqual(['met', 'met', 'not met', 'met']);
});

test.each(faults)('the fault "%s" is found in Chromium', async (fault) => {
  const outcome = await use(loanApp(fault));
  expect(outcome.ok).toBe(false);
  const unmet = outcome.criteria.filter((one) => one.outcome === 'not met');
  expect(unmet.map(({ criterion }) => criterion)).toEqual(broken[fault] === null ? [] : [broken[fault]]);
  for (const { evidence } of unmet) expect(evidence).toMatch(/^In Chromium: /);
});

test('Chromium sees what a page without a screen cannot: colours of style sheets, and what lies over a button', async () => {
  const app = (style: string) => loanApp().replace('<MantineProvider>', `<MantineProvider><style>{${JSON.stringify(style)}}</style>`);
  const colour: Exercise = { criterion: 'The title is green.', steps: [{ do: 'colour', text: 'Loans', colour: 'green' }] };
  expect(await use(app('h1 { color: #2f9e44 }'), [colour])).toMatchObject({ criteria: [{ outcome: 'met' }] });
  expect(await use(app('h1 { color: #1c7ed6 }'), [colour])).toMatchObject({ criteria: [{ outcome: 'not met' }] });
  const click: Exercise = { criterion: 'A loan can be added.', steps: [{ do: 'click', name: 'Add loan' }] };
  const covered = await use(app('body::after { content: ""; position: fixed; inset: 0; z-index: 9999 }'), [click]);
  expect(covered.criteria[0]).toMatchObject({ outcome: 'not met', evidence: expect.stringContaining('cannot be reached with the mouse') as string });
});

test('an app in Chromium reaches no network, and nothing of the browser is left afterwards', async () => {
  let contacts = 0;
  const sink = createServer((socket) => { contacts++; socket.destroy(); });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(sink.address() as AddressInfo).port}/`;
  const app = loanApp().replace('export function App', `
const tried: string[] = [];
const attempt = (name: string, work: () => unknown) => { try { void Promise.resolve(work()).then(() => tried.push(name), () => {}); } catch {} };
attempt('fetch', () => fetch(${JSON.stringify(url)}));
attempt('image', () => { const image = new Image(); image.src = ${JSON.stringify(url)}; document.body.append(image); return new Promise((_ok, no) => { image.onerror = no; }); });
attempt('socket', () => new Promise((ok, no) => { const socket = new WebSocket(${JSON.stringify(url.replace('http', 'ws'))}); socket.onopen = ok; socket.onerror = no; }));
attempt('beacon', () => { if (!navigator.sendBeacon(${JSON.stringify(url)})) throw new Error('refused'); return new Promise(() => {}); });
attempt('window', () => { if (!window.open(${JSON.stringify(url)})) throw new Error('refused'); });
export function App`).replace('>Loans</Title>', '>Loans {tried.join()}</Title>');
  const outcome = await use(app, [{ criterion: 'It is there.', steps: [{ do: 'see', text: 'Projector' }] }]);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await new Promise((resolve) => sink.close(resolve));
  expect(outcome.pages).toContain('Chromium');
  expect(outcome.headings).toEqual(['Loans']);
  expect(contacts).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
  expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(folder);
});

test('an app that hangs Chromium is ended', async () => {
  // A regular expression that never returns: no loop guard stops it.
  const outcome = await use(loanApp().replace('const add = async () => {', 'const add = async () => { /^(a+)+$/.test("a".repeat(60) + "!");'), [loanExercises[3]!]);
  expect(outcome.ok).toBe(false);
});
