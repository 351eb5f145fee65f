import type { Field } from '../../blueprint.ts';
import type { AppModel } from '../model.ts';
import { entityNamed } from '../model.ts';
import { lower } from '../text.ts';

/** Documents take lines of at most 500 and lists of limited length. */
export function line(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > 480 ? `${flat.slice(0, 479)}…` : flat;
}

/** "a, b and c". */
export function listed(words: string[], most = 12): string {
  const shown = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : words;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** "a loan", "an applicant". */
export function one(singular: string): string {
  const word = lower(singular);
  return `${/^(?:[aeio]|u(?!ni|se|r[aeiou]))/i.test(word) ? 'an' : 'a'} ${word}`;
}

/** The type of a field in plain words. */
export function typeInWords(model: AppModel, field: Field): string {
  const range = field.min !== undefined && field.max !== undefined ? `, ${field.min} to ${field.max}`
    : field.min !== undefined ? `, at least ${field.min}` : field.max !== undefined ? `, at most ${field.max}` : '';
  switch (field.type) {
    case 'long-text': return 'long text';
    case 'number': return `number${field.unit ? ` in ${field.unit}` : ''}${range}`;
    case 'money': return `money in ${field.unit}${range}`;
    case 'rating': return `rating from 1 to ${field.max}`;
    case 'yes-no': return 'yes or no';
    case 'choice': return line(`one of: ${field.options!.map((option) => option.label).join(', ')}`);
    case 'email': return 'e-mail address';
    case 'phone': return 'phone number';
    case 'link': return 'web link';
    case 'person': return 'name of a person';
    case 'reference': return `link to ${one(entityNamed(model, field.to).singular)}`;
    default: return field.type;
  }
}
