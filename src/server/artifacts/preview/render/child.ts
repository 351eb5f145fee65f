import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { answerRequest, parseFrameMessage } from '#contract/app-bridge.ts';
import type { BridgeAnswer, BridgeEvent } from '#contract/app-bridge.ts';
import type { ExerciseStep } from '#contract/exercise.ts';
import { noteReport, type Notes } from '../exercise/notes.ts';
import { trySteps } from '../exercise/steps.ts';
import { exercise } from './exercise.ts';
import { eventHands } from './event-hands.ts';
import { openWindow } from './jsdom-window.ts';
import { lockDown } from './lock-down.ts';
import { maxLineLength, maxListLength, maxTextLength } from './outcome.ts';
import type { RenderOutcome, TriedStretch } from './outcome.ts';
import { headingsOf, textOf } from './reading.ts';
import { openSampleRecords } from './sample-records.ts';
import type { RecordDump, SampleCollection } from './sample-records.ts';
import { settled, until } from './settle.ts';

/** What is known before there is an app; the process warms up with it. First argument, as JSON. */
export type CellSetup = { kitFolder: string; packages: { specifier: string; file: string }[]; boot: string };
/** What the server asks of this process, on its standard input. */
export type RenderJob = {
  bundleFolder: string;
  collections: SampleCollection[];
  /** Steps to try, in stretches; without them the app is used by what can be guessed of it. */
  stretches?: ExerciseStep[][] | undefined;
  records?: RecordDump | undefined;
};

const startTimeoutMs = 12_000;
/** What nearly every app uses: loaded before the app is there. */
const usual = ['react', 'react/jsx-runtime', 'react-dom/client', '@mantine/core', '@mantine/dates', '@mantine/charts', '@mantine/notifications', '@ninefold/app'];
// The same person in every page of an exercise.
const session = { user: { id: '00000000-0000-4000-8000-000000000001', displayName: 'Quality check' }, canWrite: true, colorScheme: 'light' as const, appTitle: 'App' };

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
  const notes: Notes = { errors: [], console: [], isReady: false };
  const { errors } = notes;
  const created = new Map<string, number>();
  open(job.bundleFolder);
  const url = (name: string) => pathToFileURL(join(job.bundleFolder, name)).href;
  const { document } = dom.window;
  Object.assign(document.getElementById('root')!.dataset, { studio: 'http://studio.invalid', app: url('app.js'), places: url('places.js') });

  const deliver = (data: BridgeAnswer | BridgeEvent) => setTimeout(() => {
    const event = new dom.window.MessageEvent('message', { data, origin: 'http://studio.invalid' });
    Object.defineProperty(event, 'source', { value: studio });
    dom.window.dispatchEvent(event);
  }, 0);
  const { calls, dump } = openSampleRecords({
    session, collections: job.collections, records: job.records, newId: () => crypto.randomUUID(),
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
      else if (message?.type === 'report') noteReport(notes, message.report);
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
  await until(() => notes.isReady || errors.length > 0, startTimeoutMs);
  await settled(document);

  const headings = headingsOf(document);
  const text = textOf(document.body);
  const isEmpty = text === '' && document.querySelector('svg, canvas, img, input') === null;
  if (!notes.isReady && errors.length === 0) errors.push('The app did not start.');
  if (notes.isReady && isEmpty && errors.length === 0) errors.push('The screen is empty.');
  const isOpen = notes.isReady && !isEmpty && errors.length === 0;
  const tried = isOpen && job.stretches ? await tryStretches(document, job.stretches, errors) : [];
  const { checks, notes: untried } = isOpen && !job.stretches
    ? await exercise(document, job.collections, (collection) => created.get(collection) ?? 0)
    : { checks: [], notes: [] };
  const outcome: RenderOutcome = {
    ok: errors.length === 0 && checks.every((check) => check.ok),
    errors: cut([...new Set(errors)]), headings: cut(headings), text: text.slice(0, maxTextLength),
    checks: checks.slice(0, maxListLength), notes: cut(untried),
    console: cut(notes.console), tried, ...(job.stretches ? { records: dump() } : {}),
  };
  stdout.write(JSON.stringify(outcome), () => exit(0));
}

/** Stops at the first stretch that fails: what comes after it needs a fresh page. Errors of a stretch belong to it alone. */
async function tryStretches(document: Document, stretches: ExerciseStep[][], errors: string[]): Promise<TriedStretch[]> {
  const tried: TriedStretch[] = [];
  const hands = eventHands(document);
  for (const stretch of stretches) {
    const before = errors.length;
    const steps = await trySteps(document, stretch, hands);
    tried.push({ steps, errors: cut(errors.splice(before)) });
    if (steps.some((step) => step.result === 'failed')) break;
  }
  return tried;
}

function cut(lines: string[]): string[] {
  return lines.slice(0, maxListLength).map((line) => line.slice(0, maxLineLength));
}

const warm = warmUp();
Promise.all([readJob(), warm]).then(([job, page]) => run(job, page))
  .catch((error: unknown) => stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`, () => exit(1)));
