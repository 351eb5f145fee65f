import { z } from 'zod';

const words = z.string().trim().min(1).max(300);
/** Narrows a step to the row, card, dialog or labelled part of the screen with this name or text. */
const within = words.optional().describe('Only inside the row, card, dialog or labelled part with this name or text.');

export const exerciseRoles = ['button', 'link', 'tab', 'menuitem', 'option', 'checkbox', 'radio', 'textbox', 'combobox', 'row', 'listitem', 'heading', 'dialog', 'figure', 'alert'] as const;

const names = words.describe('What it is called; of "Save|Add loan" either will do.');

/** One thing a person would do or look for. Names are what the screen says, upper and lower case alike. */
export const exerciseStep = z.discriminatedUnion('do', [
  z.object({ do: z.literal('click'), name: names, role: z.enum(exerciseRoles).optional(), within }),
  z.object({ do: z.literal('fill'), label: names, value: z.string().max(2000).describe('Dates as YYYY-MM-DD, or "today", "today+3", "today-10".'), within }),
  z.object({ do: z.literal('choose'), label: names, option: words, within }),
  z.object({ do: z.literal('press'), key: z.enum(['Escape', 'Enter', 'Tab', 'ArrowDown', 'ArrowUp']) }),
  z.object({ do: z.literal('see'), text: words, within }),
  z.object({ do: z.literal('not_see'), text: words, within }),
  z.object({
    do: z.literal('count'), role: z.enum(exerciseRoles), name: words.optional().describe('Counts only those that contain this.'), within,
    is: z.number().int().min(0).max(10_000).optional(), atLeast: z.number().int().min(0).max(10_000).optional(),
  }),
  z.object({ do: z.literal('colour'), text: words, colour: words.describe('e.g. red'), within }),
  z.object({ do: z.literal('reload') }),
]);
export type ExerciseStep = z.infer<typeof exerciseStep>;

/** How to find out, by using the app, whether a criterion is met. */
export const exercise = z.object({
  criterion: z.string().trim().min(1).max(500).describe('The acceptance criterion, word for word.'),
  steps: z.array(exerciseStep).min(1).max(40),
});
export type Exercise = z.infer<typeof exercise>;

export const criterionOutcome = z.enum(['met', 'not met', 'unchecked']);
export type CriterionOutcome = z.infer<typeof criterionOutcome>;

/** A criterion with what was seen of it; `evidence` says what failed, or why it could not be checked. */
export const checkedCriterion = z.object({ criterion: z.string(), outcome: criterionOutcome, evidence: z.string() });
export type CheckedCriterion = z.infer<typeof checkedCriterion>;

/** A step that was tried: `unsure` when this page cannot tell, such as colours where no style sheet is loaded. */
export const triedStep = z.object({ text: z.string(), result: z.enum(['ok', 'failed', 'unsure']), seen: z.string().optional() });
export type TriedStep = z.infer<typeof triedStep>;
