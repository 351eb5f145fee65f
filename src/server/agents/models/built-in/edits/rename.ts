import type { Entity } from '../blueprint.ts';
import { plural, sentenceCase, singular, titleCase } from '../language/words.ts';
import { typeNamed } from '../language/type-words.ts';
import { done } from './change.ts';
import type { Edit } from './change.ts';
import { bareName, exactEntity, findTarget } from './targets.ts';

const forms = [
  /^(?:please )?(?:rename|relabel|retitle)\s+(.+?)\s+(?:to|as|into|->|→|=>)\s+["'“]?(.+?)["'”]?$/i,
  /^(?:please )?(?:change|switch)\s+(?:the )?(?:name|label|word|title|wording)(?: of)?\s+(.+?)\s+(?:to|into)\s+["'“]?(.+?)["'”]?$/i,
  /^(?:please )?replace\s+(?:the word )?(.+?)\s+(?:with|by)\s+["'“]?(.+?)["'”]?$/i,
  /^(?:please )?call\s+(?:the )?(.+?)\s+["'“](.+?)["'”]$/i,
  /^(?:the )?(.+?)\s+should be (?:called|named|labelled|labeled)\s+["'“]?(.+?)["'”]?$/i,
  /^(?:please )?call (?:the )?(\w+(?: \w+)?)\s+(\w+)(?: instead)?$/i,
  /^(?:please )?(?:change|turn)\s+(.+?)\s+(?:to|into)\s+["'“]?(.+?)["'”]?$/i,
  /^(?:use|say)\s+["'“]?(.+?)["'”]?\s+instead of\s+["'“]?(.+?)["'”]?$/i,
];

/** Renaming changes labels; stored keys stay, so that no record is lost. */
export const rename: Edit = (clause, editing) => {
  for (const [at, form] of forms.entries()) {
    const match = form.exec(clause);
    if (!match) continue;
    const [from, to] = at === forms.length - 1 ? [match[2]!, match[1]!] : [match[1]!, match[2]!];
    const next = to.replace(/\s+(?:instead|please)$/i, '').replace(/^(?:the|a|an)\s+/i, '').trim();
    if (!next || next.length > 40 || /,|\bor\b/.test(next) || /^(?:app|it|this|the app|title|colou?r|theme)$/i.test(bareName(from))) continue;
    if ((at === 6 || at === 5) && (typeNamed(next) || /^(?:required|optional|mandatory)$/i.test(next))) continue;
    const option = optionOf(from, next, editing.blueprint.entities);
    const entity = exactEntity(editing.blueprint.entities, from);
    const target = findTarget(editing.blueprint, from, editing.about, at === 6 ? 80 : 55);
    const fieldSaid = /\b(?:field|column|label)\b/i.test(from);
    if (option && !(target && !/\b(?:stage|status|option|value)\b/i.test(from))) return done(editing, 'data', option, null);
    if (entity && !fieldSaid && !(target && bareName(from).toLowerCase() === target.field.label.toLowerCase() && !entityIs(entity, from))) {
      const before = entity.plural;
      entity.singular = sentenceCase(singular(next));
      entity.plural = sentenceCase(plural(next));
      for (const other of editing.blueprint.entities) for (const field of other.fields) if (field.to === entity.name && exactEntity([{ ...entity, singular: before, name: entity.name }], field.label)) field.label = entity.singular;
      const title = titleCase(singular(bareName(from)));
      if (editing.blueprint.title.includes(title)) editing.blueprint.title = editing.blueprint.title.replace(title, titleCase(singular(next)));
      return done(editing, 'views', `${before} are called ${entity.plural.toLowerCase()} now`, entity);
    }
    if (target) {
      const before = target.field.label;
      target.field.label = sentenceCase(next);
      for (const chart of target.entity.charts) if (chart.groupBy === target.field.name || ('field' in chart.measure && chart.measure.field === target.field.name)) chart.title = chart.title.replace(new RegExp(escape(before), 'i'), (said) => (said === before ? target.field.label : target.field.label.toLowerCase()));
      return done(editing, 'views', `${before} is called ${target.field.label} now`, target.entity);
    }
  }
  return false;
};

function entityIs(entity: Entity, phrase: string): boolean {
  return /s$/i.test(bareName(phrase)) && bareName(phrase).toLowerCase() === entity.plural.toLowerCase();
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function optionOf(from: string, next: string, entities: Entity[]): string | null {
  const bare = bareName(from).replace(/\s+(?:stage|status|option|value|column|state|priority|category)$/i, '').replace(/^(?:stage|status|option|value)\s+/i, '').replace(/^["'“]|["'”]$/g, '').toLowerCase();
  for (const entity of entities) {
    for (const field of entity.fields) {
      const option = field.options?.find((one) => one.label.toLowerCase() === bare || one.value === bare);
      if (!option) continue;
      const before = option.label;
      option.label = sentenceCase(next);
      return `${field.label} “${before}” is called “${option.label}” now`;
    }
  }
  return null;
}
