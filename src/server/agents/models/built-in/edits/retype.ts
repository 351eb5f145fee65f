import type { Condition, Entity, Field, FieldType } from '../blueprint.ts';
import { isFinished } from '../language/options.ts';
import { freeKey } from './change.ts';

const storedAs: Record<FieldType, string> = {
  text: 'text', 'long-text': 'text', choice: 'text', email: 'text', phone: 'text', link: 'text', person: 'text',
  number: 'number', money: 'number', rating: 'number', 'yes-no': 'flag', date: 'date', time: 'time', reference: 'reference',
};
const suffixes: Record<string, string> = { text: 'Text', number: 'Number', flag: 'Flag', date: 'Date', time: 'Time', reference: 'Link' };

/**
 * After a field became another type: where the stored values no longer fit, the
 * field gets a key of its own, so that records and earlier versions keep theirs.
 */
export function moveToFreeKey(entity: Entity, field: Field, before: FieldType): void {
  if (storedAs[before] === storedAs[field.type]) return;
  const old = field.name;
  field.name = freeKey(entity, `${old}${field.type === 'choice' ? 'Status' : suffixes[storedAs[field.type]]!}`);
  field.required = false;
  if (entity.titleField === old) entity.titleField = field.name;
  if (entity.sort.field === old) entity.sort.field = field.name;
  entity.views = entity.views.filter((view) => view.by !== old);
  entity.charts = entity.charts.filter((chart) => chart.groupBy !== old && !('field' in chart.measure && chart.measure.field === old));
  entity.highlights = entity.highlights.flatMap((highlight) => {
    const when = highlight.when.flatMap((condition) => (condition.field === old ? rewritten(condition, field) : [condition]));
    return when.length > 0 && !when.some((one) => 'other' in one && one.other === old) ? [{ ...highlight, when }] : [];
  });
  // What a record is called and what a list opens with must still exist.
  if (entity.opensWith && !entity.views.some((view) => view.kind === entity.opensWith)) delete entity.opensWith;
}

// "Not returned" goes on to mean: in none of the states that end it.
function rewritten(condition: Condition, field: Field): Condition[] {
  if (condition.op !== 'is-false' || field.type !== 'choice') return [];
  return (field.options ?? []).filter(isFinished).map((option) => ({ op: 'not-equals' as const, field: field.name, value: option.value }));
}
