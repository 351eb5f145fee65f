import type { Condition, Highlight, Sample, SampleValue } from '../blueprint.ts';

/** Whether a rule of the app holds for an example record, as the app's own code will find. */
export function holds(highlight: Highlight, sample: Sample): boolean {
  return highlight.when.every((condition) => isTrue(condition, sample));
}

function isTrue(condition: Condition, sample: Sample): boolean {
  const value = sample[condition.field];
  const days = daysOf(value);
  switch (condition.op) {
    case 'before-today': return days !== null && days < 0;
    case 'after-today': return days !== null && days > 0;
    case 'is-today': return days === 0;
    case 'within-days': return days !== null && days >= 0 && days <= condition.days;
    case 'older-than-days': return days !== null && days < -condition.days;
    case 'is-set': return value !== undefined && value !== '' && value !== false;
    case 'is-empty': return value === undefined || value === '';
    case 'is-true': return value === true;
    case 'is-false': return value !== true;
    case 'equals': return value === condition.value;
    case 'not-equals': return value !== condition.value;
    default: {
      const other = 'other' in condition ? sample[condition.other] : condition.value;
      if (typeof value !== 'number' || typeof other !== 'number') return false;
      if (condition.op.startsWith('below')) return value < other;
      if (condition.op.startsWith('at-most')) return value <= other;
      return condition.op.startsWith('above') ? value > other : value >= other;
    }
  }
}

function daysOf(value: SampleValue | undefined): number | null {
  return typeof value === 'object' && 'daysFromToday' in value ? value.daysFromToday : null;
}
