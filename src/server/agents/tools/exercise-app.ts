import { z } from 'zod';
import { exercise, type CheckedCriterion } from '#contract/exercise.ts';
import { exerciseBundle } from '#server/artifacts/index.ts';
import { mainFileOf } from '../draft.ts';
import { collectionsNow, type RunState } from '../runs/state.ts';
import { defineTool } from '../tool.ts';

export const exerciseAppInput = z.object({
  exercises: z.array(exercise).min(1).max(40),
  quick: z.boolean().optional().describe('Try the steps in one page only, the truer one that is there; it is opened in both.'),
});
export type ExerciseAppInput = z.infer<typeof exerciseAppInput>;
/** Each criterion with what was seen; the console of the app; where it was tried. */
export type ExerciseAppOutput = {
  ok: boolean; errors: string[]; headings: string[]; text: string;
  criteria: CheckedCriterion[]; console: string[]; pages: string[]; notes: string[];
};

/** Uses the app step by step, as its acceptance criteria say. */
export const exerciseApp = defineTool<ExerciseAppInput, ExerciseAppOutput>({
  name: 'exercise_app',
  description: 'Use the app as a person would, over its sample records: one exercise per acceptance criterion, each a list of steps (click, fill, choose, press, see, not_see, count, colour, reload). They run one after the other on the same records, in a page without a screen and in Chromium where there is one; after a failure and at `reload` the app is opened anew. Each criterion comes back as met, not met or unchecked, with the step that failed and what was there instead.',
  input: exerciseAppInput,
  title: ({ exercises }) => `Try ${exercises.length} acceptance ${exercises.length === 1 ? 'criterion' : 'criteria'}`,
  execute: async ({ exercises, quick }, { state }) => {
    const files = await state.draft.files();
    const mainFile = mainFileOf(files);
    return exerciseBundle(files, { ...(mainFile ? { mainFile } : {}), collections: samplesOf(state), exercises, quick: quick ?? false });
  },
  apply: (state, _input, output) => {
    state.checks.exercise = output.ok ? [] : failuresOf(output);
    state.checks.console = output.console;
  },
  report: (output) => {
    const met = output.criteria.filter(({ outcome }) => outcome === 'met').length;
    const pages = output.pages.length > 0 ? ` (${output.pages.join(' and ')})` : '';
    return output.ok
      ? { ok: true, summary: `${met} of ${output.criteria.length} criteria are met${pages}.` }
      : { ok: false, summary: (failuresOf(output)[0] ?? 'It does not work.').slice(0, 300) };
  },
});

/** The app's collections with the records it is tried with. */
export function samplesOf(state: RunState): { name: string; title: string; schema: Record<string, unknown>; samples: Record<string, unknown>[] }[] {
  return collectionsNow(state).map(({ name, title, schema, samples }) => ({ name, title, schema, samples: samples ?? [] }));
}

function failuresOf({ errors, criteria }: ExerciseAppOutput): string[] {
  return [...errors, ...criteria.filter(({ outcome }) => outcome === 'not met').map(({ criterion, evidence }) => `${criterion} ${evidence}`)];
}
