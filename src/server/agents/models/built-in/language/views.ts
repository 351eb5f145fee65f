import type { Entity, Field } from '../blueprint.ts';
import { choices } from './field-lexicon.ts';
import { findEntityIn, findField } from './find-field.ts';
import { readField } from './fields.ts';
import { findNoun } from './nouns.ts';
import { optionsOf } from './options.ts';
import { splitOptions } from './lists.ts';

export function isWorkflow(field: Field): boolean {
  return field.type === 'choice' && /status|stage|state|phase|pipeline|progress|result|decision|outcome/i.test(field.name);
}

/** The choice a board groups by: what was named, else a stage or status, else any choice. */
export function boardField(entity: Entity, phrase = ''): Field | null {
  const by = /\b(?:by|per|grouped by|with columns for|of)\s+(?:the )?([a-z][a-z ]*)/i.exec(phrase)?.[1];
  const choicesOf = entity.fields.filter((field) => field.type === 'choice');
  return (by ? findField(choicesOf, by) : null) ?? choicesOf.find(isWorkflow) ?? choicesOf.find((field) => /priority|severity|category|type/i.test(field.name)) ?? choicesOf[0] ?? null;
}

export function calendarField(entity: Entity, phrase = ''): Field | null {
  const dates = entity.fields.filter((field) => field.type === 'date');
  const by = /\b(?:by|of|for|with|on)\s+(?:the |their )?([a-z][a-z ]*)/i.exec(phrase)?.[1];
  return (by ? findField(dates, by, undefined, 60) : null) ?? dates.find((field) => /^(?:date|dueDate|startDate|deadline|publishDate|start)$/.test(field.name)) ?? dates.find((field) => /due|next|start|date|deadline|expir/i.test(field.name)) ?? dates[0] ?? null;
}

/** Adds a status with the options usual for this noun, so that a board has columns. */
export function addStatus(entity: Entity): Field {
  const usual = findNoun(entity.singular)?.entry.fields.map(({ phrase }) => readField(phrase)?.field).find((field) => field && isWorkflow(field));
  const field: Field = usual ?? { name: 'status', label: 'Status', type: 'choice', required: false, options: optionsOf(splitOptions(choices['status']!)) };
  const at = entity.fields.findIndex((known) => known.type === 'long-text');
  entity.fields.splice(at < 0 ? entity.fields.length : at, 0, { ...field, required: false, defaultValue: field.options![0]!.value });
  return entity.fields.find((known) => known.name === field.name)!;
}

export function addBoard(entities: Entity[], text: string, about: Entity | null): Entity | null {
  const named = findEntityIn(entities, text);
  const withWorkflow = entities.filter((entity) => entity.fields.some(isWorkflow));
  const pipeline = /pipeline/i.test(text) ? withWorkflow.find((entity) => /deal|opportunit|lead|applicant|candidate|order/i.test(entity.singular)) : undefined;
  const entity = named ?? pipeline ?? (about && boardField(about) ? about : null) ?? withWorkflow[0] ?? about ?? entities[0];
  if (!entity) return null;
  const field = boardField(entity, text) ?? addStatus(entity);
  entity.views = [{ kind: 'board', by: field.name }, ...entity.views.filter((view) => view.kind !== 'board')];
  entity.opensWith ??= 'board';
  return entity;
}

export function addCalendar(entities: Entity[], text: string, about: Entity | null): Entity | null {
  const dated = entities.filter((entity) => calendarField(entity));
  const entity = findEntityIn(entities, text) ?? (about && calendarField(about) ? about : null) ?? dated.find((one) => findNoun(one.singular)?.entry.calendar) ?? dated[0] ?? about ?? entities[0];
  if (!entity) return null;
  let field = calendarField(entity, text);
  // A roster of people without dates is a list, not a calendar.
  if (!field && /if dated/.test(text)) return entity;
  if (!field) {
    field = { name: 'date', label: 'Date', type: 'date', required: false };
    entity.fields.splice(1, 0, field);
  }
  entity.views = [...entity.views.filter((view) => view.kind !== 'calendar'), { kind: 'calendar', by: field.name }];
  entity.opensWith ??= 'calendar';
  return entity;
}

/** A board where there is a stage or status, a calendar where the dates are the point. */
export function addUsualViews(entity: Entity): void {
  const workflow = entity.fields.find((field) => isWorkflow(field) && (field.options?.length ?? 0) >= 3);
  if (workflow && !entity.views.some((view) => view.kind === 'board') && !/^(?:active|available|vacant)$/.test(workflow.options![0]!.value)) entity.views.push({ kind: 'board', by: workflow.name });
  const date = calendarField(entity);
  if (date && findNoun(entity.singular)?.entry.calendar && !entity.views.some((view) => view.kind === 'calendar')) entity.views.push({ kind: 'calendar', by: date.name });
}
