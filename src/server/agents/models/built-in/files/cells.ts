import type { Field } from '../blueprint.ts';
import { entityNamed } from './model.ts';
import type { AppModel, EntityModel } from './model.ts';
import { quote } from './text.ts';

/** How a field is shown: the JSX, and what its file must import for it. */
export type Cell = { jsx: string; imports: Record<string, string[]> };

/** The value of a field as JSX; `lines` limits long texts, `ui` is the way to the ui folder. */
export function cellOf(model: AppModel, entity: EntityModel, field: Field, options: { ui: string; lines?: number }): Cell {
  const { ui } = options;
  const value = `${entity.names.one}.${field.name}`;
  switch (field.type) {
    case 'long-text':
      return { jsx: `<LongText value={${value}}${options.lines ? ` lines={${options.lines}}` : ''} />`, imports: { [`${ui}/text`]: ['LongText'] } };
    case 'number':
      return text(`formatNumber(${value}${field.unit ? `, ${quote(field.unit)}` : ''})`, { [`${ui}/numbers`]: ['formatNumber'] }, ui);
    case 'money':
      return text(`formatMoney(${value}, ${quote(field.unit!)})`, { [`${ui}/numbers`]: ['formatMoney'] }, ui);
    case 'date':
      return { jsx: `<DateText value={${value}} />`, imports: { [`${ui}/date-text`]: ['DateText'] } };
    case 'yes-no':
      return { jsx: `<YesNo value={${value}} />`, imports: { [`${ui}/yes-no`]: ['YesNo'] } };
    case 'choice':
      return { jsx: `<ChoiceBadge options={${field.name}Options} value={${value}} />`, imports: { [`${ui}/choice-badge`]: ['ChoiceBadge'], [dataPath(ui, entity)]: [`${field.name}Options`] } };
    case 'email':
      return { jsx: `<MailLink value={${value}} />`, imports: { [`${ui}/links`]: ['MailLink'] } };
    case 'phone':
      return { jsx: `<PhoneLink value={${value}} />`, imports: { [`${ui}/links`]: ['PhoneLink'] } };
    case 'link':
      return { jsx: `<WebLink value={${value}} />`, imports: { [`${ui}/links`]: ['WebLink'] } };
    case 'rating':
      return { jsx: `<Stars value={${value}} max={${field.max}} />`, imports: { [`${ui}/stars`]: ['Stars'] } };
    case 'reference': {
      const target = entityNamed(model, field.to);
      return text(`${namesVariable(target)}.get(${value} ?? '')`, { [dataPath(ui, target)]: [`use${target.names.type}Names`] }, ui);
    }
    default:
      return text(value, {}, ui);
  }
}

function text(value: string, imports: Record<string, string[]>, ui: string): Cell {
  return { jsx: `<PlainText value={${value}} />`, imports: { ...imports, [`${ui}/text`]: ['PlainText'] } };
}

export function dataPath(ui: string, entity: EntityModel): string {
  return `${ui.replace(/ui$/, 'data')}/${entity.name}`;
}

/** `companyNames`: the variable that holds names by id. */
export function namesVariable(target: EntityModel): string {
  return `${target.names.one}Names`;
}

/** `const companyNames = useCompanyNames();` once for each entity the fields refer to. */
export function namesLines(model: AppModel, fields: Field[]): string[] {
  return targetsOf(model, fields).map((target) => `const ${namesVariable(target)} = use${target.names.type}Names();`);
}

export function namesImports(model: AppModel, fields: Field[], ui: string): Record<string, string[]> {
  return Object.fromEntries(targetsOf(model, fields).map((target) => [dataPath(ui, target), [`use${target.names.type}Names`]]));
}

export function targetsOf(model: AppModel, fields: Field[]): EntityModel[] {
  const names = new Set(fields.flatMap((field) => (field.type === 'reference' ? [field.to!] : [])));
  return model.entities.filter((entity) => names.has(entity.name));
}

/** The same files' imports put together. */
export function merge(...wanted: Record<string, (string | false | undefined)[]>[]): Record<string, (string | false | undefined)[]> {
  const all: Record<string, (string | false | undefined)[]> = {};
  for (const one of wanted) for (const [from, names] of Object.entries(one)) all[from] = [...(all[from] ?? []), ...names];
  return all;
}
