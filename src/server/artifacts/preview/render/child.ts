import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { answerRequest, parseFrameMessage } from '#contract/app-bridge.ts';
import type { BridgeAnswer, BridgeEvent } from '#contract/app-bridge.ts';
import { exercise } from './exercise.ts';
import { openWindow } from './jsdom-window.ts';
import { lockDown } from './lock-down.ts';
import { maxLineLength, maxListLength, maxTextLength } from './outcome.ts';
import type { RenderOutcome } from './outcome.ts';
import { headingsOf, textOf } from './reading.ts';
import { openSampleRecords } from './sample-records.ts';
import type { SampleCollection } from './sample-records.ts';
import { settled, until } from './settle.ts';

/** What is known before there is an app; the process warms up with it. First argument, as JSON. */
export type CellSetup = { kitFolder: string; packages: { specifier: string; file: string }[]; boot: string };
/** What the server asks of this process, on its standard input. */
export type RenderJob = { bundleFolder: string; collections: SampleCollection[] };

const startTimeoutMs = 12_000;
/** What nearly every app uses: loaded before the app is there. */
const usual = ['react', 'react/jsx-runtime', 'react-dom/client', '@mantine/core', '@mantine/dates', '@mantine/charts', '@mantine/notifications', '@ninefold/app'];
const session = { user: { id: crypto.randomUUID(), displayName: 'Quality check' }, canWrite: true, colorScheme: 'light' as const, appTitle: 'App' };

const setup = JSON.parse(process.argv[2] ?? '') as CellSetup;
const { stdin, stdout, stderr } = process;
const exit = process.exit.bind(process);
const onProcess = process.on.bind(process);

async function readJob(): Promise<RenderJob> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as RenderJob;
}

/** The page, the locks and the usual packages. */
async function warmUp() {
  const dom = openWindow('<div id="root"></div>');
  Object.assign(globalThis, { ninefoldTest: true });
  const packages = new Map(setup.packages.map(({ specifier, file }) => [specifier, join(setup.kitFolder, file)]));
  const open = lockDown(packages, setup.kitFolder);
  await Promise.all(usual.map((name) => import(pathToFileURL(packages.get(name) ?? '').href)));
  return { dom, open };
}

async function run(job: RenderJob, { dom, open }: Awaited<ReturnType<typeof warmUp>>): Promise<void> {
  const errors: string[] = [];
  const created = new Map<string, number>();
  let ready = false;
  open(job.bundleFolder);
  const url = (name: string) => pathToFileURL(join(job.bundleFolder, name)).href;
  const { document } = dom.window;
  Object.assign(document.getElementById('root')!.dataset, { studio: 'http://studio.invalid', app: url('app.js'), places: url('places.js') });

  const deliver = (data: BridgeAnswer | BridgeEvent) => setTimeout(() => {
    const event = new dom.window.MessageEvent('message', { data, origin: 'http://studio.invalid' });
    Object.defineProperty(event, 'source', { value: studio });
    dom.window.dispatchEvent(event);
  }, 0);
  const calls = openSampleRecords({
    session, collections: job.collections, newId: () => crypto.randomUUID(),
    onChange: (collection) => deliver({ ninefold: 1, event: 'records.changed', collection }),
  });
  const { 'records.create': create } = calls;
  calls['records.create'] = async (params) => {
    const record = await create(params);
    created.set(params.collection, (created.get(params.collection) ?? 0) + 1);
    return record;
  };
  const studio = {
    postMessage(sent: unknown): void {
      const message = parseFrameMessage(JSON.parse(JSON.stringify(sent)));
      if (message?.type === 'request') void answerRequest(message.request, calls).then(deliver);
      if (message?.type !== 'report') return;
      const { report } = message;
      if (report.report === 'ready') ready = true;
      else if (report.report === 'error') errors.push(describe(report));
      else if (report.report === 'console' && report.level === 'error') errors.push(`console.error: ${report.text}`);
    },
  };
  Object.defineProperty(dom.window, 'parent', { configurable: true, value: studio });
  // The page has no window.onerror for what Node reports about the app's promises and timers.
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    onProcess(kind, (error: unknown) => {
      const event = new dom.window.ErrorEvent('error', { error, message: error instanceof Error ? error.message : String(error) });
      dom.window.dispatchEvent(event);
    });
  }
  await import(pathToFileURL(join(setup.kitFolder, setup.boot)).href);
  await until(() => ready || errors.length > 0, startTimeoutMs);
  await settled(document);

  const headings = headingsOf(document);
  const text = textOf(document.body);
  const isEmpty = text === '' && document.querySelector('svg, canvas, img, input') === null;
  if (!ready && errors.length === 0) errors.push('The app did not start.');
  if (ready && isEmpty && errors.length === 0) errors.push('The screen is empty.');
  const { checks, notes } = ready && !isEmpty && errors.length === 0
    ? await exercise(document, job.collections, (collection) => created.get(collection) ?? 0)
    : { checks: [], notes: [] };
  const outcome: RenderOutcome = {
    ok: errors.length === 0 && checks.every((check) => check.ok),
    errors: cut([...new Set(errors)]), headings: cut(headings), text: text.slice(0, maxTextLength),
    checks: checks.slice(0, maxListLength), notes: cut(notes),
  };
  stdout.write(JSON.stringify(outcome), () => exit(0));
}

function describe({ message, file, line, component }: { message: string; file?: string | undefined; line?: number | undefined; component?: string | undefined }): string {
  const place = file ? `${file}${line ? `:${line}` : ''}` : component ? `<${component}>` : '';
  return place ? `${place}: ${message}` : message;
}

function cut(lines: string[]): string[] {
  return lines.slice(0, maxListLength).map((line) => line.slice(0, maxLineLength));
}

const warm = warmUp();
Promise.all([readJob(), warm]).then(([job, page]) => run(job, page))
  .catch((error: unknown) => stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`, () => exit(1)));
