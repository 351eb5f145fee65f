import type { Exercise, ExerciseStep } from '#contract/exercise.ts';
import type { Blueprint } from '../blueprint.ts';
import { storiesByPart } from '../files/documents/requirements.ts';
import { lower } from '../files/text.ts';
import { modelOf } from '../files/model.ts';
import type { AppModel, EntityModel } from '../files/model.ts';
import { chartSteps, formSteps, recordSteps, ruleSteps, viewSteps } from './steps-for.ts';

/** A criterion of the requirements with the steps that show whether it is met, or why nothing here can show it. */
export type Plan = { criterion: string; feature: Feature; steps: ExerciseStep[] } | { criterion: string; steps: null; why: string };

/** What of the app a criterion is about: what can be left out when it fails, and stays right without it. */
export type Feature = { entity: string; kind: 'records' | 'highlight' | 'board' | 'calendar' | 'chart'; name: string };

/** All of these are tried; of an app with more, the rest stays unchecked. */
const maxExercises = 24;
/** Of further lists, which are written by the same rules as the first, only what differs most is tried. */
const ofFurther = /^A saved|^Saving without|is shown in|moved without a mouse|chart shows/;

/** The requirements of an app as exercises, criterion by criterion, in the order of the document. */
export function plansOf(blueprint: Blueprint): Plan[] {
  const model = modelOf(blueprint);
  let left = maxExercises;
  return storiesByPart(model).flatMap(({ entity, part, name, story }) => story.criteria.map((criterion): Plan => {
    const steps = entity ? stepsFor(model, entity, part, name, criterion) : null;
    if (!entity || !steps) return { criterion, steps: null, why: whyNot(criterion) };
    const first = model.entities[0]!;
    if (entity !== first && !ofFurther.test(criterion)) return { criterion, steps: null, why: `It was tried with ${lower(first.plural)}; this list is written by the same rules.` };
    if (left-- <= 0) return { criterion, steps: null, why: `The app has more criteria than are tried in one go (${maxExercises}).` };
    return { criterion, feature: { entity: entity.name, kind: part === 'related' ? 'records' : part, name }, steps };
  }));
}

/** In the order of the document, but what renames a record, reloads, or leaves a filter on comes last. */
export function exercisesOf(plans: Plan[]): Exercise[] {
  const order = ({ criterion, steps }: Exercise) => {
    if (criterion.startsWith('The list can be narrowed')) return 3;
    return steps.some((step) => step.do === 'reload') ? 2 : criterion.startsWith('A changed') ? 1 : 0;
  };
  return plans.flatMap(({ criterion, steps }) => (steps ? [{ criterion, steps }] : [])).toSorted((a, b) => order(a) - order(b));
}

function stepsFor(model: AppModel, entity: EntityModel, part: Feature['kind'] | 'related', name: string, criterion: string): ExerciseStep[] | null {
  switch (part) {
    case 'records': return formSteps(model, entity, criterion) ?? recordSteps(model, entity, criterion);
    case 'highlight': return ruleSteps(model, entity, name, criterion);
    case 'board': case 'calendar': return viewSteps(model, entity, part, criterion);
    case 'chart': return chartSteps(model, entity, name, criterion);
    case 'related': return null;
  }
}

const reasons: [RegExp, string][] = [
  [/^Dragging/, 'Dragging is not tried; the menu that moves a card does the same and is.'],
  [/may only view/, 'The app is tried as someone who may write.'],
  [/phone, with the keyboard/, 'Other screens and the keyboard alone are for a person to try.'],
  [/CSV|file can be imported/, 'Files are not tried here.'],
  [/given in stars/, 'Stars are picked by where the mouse is.'],
  [/link that starts with/, 'Leaving the app by a link is not tried.'],
];

function whyNot(criterion: string): string {
  return reasons.find(([pattern]) => pattern.test(criterion))?.[1] ?? 'The example records and steps at hand cannot show it.';
}
