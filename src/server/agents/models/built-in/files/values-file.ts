import type { Field } from '../blueprint.ts';
import { dataPath } from './cells.ts';
import { code, imports, lines } from './code.ts';
import type { EntityModel } from './model.ts';
import { commentText, lower, quote } from './text.ts';

/** `features/loans/values.ts`: what the form holds, how it becomes a loan, and what is allowed in it. */
export function valuesFile(entity: EntityModel): string {
  const { one, type } = entity.names;
  const { fields } = entity;
  const start = fields.filter((field) => field.defaultValue !== undefined && field.defaultValue !== '');
  const rules = fields.map((field) => ({ field, rule: ruleOf(field) })).filter(({ rule }) => rule !== '');
  const used = (name: string) => rules.some(({ rule }) => rule.includes(`${name}(`));
  const dated = start.map((field) => startOf(field)).join();
  return code`
    ${imports({
      '@ninefold/app': [dated.includes('today()') && 'today', dated.includes('daysFromToday(') && 'daysFromToday'],
      [dataPath('../../ui', entity)]: [`type ${type}`],
      '../../ui/numbers': [fields.some((field) => isOptionalNumber(field)) && 'numberOf'],
      '../../ui/validation': ['between', 'emailAddress', 'phoneNumber', 'required', 'webAddress'].filter(used),
    })}

    /** What the form holds while someone types; an empty input is '' or null. */
    export type ${type}Values = {
      ${fields.map((field) => `${field.name}: ${valueType(type, field)};`)}
    };

    /** What a new ${commentText(lower(entity.singular))} starts with. */
    export function new${type}(): Partial<${type}> {
      return ${lines('{', start.map((field) => `${field.name}: ${startOf(field)}`), '}')};
    }

    export function valuesOf(${one}: Partial<${type}>): ${type}Values {
      return ${lines('{', fields.map((field) => `${field.name}: ${one}.${field.name} ?? ${emptyOf(field)}`), '}')};
    }

    /** The record to store: texts without blanks around them, and nothing for what was left empty. */
    export function ${one}Of(values: ${type}Values): ${type} {
      return ${lines('{', fields.map((field) => `${field.name}: ${storedOf(field)}`), '}')};
    }

    /** A rule gives the message to show, or null when the value is fine. */
    export const validate${type} = ${lines('{', rules.map(({ field, rule }) => `${field.name}: (value: ${type}Values['${field.name}']) => ${rule}`), '}')};
  ` + '\n';
}

function startOf(field: Field): string {
  const value = field.defaultValue;
  if (field.type === 'date') {
    const days = Number(/[+-]\d+$/.exec(String(value))?.[0] ?? 0);
    return days === 0 ? 'today()' : `daysFromToday(${days})`;
  }
  return typeof value === 'string' ? quote(value) : String(value);
}

function valueType(type: string, field: Field): string {
  switch (field.type) {
    case 'yes-no': return 'boolean';
    case 'rating': return 'number';
    case 'number': case 'money': return 'number | string';
    case 'date': case 'reference': return 'string | null';
    case 'choice': return field.required ? `${type}['${field.name}'] | null` : `NonNullable<${type}['${field.name}']> | null`;
    default: return 'string';
  }
}

function emptyOf(field: Field): string {
  switch (field.type) {
    case 'yes-no': return 'false';
    case 'rating': return '0';
    case 'date': case 'reference': case 'choice': return 'null';
    default: return "''";
  }
}

function isOptionalNumber(field: Field): boolean {
  return !field.required && (field.type === 'number' || field.type === 'money');
}

function storedOf(field: Field): string {
  const value = `values.${field.name}`;
  switch (field.type) {
    case 'yes-no': return value;
    case 'rating': return field.required ? value : `${value} || undefined`;
    case 'number': case 'money': return field.required ? `Number(${value})` : `numberOf(${value})`;
    case 'date': case 'reference': return field.required ? `${value} ?? ''` : `${value} ?? undefined`;
    case 'choice': return field.required ? `${value} ?? ${quote(field.options![0]!.value)}` : `${value} ?? undefined`;
    case 'time': return field.required ? value : `${value} || undefined`;
    default: return field.required ? `${value}.trim()` : `${value}.trim() || undefined`;
  }
}

function ruleOf(field: Field): string {
  const parts = [
    field.required && field.type !== 'yes-no' ? (field.type === 'rating' ? 'required(value || null)' : 'required(value)') : '',
    field.type === 'email' ? 'emailAddress(value)' : '',
    field.type === 'link' ? 'webAddress(value)' : '',
    field.type === 'phone' ? 'phoneNumber(value)' : '',
    field.type === 'number' || field.type === 'money' ? `between(value${limits(field)})` : '',
  ];
  return parts.filter(Boolean).join(' ?? ');
}

function limits(field: Field): string {
  if (field.max !== undefined) return `, ${field.min ?? 'undefined'}, ${field.max}`;
  return field.min === undefined ? '' : `, ${field.min}`;
}

/** `features/loans/remove.ts`: deleting can be taken back for some seconds, so nobody is asked twice. */
export function removeFile(entity: EntityModel): string {
  const { one, list, type } = entity.names;
  return code`
    ${imports({
      [dataPath('../../ui', entity)]: [list, `${one}Title`, `type Saved${type}`],
      '../../ui/feedback': ['showError', 'showUndo'],
    })}

    /** Deletes at once and offers to undo it, instead of asking beforehand. */
    export async function remove${type}(${one}: Saved${type}) {
      try {
        const undo = await ${list}.remove(${one}.id);
        showUndo(\`“\${${one}Title(${one})}” was deleted.\`, undo);
      } catch (error) {
        showError(${quote(`The ${lower(entity.singular)} could not be deleted`)}, error);
      }
    }
  ` + '\n';
}

