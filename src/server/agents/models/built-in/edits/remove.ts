import { splitList } from '../language/lists.ts';
import { findEntityIn } from '../language/find-field.ts';
import { done, forgetField } from './change.ts';
import type { Edit, Editing } from './change.ts';
import { nameRecords } from '../language/complete.ts';
import { bareName, exactEntity, findTarget, ownerOf } from './targets.ts';

const verb = /^(?:please )?(?:remove|delete|drop|get rid of|take out|take away|hide|lose|we don't need|i don't need|we do not need|i do not need|don't show|do not show|no more|without|kill|erase|we no longer need|i no longer need)\s+(?:the |an? |our |any )?(.+?)(?:\s+(?:any ?more|please|again))?$/i;

/** Removes fields, collections, views, charts and rules. Records keep what they stored; the app no longer shows it. */
export const remove: Edit = (clause, editing) => {
  const match = verb.exec(clause);
  if (!match) return false;
  const object = match[1]!;
  if (removeShown(object, editing)) return true;
  const from = /^(.+?)\s+(?:from|in|of|on)\s+(?:the |each |every |all )?(.+)$/i.exec(object);
  const owner = from ? exactEntity(editing.blueprint.entities, from[2]!) : null;
  let any = false;
  for (const part of splitList(owner ? from![1]! : object)) {
    const entity = exactEntity(editing.blueprint.entities, part);
    const target = findTarget(editing.blueprint, part, owner ?? editing.about, 65);
    if (target && !(entity && entity.plural.toLowerCase() === bareName(part).toLowerCase())) {
      const { entity: holder, field } = target;
      if (holder.fields.length <= 1) continue;
      forgetField(holder, field);
      if (holder.titleField === field.name) nameRecords(holder);
      if (!holder.fields.some((one) => one.name === holder.sort.field)) holder.sort = { field: holder.titleField, direction: 'asc' };
      any = done(editing, 'data', `${field.label} is gone from ${holder.plural.toLowerCase()}`, holder);
    } else if (entity && editing.blueprint.entities.length > 1) {
      editing.blueprint.entities = editing.blueprint.entities.filter((one) => one !== entity);
      for (const other of editing.blueprint.entities) for (const field of other.fields.filter((one) => one.to === entity.name)) {
        forgetField(other, field);
        if (other.titleField === field.name) nameRecords(other);
      }
      if (editing.about === entity) editing.about = null;
      any = done(editing, 'data', `${entity.plural} are gone`);
    }
  }
  return any;
};

function removeShown(object: string, editing: Editing): boolean {
  const { blueprint } = editing;
  const entity = findEntityIn(blueprint.entities, object);
  const among = entity ? [entity] : blueprint.entities;
  const view = /\b(?:kanban|board)\b/i.test(object) ? 'board' : /\bcalendar\b/i.test(object) ? 'calendar' : null;
  if (view) {
    const holders = among.filter((one) => one.views.some((shown) => shown.kind === view));
    for (const holder of holders) {
      holder.views = holder.views.filter((shown) => shown.kind !== view);
      if (holder.opensWith === view) delete holder.opensWith;
    }
    return holders.length > 0 && done(editing, 'views', `The ${view} is gone`, holders[0]);
  }
  if (/\b(?:charts?|graphs?|diagrams?)\b/i.test(object)) {
    const words = object.toLowerCase().replace(/\b(?:chart|graph|diagram|the|all|of)s?\b/g, '').trim();
    let count = 0;
    for (const one of among) {
      const kept = one.charts.filter((chart) => words && !words.split(/\s+/).some((word) => word.length > 2 && chart.title.toLowerCase().includes(word)));
      count += one.charts.length - kept.length;
      one.charts = kept;
    }
    return count > 0 && done(editing, 'views', count === 1 ? 'A chart is gone' : `${count} charts are gone`);
  }
  if (/\b(?:highlight|warning|red|rule|flag|colou?ring|alert)(?:s|ing)?\b/i.test(object)) {
    const holders = among.filter((one) => one.highlights.length > 0);
    for (const holder of holders) holder.highlights = [];
    return holders.length > 0 && done(editing, 'views', 'The highlight is gone', holders[0]);
  }
  return false;
}

/** "link loans to members", "each task belongs to a project". */
export const relate: Edit = (clause, editing) => {
  const match = /^(?:please )?(?:link|connect|relate|assign|attach|tie)\s+(?:each |every |the |all )?(.+?)\s+(?:to|with)\s+(?:an?|the|their|its|one)?\s*(.+)$/i.exec(clause)
    ?? /^(?:each|every|an?|the|all)?\s*(.+?)\s+(?:should |must |can )?(?:belongs? to|(?:be |is |are )?(?:linked|connected|related|assigned) to|(?:be |is |are )part of)\s+(?:an?|the|one)?\s*(.+)$/i.exec(clause);
  if (!match) return false;
  const from = exactEntity(editing.blueprint.entities, match[1]!);
  const to = exactEntity(editing.blueprint.entities, match[2]!);
  if (!from || !to || from === to) return false;
  if (!from.fields.some((field) => field.to === to.name)) {
    const same = findTarget({ ...editing.blueprint, entities: [from] }, to.singular, from, 80)?.field;
    if (same && (same.type === 'text' || same.type === 'person') && same.name !== from.titleField) Object.assign(same, { type: 'reference', to: to.name });
    else {
      const base = to.singular.charAt(0).toLowerCase() + to.singular.slice(1).replace(/ (\w)/g, (_all, letter: string) => letter.toUpperCase());
      const name = from.fields.some((field) => field.name === base) ? `${base}Link` : base;
      from.fields.splice(1, 0, { name, label: to.singular, type: 'reference', required: false, to: to.name });
    }
  }
  return done(editing, 'data', `Each ${from.singular.toLowerCase()} belongs to a ${to.singular.toLowerCase()}`, ownerOf(editing.blueprint, from.plural, from));
};
