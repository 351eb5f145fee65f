import type { ExerciseStep } from '#contract/exercise.ts';
import type { Field, Sample } from '../blueprint.ts';
import { hasOverview } from '../files/app-file.ts';
import { filterFields } from '../files/filters-file.ts';
import type { AppModel, EntityModel } from '../files/model.ts';
import { lower } from '../files/text.ts';
import { holds } from './holds.ts';
import { cancel, canFill, fillRequired, goTo, nameOf, newName, openForm, save } from './screen.ts';

type Steps = ExerciseStep[] | null;

const rows = (name: string, is: number): ExerciseStep => ({ do: 'count', role: 'row', name, is });

/** Criteria about the form. */
export function formSteps(model: AppModel, entity: EntityModel, criterion: string): Steps {
  const start = [...goTo(model, entity), openForm(entity)];
  const end = [cancel];
  if (criterion.startsWith('“Add ')) return [...start, ...entity.fields.slice(0, 12).map((field): ExerciseStep => ({ do: 'see', text: field.label, within: 'dialog' })), ...end];
  if (criterion.startsWith('Saving without')) {
    if (!entity.fields.some((field) => field.required && field.type !== 'yes-no' && field.defaultValue === undefined)) return null;
    return [...start, save, { do: 'count', role: 'alert', within: 'dialog', atLeast: 1 }, ...end];
  }
  const field = entity.fields.find(({ label }) => criterion.startsWith(`${label} `) || criterion.startsWith(`${label}:`));
  if (!field || !canFill(model, entity)) return null;
  const wrong = wrongValue(field);
  if (wrong !== null && field !== entity.title && /takes only|are refused/.test(criterion) && !/link that/.test(criterion)) {
    return [...start, ...fillRequired(model, entity), { do: 'fill', label: field.label, value: wrong, within: 'dialog' }, save, { do: 'count', role: 'alert', within: 'dialog', atLeast: 1 }, ...end];
  }
  if (field.type === 'choice' && criterion.startsWith(`${field.label} offers`)) {
    return [...start, ...[field.options![0]!, field.options!.at(-1)!].map((option): ExerciseStep => ({ do: 'choose', label: field.label, option: option.label, within: 'dialog' })), ...end];
  }
  if (field.type === 'reference') {
    const target = model.entities.find(({ name }) => name === field.to);
    const name = target ? nameOf(target, target.samples[0]) : null;
    return name ? [...start, { do: 'choose', label: field.label, option: name, within: 'dialog' }, ...end] : null;
  }
  return null;
}

function wrongValue(field: Field): string | null {
  switch (field.type) {
    case 'email': return 'not an address';
    case 'phone': return 'nobody';
    default: return null;
  }
}

/** Criteria about adding, finding, changing and deleting. */
export function recordSteps(model: AppModel, entity: EntityModel, criterion: string): Steps {
  const start = goTo(model, entity);
  const [one, other] = pairOf(entity);
  if (criterion.startsWith('A saved ')) {
    if (!canFill(model, entity)) return null;
    const add = [...start, openForm(entity), ...fillRequired(model, entity), save, rows(newName, 1)];
    // One reload tells for all lists: they share the code that stores and reads.
    return entity === model.entities[0] ? [...add, { do: 'reload' }, ...start, rows(newName, 1)] : add;
  }
  if (criterion.startsWith('A changed ')) {
    // It is tried late, and what contains the old name still counts as it.
    const last = entity.samples.map((sample) => nameOf(entity, sample)).findLast((name) => name !== null);
    if (!last) return null;
    return [...start, { do: 'click', name: last, role: 'button' }, { do: 'fill', label: entity.title.label, value: `${last} changed`, within: 'dialog' }, save, rows(`${last} changed`, 1)];
  }
  if (criterion.startsWith('A deleted ')) {
    if (!one) return null;
    return [...start, { do: 'click', name: `Actions for ${one}` }, { do: 'click', name: 'Delete', role: 'menuitem' }, rows(one, 0), { do: 'click', name: 'Undo', role: 'button' }, rows(one, 1)];
  }
  if (criterion.startsWith('Typing in the search box')) {
    const label = `Search ${lower(entity.plural)}`;
    return one && other ? [...start, { do: 'fill', label, value: one }, rows(one, 1), rows(other, 0), { do: 'fill', label, value: '' }] : null;
  }
  if (criterion.startsWith('The list can be narrowed')) return filterSteps(entity, start);
  return null;
}

