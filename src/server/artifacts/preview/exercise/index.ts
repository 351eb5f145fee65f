import type { CheckedCriterion, Exercise } from '#contract/exercise.ts';
import { buildBundle } from '../bundle/index.ts';
import { findKit } from '../kit/kit.ts';
import { warmCell } from '../render/cell.ts';
import { errorLine, renderBuilt } from '../render/index.ts';
import type { SampleCollection } from '../render/sample-records.ts';
import { findChromium } from './chromium/find.ts';
import { launchChromium } from './chromium/launch.ts';
import { openPage } from './chromium/page.ts';
import { log } from '#server/platform/log.ts';
import { rehearse, type Rehearsal } from './rehearse.ts';
import { mergeCriteria } from './verdicts.ts';

export type ExerciseOptions = {
  mainFile?: string; collections?: SampleCollection[]; exercises: Exercise[];
  /** Opens the app in both pages, but tries the exercises in one: Chromium, else the page without a screen. */
  quick?: boolean;
};

/** `ok`: it opened without errors and no criterion is found unmet. `pages` names where it was tried. */
export type ExerciseOutcome = {
  ok: boolean; errors: string[]; headings: string[]; text: string;
  criteria: CheckedCriterion[]; console: string[]; pages: string[]; notes: string[];
};

const chromiumLifeMs = 90_000;
const maxTextLength = 4000;

/**
 * Uses an app over its sample records as the exercises say, one after the other
 * over the same records: in a page without a screen, and at the same time in a
 * Chromium where one is installed (docs/decisions/0100-done-means-it-works.md).
 */
export async function exerciseBundle(files: { path: string; content: string }[], o: ExerciseOptions): Promise<ExerciseOutcome> {
  const built = await buildBundle(files, o.mainFile);
  if (!built.ok) return unopened(o.exercises, built.errors.map(errorLine));
  const collections = o.collections ?? [];
  const { headless, chromium } = await tryIn(built.hash, collections, o);
  const shown = chromium.rehearsal ?? headless;
  const pages = [['a page without a screen', headless] as const, ...(chromium.rehearsal ? [['Chromium', chromium.rehearsal] as const] : [])];
  const criteria = mergeCriteria(headless, chromium.rehearsal);
  const errors = [...new Set(pages.flatMap(([, { errors: found }]) => found))];
  return {
    ok: errors.length === 0 && criteria.every(({ outcome }) => outcome !== 'not met'),
    errors, headings: shown.headings, text: shown.text.slice(0, maxTextLength), criteria,
    console: [...new Set(pages.flatMap(([, { console: lines }]) => lines))], pages: pages.map(([name]) => name), notes: chromium.note ? [chromium.note] : [],
  };
}

async function tryIn(hash: string, collections: SampleCollection[], { exercises, quick }: ExerciseOptions): Promise<{ headless: Rehearsal; chromium: Awaited<ReturnType<typeof inChromium>> }> {
  const isQuick = quick === true && findChromium() !== null;
  const [headless, chromium] = await Promise.all([isQuick ? openOnly(hash, collections) : inCell(hash, collections, exercises), inChromium(hash, collections, exercises)]);
  if (!isQuick) return { headless, chromium };
  // Without Chromium after all, the other page does the work.
  if (!chromium.rehearsal) return { headless: await inCell(hash, collections, exercises), chromium };
  return { headless: { ...headless, exercises: chromium.rehearsal.exercises }, chromium };
}

async function openOnly(hash: string, collections: SampleCollection[]): Promise<Rehearsal> {
  const { errors, console, headings, text } = await renderBuilt(hash, { collections, stretches: [] });
  return { errors, console, headings, text, exercises: [] };
}

async function inCell(hash: string, collections: SampleCollection[], exercises: Exercise[]): Promise<Rehearsal> {
  return rehearse(exercises, async (stretches, records, goesOn) => {
    const opening = renderBuilt(hash, { collections, stretches, records });
    // The page after a reload is warm by the time it is needed.
    if (goesOn) void findKit().then(warmCell);
    const { errors, console, headings, text, tried, records: after } = await opening;
    return { errors, console, headings, text, tried, records: after ?? records ?? {} };
  });
}

/** One browser at a time: hundreds of runs may want one, and each takes hundreds of MB. */
let last: Promise<unknown> = Promise.resolve();

function inChromium(hash: string, collections: SampleCollection[], exercises: Exercise[]): ReturnType<typeof tryInChromium> {
  const turn = last.then(() => tryInChromium(hash, collections, exercises));
  last = turn.catch(() => {});
  return turn;
}

async function tryInChromium(hash: string, collections: SampleCollection[], exercises: Exercise[]): Promise<{ rehearsal?: Rehearsal; note?: string }> {
  const path = findChromium();
  if (!path) return {};
  try {
    const browser = await launchChromium(path, chromiumLifeMs);
    try {
      const kit = await findKit();
      return { rehearsal: await rehearse(exercises, (stretches, records) => openPage(browser, { kit, hash, collections, stretches, records })) };
    } finally {
      browser.close();
    }
  } catch (error) {
    // A browser that does not start, or not with its sandbox, is no fault of the app: the other page has tried it.
    log.info({ err: error }, 'an app was not tried in Chromium');
    return { note: `It was not tried in Chromium: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function unopened(exercises: Exercise[], errors: string[]): ExerciseOutcome {
  const criteria = exercises.map(({ criterion }): CheckedCriterion => ({ criterion, outcome: 'unchecked', evidence: 'The app does not build.' }));
  return { ok: false, errors, headings: [], text: '', criteria, console: errors.map((error) => `error: ${error}`), pages: [], notes: [] };
}
