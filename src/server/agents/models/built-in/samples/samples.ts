import type { Blueprint, Condition, Entity, Sample, SampleValue } from '../blueprint.ts';
import { isFinished } from '../language/options.ts';
import { valueFor } from './values.ts';

const count = 7;

/** Example records: varied, the same for the same blueprint, with at least one record for every highlight rule. */
export function samplesFor(entity: Entity, blueprint: Blueprint): Sample[] {
  const samples = Array.from({ length: count }, (_none, at) => sampleAt(entity, blueprint, at));
  entity.highlights.forEach((highlight, index) => {
    for (const at of [1 + (index % (count - 2)), ...(index === 0 ? [4] : [])]) meet(samples[at % count]!, highlight.when, entity);
  });
  return samples;
}

function sampleAt(entity: Entity, blueprint: Blueprint, at: number): Sample {
  const sample: Sample = {};
  for (const field of entity.fields) {
    if (field.type === 'reference') {
      const targets = blueprint.entities.find((other) => other.name === field.to);
      // A record cannot point at one that comes after it in its own collection.
      if (targets && targets !== entity) sample[field.name] = { sample: (at * 3 + field.name.length) % count };
      continue;
    }
    if (field.type === 'choice' && !field.options?.length) continue;
    sample[field.name] = valueFor(field, entity, at);
  }
  settle(sample, entity);
  return sample;
}

// Dates and amounts of one record fit each other: nothing ends before it starts, a lead has the name of its address.
function settle(sample: Sample, entity: Entity): void {
  const days = (value: SampleValue | undefined): number | null => (typeof value === 'object' && 'daysFromToday' in value ? value.daysFromToday : null);
  const dates = entity.fields.filter((field) => field.type === 'date');
  const start = dates.find((field) => /start|^from|loan|issue|order|movein|checkIn|arrival/i.test(field.name));
  const end = dates.find((field) => field !== start && /end|due|return|until|expir|checkOut|departure|deadline/i.test(field.name));
  if (start && end) {
    const [from, to] = [days(sample[start.name]), days(sample[end.name])];
    if (from !== null && to !== null && to <= from) sample[start.name] = { daysFromToday: to - 14 };
  }
  const name = sample[entity.titleField];
  const email = entity.fields.find((field) => field.type === 'email');
  const person = entity.fields.find((field) => field.type === 'person');
  const owner = typeof name === 'string' && /^\p{L}+ \p{L}+$/u.test(name) ? name : person ? sample[person.name] : null;
  if (email && typeof owner === 'string') sample[email.name] = `${owner.normalize('NFKD').toLowerCase().replace(/[^a-z ]/g, '').trim().replace(/ +/g, '.') || 'info'}@example.com`;
  const done = entity.fields.find((field) => field.type === 'choice' && /status|stage/i.test(field.name));
  const option = done?.options?.find((one) => one.value === sample[done.name]);
  const finishedOn = entity.fields.find((field) => field.type === 'yes-no' && /^(?:returned|paid|done|completed|resolved|closed)$/.test(field.name));
  if (option && finishedOn) sample[finishedOn.name] = isFinished(option);
}

/** Changes a record so that a rule shows. */
function meet(sample: Sample, when: Condition[], entity: Entity): void {
  for (const condition of when) {
    const field = entity.fields.find((one) => one.name === condition.field);
    if (!field) continue;
    const set = (value: SampleValue): void => { sample[field.name] = value; };
    switch (condition.op) {
      case 'before-today': set({ daysFromToday: -5 }); break;
      case 'after-today': set({ daysFromToday: 5 }); break;
      case 'is-today': set({ daysFromToday: 0 }); break;
      case 'within-days': set({ daysFromToday: Math.max(0, Math.min(condition.days, Math.ceil(condition.days / 2))) }); break;
      case 'older-than-days': set({ daysFromToday: -condition.days - 6 }); break;
      case 'is-true': set(true); break;
      case 'is-false': set(false); break;
      case 'is-empty': if (!field.required && field.name !== entity.titleField) delete sample[field.name]; break;
      case 'is-set': break;
      case 'equals': set(condition.value); break;
      case 'not-equals': {
        const excluded = when.flatMap((one) => (one.op === 'not-equals' && one.field === field.name ? [one.value] : []));
        const other = field.options?.find((option) => !excluded.includes(option.value));
        if (other && excluded.includes(sample[field.name] as string)) set(other.value);
        break;
      }
      case 'below': case 'at-most': set(within(condition.value - (condition.op === 'below' ? step(condition.value) : 0), field)); break;
      case 'above': case 'at-least': set(within(condition.value + (condition.op === 'above' ? step(condition.value) : 0), field)); break;
      default: {
        const other = sample[condition.other];
        if (typeof other !== 'number') break;
        const low = condition.op === 'below-field' || condition.op === 'at-most-field';
        set(within(low ? Math.floor(other * 0.4) : Math.ceil(other * 1.3), field));
      }
    }
  }
}

function step(value: number): number {
  return Math.abs(value) >= 1000 ? 250 : Math.abs(value) >= 20 ? 5 : 1;
}

function within(value: number, field: { min?: number; max?: number }): number {
  return Math.max(field.min ?? -Infinity, Math.min(field.max ?? Infinity, value));
}