/** A choice that parts the example records: what has it stays, what has not goes. */
function filterSteps(entity: EntityModel, start: ExerciseStep[]): Steps {
  for (const field of filterFields(entity).filter(({ type }) => type === 'choice')) {
    for (const option of field.options!) {
      const names = (fits: boolean) => entity.samples.filter((sample) => (sample[field.name] === option.value) === fits).map((sample) => nameOf(entity, sample)).find((name) => name !== null);
      const [inside, outside] = [names(true), names(false)];
      if (!inside || !outside) continue;
      const choose: ExerciseStep = { do: 'choose', label: field.label, option: option.label };
      return [...start, choose, rows(inside, 1), rows(outside, 0)];
    }
  }
  return null;
}

/** Two example records that a search tells apart. */
function pairOf(entity: EntityModel): [string | null, string | null] {
  const texts = (sample: Sample) => entity.fields.map((field) => field.options?.find((option) => option.value === sample[field.name])?.label ?? sample[field.name]).filter((value) => typeof value === 'string').join('\n').toLowerCase();
  for (const sample of entity.samples) {
    const name = nameOf(entity, sample);
    if (!name) continue;
    const other = entity.samples.find((candidate) => candidate !== sample && nameOf(entity, candidate) !== null && !name.toLowerCase().split(/\s+/).every((word) => texts(candidate).includes(word)));
    if (other) return [name, nameOf(entity, other)];
  }
  return [entity.samples.map((sample) => nameOf(entity, sample)).find((name) => name !== null) ?? null, null];
}

/** Criteria about records that stand out. */
export function ruleSteps(model: AppModel, entity: EntityModel, label: string, criterion: string): Steps {
  const rule = entity.highlights.find((highlight) => highlight.label === label);
  if (!rule) return null;
  const flagged = entity.samples.filter((sample) => holds(rule, sample));
  const start = goTo(model, entity);
  const name = flagged.map((sample) => nameOf(entity, sample)).find((found) => found !== null);
  if (criterion.includes('is shown in')) {
    return name ? [...start, { do: 'see', text: label, within: name }, { do: 'colour', text: name, colour: rule.color, within: name }] : null;
  }
  // Every row that carries the words counts, so they must not stand in the records themselves.
  const isOwn = !JSON.stringify([entity.samples, entity.fields]).toLowerCase().includes(label.toLowerCase()) && entity.highlights.filter((other) => other.label.toLowerCase().includes(label.toLowerCase())).length === 1;
  if (criterion.includes('carries no such badge')) return isOwn ? [...start, rows(label, flagged.length)] : null;
  return criterion.startsWith('The heading counts') && flagged.length > 0 ? [...start, { do: 'see', text: `${flagged.length} ${lower(label)}` }] : null;
}

/** Criteria about boards and calendars. */
export function viewSteps(model: AppModel, entity: EntityModel, kind: 'board' | 'calendar', criterion: string): Steps {
  const start = goTo(model, entity, kind);
  const view = entity.views.find((candidate) => candidate.kind === kind);
  const field = entity.fields.find(({ name }) => name === view?.by);
  if (kind === 'calendar') {
    if (!criterion.startsWith('One can go to the months')) return criterion.startsWith('The calendar shows') ? [...start, { do: 'see', text: 'Mon' }, { do: 'see', text: 'Sun' }, { do: 'see', text: 'Today' }] : null;
    return [...start, { do: 'click', name: 'Next month', role: 'button' }, { do: 'click', name: 'Previous month', role: 'button' }, { do: 'click', name: 'Today', role: 'button' }];
  }
  if (!field?.options || field.options.length < 2) return null;
  if (criterion.startsWith('The board has')) return [...start, ...field.options.slice(0, 8).map((option): ExerciseStep => ({ do: 'see', text: option.label, within: 'Board' }))];
  if (!criterion.startsWith('A card can also be moved')) return null;
  const card = entity.samples.find((sample) => nameOf(entity, sample) !== null && field.options!.some((option) => option.value === sample[field.name]));
  const from = field.options.find((option) => option.value === card?.[field.name]);
  const to = field.options.find((option) => option !== from);
  const name = card && nameOf(entity, card);
  if (!name || !from || !to) return null;
  const moved = (target: string, there: string): ExerciseStep[] => [{ do: 'click', name: `Move ${name} to…` }, { do: 'click', name: target, role: 'menuitem' }, { do: 'see', text: name, within: `${there}:` }];
  return [...start, ...moved(to.label, to.label), ...moved(from.label, from.label)];
}

/** Criteria about charts: the picture is there, and its figures follow the records. */
export function chartSteps(model: AppModel, entity: EntityModel, title: string, criterion: string): Steps {
  const start: ExerciseStep[] = hasOverview(model) ? [{ do: 'click', name: 'Overview', role: 'tab' }] : goTo(model, entity);
  if (/^A \w+ chart shows/.test(criterion) || /^An? .*chart shows/.test(criterion)) return [...start, { do: 'count', role: 'figure', name: title, atLeast: 1 }];
  return null;
}

