import type { Field, FieldType } from '../blueprint.ts';

/** The colours of Mantine's palette that apps may use. */
export const palette = new Set(['red', 'pink', 'grape', 'violet', 'indigo', 'blue', 'cyan', 'teal', 'green', 'lime', 'yellow', 'orange', 'gray', 'dark']);

const types = new Set<FieldType>(['text', 'long-text', 'number', 'money', 'date', 'time', 'yes-no', 'choice', 'email', 'phone', 'link', 'person', 'rating', 'reference']);

/** Names a stored record has beside its fields, and names that mean something to JavaScript objects. */
const reservedKeys = new Set([
  'id', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'revision',
  '__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString',
]);

export function isNumeric(field: Field): boolean {
  return field.type === 'number' || field.type === 'money' || field.type === 'rating';
}

/** Fields whose value is stored as a string a person typed. */
export function isText(field: Field): boolean {
  return ['text', 'long-text', 'email', 'phone', 'link', 'person'].includes(field.type);
}

/** Fields with safe keys, and the key for each name of the blueprint. */
export function cleanFields(fields: Field[], targets: Map<string, string>): { fields: Field[]; keys: Map<string, string> } {
  const given: Field[] = fields.length > 0 ? fields : [{ name: 'name', label: 'Name', type: 'text', required: true }];
  const used = new Set<string>();
  const keys = new Map<string, string>();
  const cleaned = given.map((field) => {
    const name = safeKey(field.name, used);
    used.add(name);
    if (!keys.has(field.name)) keys.set(field.name, name);
    return cleanField(field, name, targets);
  });
  return { fields: cleaned, keys };
}

function safeKey(name: string, used: Set<string>): string {
  const letters = name.normalize('NFKD').replace(/[^A-Za-z0-9_]/g, '').replace(/^[^A-Za-z]+/, '').slice(0, 60) || 'field';
  const base = reservedKeys.has(letters) ? `${letters}Value` : letters;
  let key = base;
  for (let round = 2; used.has(key); round += 1) key = `${base}${round}`;
  return key;
}

function cleanField(field: Field, name: string, targets: Map<string, string>): Field {
  const base = { name, label: field.label.trim() || name, required: field.required === true };
  const range = { ...(finite(field.min) ? { min: field.min } : {}), ...(finite(field.max) ? { max: field.max } : {}) };
  const type = types.has(field.type) ? field.type : 'text';
  const fallback = { ...base, type: 'text' as const };
  switch (type) {
    case 'choice': {
      const options = uniqueOptions(field.options ?? []);
      if (options.length === 0) return fallback;
      const known = options.find((option) => option.value === field.defaultValue);
      return { ...base, type, options, ...(known ? { defaultValue: known.value } : {}) };
    }
    case 'reference': {
      const to = targets.get(field.to ?? '');
      return to ? { ...base, type, to } : fallback;
    }
    case 'money': {
      const unit = /^[A-Z]{3}$/.test(field.unit ?? '') ? field.unit! : 'USD';
      return { ...base, type, ...range, unit, ...defaultOf(field, 'number') };
    }
    case 'number':
      return { ...base, type, ...range, ...(field.unit?.trim() ? { unit: field.unit.trim().slice(0, 12) } : {}), ...defaultOf(field, 'number') };
    case 'rating': {
      const max = finite(field.max) && Number.isInteger(field.max) && field.max! >= 2 && field.max! <= 10 ? field.max! : 5;
      return { ...base, type, min: 1, max, ...defaultOf(field, 'number') };
    }
    case 'yes-no':
      return { ...base, type, ...defaultOf(field, 'boolean') };
    case 'date': {
      const fits = typeof field.defaultValue === 'string' && /^today(?:[+-]\d{1,4})?$/.test(field.defaultValue);
      return { ...base, type, ...(fits ? { defaultValue: field.defaultValue } : {}) };
    }
    default:
      return { ...base, type, ...defaultOf(field, 'string') };
  }
}

function defaultOf(field: Field, type: 'string' | 'number' | 'boolean'): { defaultValue?: string | number | boolean } {
  return typeof field.defaultValue === type ? { defaultValue: field.defaultValue! } : {};
}

function uniqueOptions(options: NonNullable<Field['options']>): NonNullable<Field['options']> {
  const seen = new Set<string>();
  return options.flatMap((option) => {
    if (option.value === '' || seen.has(option.value)) return [];
    seen.add(option.value);
    return [{ value: option.value, label: option.label.trim() || option.value, color: palette.has(option.color) ? option.color : 'gray' }];
  });
}

function finite(value: number | undefined): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

/** The field that names a record: the wanted one where it can, else the first that can. */
export function titleOf(fields: Field[], wanted: string | undefined): Field {
  const preferred = fields.find((field) => field.name === wanted);
  if (preferred && preferred.type !== 'reference' && preferred.type !== 'yes-no') return preferred;
  const order: FieldType[][] = [['text', 'person'], ['email', 'phone', 'link', 'long-text'], ['date', 'choice', 'number', 'money', 'time', 'rating']];
  for (const group of order) {
    const found = fields.find((field) => group.includes(field.type));
    if (found) return found;
  }
  return fields[0]!;
}
