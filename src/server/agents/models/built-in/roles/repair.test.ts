import { expect, test } from 'vitest';
import type { Blueprint } from '../blueprint.ts';
import { plansOf } from '../exercises/index.ts';
import { filesOf } from '../files/index.ts';
import { understand } from '../understand.ts';
import { act } from './act.ts';

const request = 'Track tickets with title, priority (low, high), status (new, open, done) and due date as a board. Show overdue tickets in red. Chart tickets per priority.';
const understood = await understand(request, null);
if (understood.kind !== 'build') throw new Error('no app was understood');
const { blueprint } = understood;

/** The first answer of the coder that repairs an app with these files, on the failure of the criterion that fits. */
async function repair(criterion: RegExp, files = filesOf(blueprint)) {
  const plan = plansOf(blueprint).find((one) => criterion.test(one.criterion));
  const context = {
    agent: 'coder' as const, phase: 'work' as const, request, conversation: [], project: { name: 'P', otherApps: [], documents: [] }, steps: [],
    app: { artifactId: 'a', title: blueprint.title, version: 1, files: files.map(({ path, content }) => ({ path, size: Buffer.byteLength(content) })), blueprint, collections: [] },
    repair: { round: 1, of: 3, failures: [`${plan?.criterion} It was not so.`], console: [] },
  };
  const { text, calls = [] } = await act({ agent: 'coder', context, request, calls: [], results: [] }, new Set(['write_file', 'delete_file', 'publish_version']));
  const published = calls.find(({ tool }) => tool === 'publish_version')?.input as { changes: string[]; blueprint: Blueprint } | undefined;
  return { text, calls, published };
}

test('a chart that fails is left out, and the version says so', async () => {
  const { published, calls } = await repair(/chart shows/);
  expect(published?.changes).toEqual(['Left out: the chart “Tickets per priority”']);
  expect(published?.blueprint.entities[0]).toMatchObject({ charts: [], views: [{ kind: 'board' }] });
  expect(calls.find(({ tool }) => tool === 'delete_file')?.input).toEqual({ path: 'features/tickets/charts.tsx' });
});

test('a mark and a board that fail are left out', async () => {
  expect((await repair(/is shown in red/)).published?.blueprint.entities[0]?.highlights).toEqual([]);
  expect((await repair(/^The board has/)).published?.blueprint.entities[0]?.views).toEqual([]);
});

test('files that are not as the plan says are written anew', async () => {
  const files = filesOf(blueprint).map((file, n) => (n === 0 ? { ...file, content: `${file.content}broken(` } : file));
  const { published } = await repair(/^A saved/, files);
  expect(published?.changes).toEqual(['All files written anew from the plan of the app']);
  expect(published?.blueprint).toEqual(blueprint);
});

test('what no app can do without is not left out: the builder says that it cannot repair it', async () => {
  const { text, calls } = await repair(/^A saved/);
  expect(calls).toEqual([]);
  expect(text).toMatch(/^I cannot repair this/);
});
