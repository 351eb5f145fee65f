import type { Field } from '../blueprint.ts';
import { braces, code, imports, lines, print } from './code.ts';
import type { Doc } from './code.ts';
import type { EntityModel } from './model.ts';
import { capital, commentText, key, lower, quote } from './text.ts';

/** `data/loans.ts`: what a loan is, what its fields are called, and where the loans are kept. */
export function dataFile(entity: EntityModel): string {
  const { one, list, type } = entity.names;
  const named = namesHook(entity);
  const choices = entity.fields.filter((field) => field.type === 'choice');
  const formatters = titleImports(entity.title);
  return code`
    ${imports({
      react: [named !== '' && 'useMemo'],
      '@ninefold/app': ['records', 'type Saved'],
      '../ui/option': [choices.length > 0 && 'type Option', ...formatters.option],
      '../ui/dates': formatters.dates,
      '../ui/numbers': formatters.numbers,
    })}

    /** ${commentText(capital(entity.singular))}, as it is stored. */
    export type ${type} = {
      ${entity.fields.map((field) => typeLine(field))}
    };

    export type Saved${type} = Saved<${type}>;

    /** Shared by the members of this app and live: what one changes, the others see. */
    export const ${list} = records<${type}>(${quote(entity.name)});

    export const ${one}Labels = ${lines('{', entity.fields.map((field) => `${key(field.name)}: ${quote(field.label)}`), '}')};

    ${choices.map((field) => `${print(optionsOf(type, field))}\n`)}
    /** What a record is called in lists and links. */
    export function ${one}Title(${titleUses(entity) ? one : `_${one}`}: ${type}): string {
      return ${titleText(entity)};
    }

    ${named}
  ` + '\n';
}

function typeLine(field: Field): Doc {
  const optional = field.required && field.type !== 'yes-no' ? '' : '?';
  const name = `${key(field.name)}${optional}: `;
  if (field.type === 'choice') {
    const values = field.options!.map((option) => quote(option.value));
    return (indent) => {
      const flat = `${name}${values.join(' | ')};`;
      return indent + flat.length <= 110 ? flat : `${name.trimEnd()}\n${values.map((value) => `  | ${value}`).join('\n')};`;
    };
  }
  const note = [typeNote(field), renamed(field)].filter(Boolean).join('; ');
  return (note === '' ? '' : `/** ${note} */\n`) + `${name}${typeOf(field)};`;
}

// A field keeps its key when it is renamed, so that records survive.
function renamed(field: Field): string {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const label = commentText(field.label);
  return plain(label) === plain(field.name) || label === '' ? '' : `“${label}” on the screen`;
}

function typeNote(field: Field): string {
  if (field.type === 'date') return 'YYYY-MM-DD';
  if (field.type === 'time') return 'HH:MM';
  if (field.type === 'money') return `An amount in ${field.unit}`;
  if (field.type === 'number' && field.unit) return `In ${commentText(field.unit)}`;
  if (field.type === 'rating') return `1 to ${field.max}`;
  if (field.type === 'reference') return `The id of a record in ${commentText(field.to!)}`;
  return '';
}

function typeOf(field: Field): string {
  if (field.type === 'yes-no') return 'boolean';
  return field.type === 'number' || field.type === 'money' || field.type === 'rating' ? 'number' : 'string';
}

function optionsOf(type: string, field: Field): Doc {
  const options = field.options!.map((option) =>
    braces([`value: ${quote(option.value)}`, `label: ${quote(option.label)}`, `color: ${quote(option.color)}`]));
  return lines(`export const ${field.name}Options: Option<${optionType(type, field)}>[] = [`, options, '];');
}

function optionType(type: string, field: Field): string {
  return field.required ? `${type}['${field.name}']` : `NonNullable<${type}['${field.name}']>`;
}

function titleUses(entity: EntityModel): boolean {
  return entity.title.type !== 'reference' && entity.title.type !== 'yes-no';
}

function titleText(entity: EntityModel): string {
  const value = `${entity.names.one}.${entity.title.name}`;
  const fallback = quote(`Untitled ${lower(entity.singular)}`);
  switch (entity.title.type) {
    case 'reference': case 'yes-no': return quote(capital(entity.singular));
    case 'date': return `formatDate(${value}) || ${fallback}`;
    case 'money': return `formatMoney(${value}, ${quote(entity.title.unit!)}) || ${fallback}`;
    case 'number': case 'rating': return `formatNumber(${value}${entity.title.unit ? `, ${quote(entity.title.unit)}` : ''}) || ${fallback}`;
    case 'choice': return `optionLabel(${entity.title.name}Options, ${value}) || ${fallback}`;
    default: return `${value} || ${fallback}`;
  }
}

function titleImports(title: Field) {
  return {
    option: title.type === 'choice' ? ['optionLabel'] : [],
    dates: title.type === 'date' ? ['formatDate'] : [],
    numbers: title.type === 'money' ? ['formatMoney'] : title.type === 'number' || title.type === 'rating' ? ['formatNumber'] : [],
  };
}

function namesHook(entity: EntityModel): string {
  if (entity.referredBy.length === 0) return '';
  const { one, list, type } = entity.names;
  return code`
    /** Names by id, to show a name wherever another record refers to one of these. */
    export function use${type}Names(): Map<string, string> {
      const { items } = ${list}.useList();
      return useMemo(() => new Map(items.map((${one}) => [${one}.id, ${one}Title(${one})])), [items]);
    }
  `;
}
