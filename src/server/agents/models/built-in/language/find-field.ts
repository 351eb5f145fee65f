import type { Entity, Field } from '../blueprint.ts';
import { singular, wordsOf } from './words.ts';

/** Words that mean the same when someone points at a field. */
const groups = [
  ['stock', 'quantity', 'qty', 'hand', 'inventory', 'level', 'left', 'units'], ['reorder', 'minimum', 'min', 'threshold', 'par'], ['due', 'deadline', 'dueback'], ['status', 'state', 'stage', 'phase', 'pipeline', 'progress'],
  ['amount', 'value', 'total', 'price', 'cost', 'revenue', 'sum', 'spend', 'spending', 'expense', 'money', 'fee', 'rent'], ['assignee', 'owner', 'assigned', 'responsible'], ['expiry', 'expiration', 'expire', 'expires', 'expiring', 'expired', 'renewal', 'valid', 'end'],
  ['phone', 'telephone', 'mobile', 'cell'], ['email', 'mail'], ['notes', 'note', 'comment', 'description', 'remark'], ['category', 'type', 'kind'], ['rating', 'score', 'stars'], ['mileage', 'odometer', 'kilometers', 'miles', 'km'],
  ['hours', 'duration', 'time'], ['person', 'who'], ['link', 'url', 'website'], ['dob', 'birth', 'birthday'], ['instructor', 'teacher', 'trainer', 'coach'], ['customer', 'client'], ['name', 'title'], ['supplier', 'vendor'], ['color', 'colour'], ['severity', 'priority', 'urgency'],
];

const small = new Set(['the', 'a', 'an', 'of', 'field', 'column', 'its', 'their', 'our', 'my', 'each', 'to', 'by', 'in', 'on', 'for', 'is', 'are', 'items', 'value']);

function stems(text: string): string[] {
  const words = wordsOf(text);
  const kept = words.filter((word) => !small.has(word));
  return (kept.length ? kept : words).map((word) => (word === 'notes' ? word : wordsOf(singular(word))[0] ?? word));
}

/** How well a phrase names a field: 0 not at all, 100 its label. */
export function fitOf(phrase: string, field: Pick<Field, 'name' | 'label'>): number {
  const said = stems(phrase);
  const label = stems(field.label);
  if (said.length === 0 || label.length === 0) return 0;
  if (said.join(' ') === label.join(' ') || wordsOf(phrase).join('') === field.name.toLowerCase()) return 100;
  const shared = said.filter((word) => label.includes(word)).length;
  if (shared === said.length) return said.at(-1) === label.at(-1) ? 80 : 70;
  if (shared === label.length) return said.at(-1) === label.at(-1) ? 65 : 55;
  if (shared > 0 && said.at(-1) === label.at(-1)) return 40;
  const alike = said.filter((word) => label.includes(word) || groups.some((group) => group.includes(word) && label.some((other) => group.includes(other)))).length;
  if (alike === said.length) return 45;
  return alike > 0 ? 20 : 0;
}

export function findField<T extends Pick<Field, 'name' | 'label' | 'type'>>(fields: T[], phrase: string, types?: Field['type'][], least = 40): T | null {
  let best: T | null = null;
  let bestFit = least - 1;
  for (const field of fields) {
    if (types && !types.includes(field.type)) continue;
    const fit = fitOf(phrase, field);
    if (fit > bestFit) { best = field; bestFit = fit; }
  }
  return best;
}

/** The entity a phrase points at: by its noun, singular or plural, anywhere in the phrase; the first one named wins. */
export function findEntityIn<T extends Pick<Entity, 'singular'>>(entities: T[], phrase: string): T | null {
  const words = wordsOf(phrase).map((word) => singular(word));
  const text = ` ${words.join(' ')} `;
  let best: { entity: T; at: number; length: number } | null = null;
  for (const entity of entities) {
    const noun = wordsOf(entity.singular).map((word) => singular(word));
    for (const part of [noun.join(' '), noun.at(-1)!]) {
      const at = text.indexOf(` ${part} `);
      if (at >= 0 && (!best || at < best.at || (at === best.at && part.length > best.length))) best = { entity, at, length: part.length };
    }
  }
  return best?.entity ?? null;
}
