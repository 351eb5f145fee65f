import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { openBench } from './preview/bench.ts';
import type { Bench } from './preview/bench.ts';
import { showcase, tasks } from './preview/apps.ts';

let bench: Bench;
beforeAll(async () => { bench = await openBench(inject('chromium')); });
afterAll(async () => { await bench?.close(); });
// Frames of earlier tests stay in the page, and the browser holds up one that they push far out of sight.
beforeEach(() => bench.page.evaluate(() => { for (const frame of document.querySelectorAll('iframe')) frame.style.display = 'none'; }));

test('an app uses Mantine, charts, dates, notifications, icons and its records', async () => {
  const { id, frame } = await bench.open(showcase);
  const report = await bench.ready(id);
  expect(report).toMatchObject({ report: 'ready' });
  await frame.getByRole('heading', { name: 'Loans' }).waitFor();
  await frame.getByRole('cell', { name: 'Drill' }).waitFor();
  expect(await frame.locator('svg.recharts-surface').count()).toBeGreaterThan(0);
  expect(await frame.locator('svg.tabler-icon').count()).toBeGreaterThan(0);
  await frame.getByLabel('Due date').click();
  await frame.getByRole('button', { name: 'Notify' }).click();
  await frame.getByText('Hello from the app').waitFor();
  expect((await bench.state(id)).reports.filter((entry) => entry.report !== 'ready')).toEqual([]);
});

test('an app follows the studio from light to dark', async () => {
  const { id, frame } = await bench.open(tasks);
  await bench.ready(id);
  const scheme = () => frame.evaluate(() => document.documentElement.dataset['mantineColorScheme']);
  expect(await scheme()).toBe('light');
  await bench.page.evaluate((key) => globalThis.studio.theme(key, 'dark'), id);
  await frame.waitForFunction(() => document.documentElement.dataset['mantineColorScheme'] === 'dark');
});

test('a viewer adds, changes, removes and takes back a record', async () => {
  const { id, frame } = await bench.open(tasks);
  // Styles that come late move the button from under a click.
  await bench.ready(id);
  await frame.getByText('Water plants').waitFor();
  await frame.getByLabel('Title').fill('Buy bread');
  await frame.getByRole('button', { name: 'Add' }).click();
  await frame.getByText('Buy bread').waitFor();
  await frame.getByRole('button', { name: 'Finish Buy bread' }).click();
  await frame.getByText('Buy bread (done)').waitFor();
  expect(await bench.records(id, 'tasks')).toContainEqual({ title: 'Buy bread', done: true });
  await frame.getByRole('button', { name: 'Remove Buy bread' }).click();
  await frame.getByText('Buy bread (done)').waitFor({ state: 'detached' });
  expect(await bench.records(id, 'tasks')).toHaveLength(1);
  await frame.getByRole('button', { name: 'Undo' }).click();
  await frame.getByText('Buy bread (done)').waitFor();
  expect(await bench.records(id, 'tasks')).toHaveLength(2);
});

test('a refused record shows its message at the field and changes nothing', async () => {
  const { id, frame } = await bench.open(tasks);
  await frame.getByText('Water plants').waitFor();
  await frame.getByLabel('Title').fill('x'.repeat(81));
  await frame.getByRole('button', { name: 'Add' }).click();
  await frame.getByText(/must NOT have more than 80 characters/).waitFor();
  expect(await bench.records(id, 'tasks')).toHaveLength(1);
});

test('a refused change is rolled back on the screen', async () => {
  const { frame } = await bench.open({ ...tasks, canWrite: false });
  await frame.getByText('Water plants').waitFor();
  await frame.getByRole('button', { name: 'Finish Water plants' }).click();
  await frame.getByText('You may only look at these records.').waitFor();
  expect(await frame.getByText('Water plants (done)').count()).toBe(0);
});

test('a second viewer sees a new record without reloading', async () => {
  const first = await bench.open(tasks);
  const second = await bench.open({ ...tasks, sharedWith: first.id });
  await second.frame.getByText('Water plants').waitFor();
  await first.frame.getByLabel('Title').fill('Call the bank');
  await first.frame.getByRole('button', { name: 'Add' }).click();
  await second.frame.getByText('Call the bank').waitFor({ timeout: 5000 });
});

test('a viewer exports a file and follows a link through the studio', async () => {
  const { id, frame } = await bench.open(tasks);
  await frame.getByRole('button', { name: 'Export' }).click();
  await frame.getByRole('link', { name: 'Website' }).click();
  await expect.poll(async () => (await bench.state(id)).links).toEqual(['https://example.com/help']);
  expect((await bench.state(id)).saved).toEqual(['tasks.csv:title\nWater plants']);
});

test('an app that throws while drawing shows why and tells file and line', async () => {
  const { id, frame } = await bench.open({
    files: [
      { path: 'app.tsx', content: `import { Broken } from './broken';\nexport function App() { return <main><Broken /></main>; }` },
      { path: 'broken.tsx', content: `export function Broken() {\n  const list = undefined as unknown as string[];\n  return <p>{list.map((item) => item)}</p>;\n}` },
    ],
  });
  expect(await bench.report(id, 'error')).toMatchObject({ during: 'render', file: 'broken.tsx', line: 3, component: 'Broken' });
  await frame.getByText('This app stopped.').waitFor();
});

test('an app without a component named App says so', async () => {
  const { id } = await bench.open({ files: [{ path: 'app.tsx', content: 'export const nothing = 1;' }] });
  expect(await bench.report(id, 'error')).toMatchObject({ during: 'load', message: 'The main file does not export a component named App.' });
});

test('an error in a click and a console line reach the studio', async () => {
  const { id, frame } = await bench.open({
    files: [{ path: 'app.tsx', content: `export function App() {\n  return <button onClick={() => { console.warn('careful', { a: 1 }); throw new Error('no luck'); }}>Go</button>;\n}` }],
  });
  await frame.getByRole('button', { name: 'Go' }).click();
  expect(await bench.report(id, 'error')).toMatchObject({ during: 'script', message: 'no luck', file: 'app.tsx', line: 2 });
  expect(await bench.report(id, 'console')).toMatchObject({ level: 'warn', text: 'careful {"a":1}' });
});
