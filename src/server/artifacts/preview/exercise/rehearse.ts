import type { Exercise, ExerciseStep, TriedStep } from '#contract/exercise.ts';
import type { TriedStretch } from '../render/outcome.ts';
import type { RecordDump } from '../render/sample-records.ts';
import { stretchesOf } from './steps.ts';

/** One opening of the app in a fresh page over the given records; the page stops at the first stretch that fails. */
export type Opening = { errors: string[]; console: string[]; headings: string[]; text: string; tried: TriedStretch[]; records: RecordDump };
export type OpenApp = (stretches: ExerciseStep[][], records: RecordDump | undefined, goesOn: boolean) => Promise<Opening>;

/** What came of one exercise; `steps` is empty when it was never begun. */
export type Tried = { criterion: string; steps: TriedStep[]; errors: string[]; isComplete: boolean };
export type Rehearsal = { errors: string[]; console: string[]; headings: string[]; text: string; exercises: Tried[] };

/** A list of exercises is done within this, or what is left stays unchecked. */
const budgetMs = 60_000;
const maxOpenings = 8;

/** Goes through the exercises; a fresh page comes with every reload and after every failure, with the records as they were. */
export async function rehearse(exercises: Exercise[], open: OpenApp): Promise<Rehearsal> {
  const end = Date.now() + budgetMs;
  const queue = exercises.flatMap((exercise, at) => stretchesOf(exercise).map((steps, n) => ({ at, steps, isFirst: n === 0 })));
  const result: Rehearsal = { errors: [], console: [], headings: [], text: '', exercises: exercises.map(({ criterion }) => ({ criterion, steps: [], errors: [], isComplete: false })) };
  let records: RecordDump | undefined;
  for (let openings = 0; queue.length > 0 && openings < maxOpenings && Date.now() < end; openings++) {
    // Up to the next reload, one page serves all.
    const reload = queue.findIndex(({ isFirst }, n) => n > 0 && !isFirst);
    const batch = queue.slice(0, reload < 0 ? queue.length : reload);
    const opening = await open(batch.map(({ steps }) => steps), records, batch.length < queue.length);
    result.console.push(...opening.console);
    if (openings === 0) Object.assign(result, { headings: opening.headings, text: opening.text });
    if (opening.errors.length > 0 || opening.tried.length === 0) {
      result.errors.push(...opening.errors);
      break;
    }
    records = opening.records;
    for (const [n, { steps, errors }] of opening.tried.entries()) {
      const { at } = batch[n]!;
      const exercise = result.exercises[at]!;
      exercise.steps.push(...steps);
      exercise.errors.push(...errors);
      const failed = steps.some((step) => step.result === 'failed');
      queue.shift();
      // What is left of a failed exercise is not tried.
      if (failed) while (queue[0]?.at === at) queue.shift();
      exercise.isComplete = queue[0]?.at !== at;
    }
  }
  return result;
}
