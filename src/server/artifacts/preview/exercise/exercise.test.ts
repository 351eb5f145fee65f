import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { exerciseStep, type Exercise } from '#contract/exercise.ts';
import { broken, faults, loanApp, loanCollections, loanExercises } from '#tests/support/faulty-app.ts';
import { stopBuilder } from '../bundle/index.ts';
import { dropStandby } from '../render/cell.ts';
import { configurePreviews } from '../settings.ts';
import { exerciseBundle } from './index.ts';

// A process for each page: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000 });

let home: string;
beforeAll(async () => {
  vi.stubEnv('CHROMIUM_PATH', 'none');
  home = await mkdtemp(join(tmpdir(), 'ninefold-exercise-'));
  configurePreviews({ home, previewUrl: 'http://localhost:1' });
});
afterAll(async () => {
  stopBuilder();
  dropStandby();
  await rm(home, { recursive: true, force: true });
});

const use = (content: string, exercises: Exercise[] = loanExercises) => exerciseBundle([{ path: 'app.tsx', content }], { collections: loanCollections, exercises });

test('an app that does what its criteria say meets all of them', async () => {
  const outcome = await use(loanApp());
  expect(outcome).toMatchObject({ ok: true, errors: [], console: [], pages: ['a page without a screen'] });
  expect(outcome.criteria.map(({ outcome: found }) => found)).toEqual(['met', 'met', 'met', 'met']);
});

test.each(faults)('the fault "%s" is found, and the criterion it breaks is named', async (fault) => {
  const outcome = await use(loanApp(fault));
  expect(outcome.ok).toBe(false);
  const unmet = outcome.criteria.filter((one) => one.outcome === 'not met').map(({ criterion }) => criterion);
  expect(unmet).toEqual(broken[fault] === null ? [] : [broken[fault]]);
  if (broken[fault] === null) expect(outcome.errors).not.toEqual([]);
});

test('a button that throws is told with the error and its place in the files', async () => {
  const outcome = await use(loanApp('throwing button'));
  expect(outcome.criteria.at(-1)?.evidence).toMatch(/Camera.*app\.tsx:\d+: saving is broken/);
  expect(outcome.console).toEqual([expect.stringMatching(/^error: app\.tsx:\d+: saving is broken$/)]);
});

test('what comes after a failure is tried in a fresh page', async () => {
  const lost: Exercise = { criterion: 'There is a calendar.', steps: [{ do: 'click', name: 'Calendar' }, { do: 'see', text: 'Monday' }] };
  const outcome = await use(loanApp(), [lost, ...loanExercises.slice(0, 2)]);
  expect(outcome.criteria.map(({ outcome: found }) => found)).toEqual(['not met', 'met', 'met']);
  expect(outcome.criteria[0]?.evidence).toBe('Click “Calendar”: There is nothing called “Calendar” to click; there are: Add loan');
});

test('a colour that only a style sheet would tell is left unchecked without a browser', async () => {
  const outcome = await use(loanApp(), [{ criterion: 'Laptops are red.', steps: [{ do: 'colour', text: 'Laptop', colour: 'red' }] }]);
  expect(outcome).toMatchObject({ ok: true, criteria: [{ outcome: 'unchecked', evidence: expect.stringContaining('without a browser') as string }] });
});

test('a step that is none is refused', () => {
  expect(exerciseStep.safeParse({ do: 'evaluate', script: '1' }).success).toBe(false);
  expect(exerciseStep.safeParse({ do: 'click' }).success).toBe(false);
});
