import type { Blueprint, Entity, Field } from '../blueprint.ts';

/** What an edit reaches: the look, the stored data, or how records are shown. */
export type Touch = 'look' | 'data' | 'views';

/** A blueprint being edited; every handler that understands a clause says what it changed. */
export type Editing = { blueprint: Blueprint; /** What the clause before was about. */ about: Entity | null; changes: string[]; touches: Set<Touch> };

/** Returns true when the clause was understood and done. */
export type Edit = (clause: string, editing: Editing) => boolean;

export function done(editing: Editing, touch: Touch, change: string, about?: Entity | null): true {
  editing.touches.add(touch);
  if (!editing.changes.includes(change)) editing.changes.push(change);
  if (about) editing.about = about;
  return true;
}

/** A key that no field has had: the stored key of a renamed field stays taken. */
export function freeKey(entity: Entity, key: string): string {
  let free = key;
  for (let round = 2; entity.fields.some((field) => field.name === free); round += 1) free = `${key}${round}`;
  return free;
}

export function forgetField(entity: Entity, field: Field): void {
  entity.fields = entity.fields.filter((one) => one !== field);
  entity.views = entity.views.filter((view) => view.by !== field.name);
  entity.charts = entity.charts.filter((chart) => chart.groupBy !== field.name && !('field' in chart.measure && chart.measure.field === field.name));
  entity.highlights = entity.highlights.flatMap((highlight) => {
    if (highlight.when[0]?.field === field.name || highlight.when.some((one) => 'other' in one && one.other === field.name)) return [];
    const when = highlight.when.filter((one) => one.field !== field.name);
    return when.length ? [{ ...highlight, when }] : [];
  });
  if (entity.opensWith && !entity.views.some((view) => view.kind === entity.opensWith)) delete entity.opensWith;
  if (entity.sort.field === field.name) entity.sort = { field: entity.titleField, direction: 'asc' };
}
