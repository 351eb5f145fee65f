import type { ExerciseStep } from '#contract/exercise.ts';
import type { Field, Sample } from '../blueprint.ts';
import type { AppModel, EntityModel } from '../files/model.ts';
import { capital, lower } from '../files/text.ts';

/** The name of the record that exercises add. */
export const newName = 'Quality check';

/** Brings the page of an entity to the front, in the view that is asked for. */
export function goTo(model: AppModel, entity: EntityModel, view = 'table'): ExerciseStep[] {
  const views = ['table', ...entity.views.map(({ kind }) => kind)];
  return [
    ...(model.entities.length > 1 ? [{ do: 'click' as const, name: capital(entity.plural), role: 'tab' as const }] : []),
    ...(views.length > 1 ? [{ do: 'click' as const, name: capital(view), role: 'radio' as const }] : []),
  ];
}

export function openForm(entity: EntityModel): ExerciseStep {
  return { do: 'click', name: `Add ${lower(entity.singular)}`, role: 'button' };
}

export const save: ExerciseStep = { do: 'click', name: 'Save', role: 'button', within: 'dialog' };
export const cancel: ExerciseStep = { do: 'click', name: 'Cancel', role: 'button', within: 'dialog' };

/** Whether exercises can name a new record: its title is a text. */
export function isNamed(entity: EntityModel): boolean {
  return entity.title.type === 'text' || entity.title.type === 'person';
}

/** The name an example record has on the screen; null when it has none that is its own. */
export function nameOf(entity: EntityModel, sample: Sample | undefined): string | null {
  const name = sample?.[entity.titleField];
  if (typeof name !== 'string' || name === '' || !isNamed(entity)) return null;
  // A row is told by all of its text: the name must not stand in another one, in whatever column.
  const mentions = entity.samples.filter((other) => Object.values(other).some((value) => typeof value === 'string' && value.toLowerCase().includes(name.toLowerCase())));
  return mentions.length === 1 ? name : null;
}

/** Fills what has to be filled, the name included. */
export function fillRequired(model: AppModel, entity: EntityModel): ExerciseStep[] {
  const needed = entity.fields.filter((field) => field === entity.title || (field.required && field.type !== 'yes-no' && field.defaultValue === undefined));
  return needed.flatMap((field) => fillField(model, entity, field));
}

function fillField(model: AppModel, entity: EntityModel, field: Field): ExerciseStep[] {
  const fill = (value: string): ExerciseStep[] => [{ do: 'fill', label: field.label, value, within: 'dialog' }];
  if (field === entity.title && isNamed(entity)) return fill(newName);
  switch (field.type) {
    case 'number': case 'money': return fill(String(Math.max(field.min ?? 1, Math.min(field.max ?? 12, 12))));
    case 'date': return fill('today+3');
    case 'time': return fill('09:30');
    case 'email': return fill('quality@example.com');
    case 'phone': return fill('+49 30 123456');
    case 'link': return fill('https://example.com/quality');
    case 'choice': return [{ do: 'choose', label: field.label, option: field.options![0]!.label, within: 'dialog' }];
    // Stars are picked by where the mouse is, which a page without a screen cannot tell.
    case 'rating': return [];
    case 'reference': {
      const target = model.entities.find((one) => one.name === field.to);
      const name = target && nameOf(target, target.samples[0]);
      return name ? [{ do: 'choose', label: field.label, option: name, within: 'dialog' }] : [];
    }
    case 'yes-no': return [];
    default: return fill('Quality check');
  }
}

/** Whether everything that must be filled can be filled. */
export function canFill(model: AppModel, entity: EntityModel): boolean {
  return isNamed(entity) && entity.fields.every((field) => !field.required || field.type === 'yes-no' || field.defaultValue !== undefined || fillField(model, entity, field).length > 0);
}
