import type { Field } from '../blueprint.ts';
import { dataPath, merge, namesImports, namesLines, namesVariable, targetsOf } from './cells.ts';
import { brackets, code, element, imports, lines, print, signature } from './code.ts';
import type { Doc } from './code.ts';
import { isText } from './fields.ts';
import { entityNamed } from './model.ts';
import type { AppModel, EntityModel } from './model.ts';
import { lower, quote } from './text.ts';

/** The fields one can filter by, at most five: a longer bar helps nobody. */
export function filterFields(entity: EntityModel): Field[] {
  const of = (type: Field['type'], most: number) => entity.fields.filter((field) => field.type === type).slice(0, most);
  const chosen = new Set([...of('choice', 3), ...of('reference', 2), ...of('yes-no', 2), ...of('date', 1)].slice(0, 5));
  return entity.fields.filter((field) => chosen.has(field));
}

/** `features/loans/filters.tsx`: the search box and the filters, and what they leave of the list. */
export function filtersFile(model: AppModel, entity: EntityModel): string {
  const { one, list, type, types } = entity.names;
  const filters = filterFields(entity);
  const has = (kind: Field['type']) => filters.some((field) => field.type === kind);
  const searched = entity.fields.filter((field) => isText(field) || field.type === 'choice' || field.type === 'reference');
  const choices = entity.fields.filter((field) => field.type === 'choice' && (searched.includes(field) || filters.includes(field)));
  const targets = targetsOf(model, filters);
  return code`
    ${imports(merge(
      { '@mantine/core': ['Group', 'TextInput', (has('choice') || has('yes-no') || has('reference')) && 'Select'] },
      { '@mantine/dates': [has('date') && 'DatePickerInput'], '@tabler/icons-react': [has('date') && 'IconCalendar', 'IconSearch'] },
      { [dataPath('../../ui', entity)]: [filters.length > 0 && `${one}Labels`, searched.length === 0 && `${one}Title`, ...choices.map((field) => `${field.name}Options`), `type Saved${type}`] },
      { '../../ui/dates': has('date') ? ['isBetween', 'type DateRange'] : [], '../../ui/option': [has('yes-no') && 'yesNoOptions', choices.length > 0 && 'optionLabel'], '../../ui/search': ['matches'] },
      namesImports(model, searched, '../../ui'),
      ...targets.map((target) => ({ [dataPath('../../ui', target)]: [`use${target.names.type}Names`] })),
    ))}

    export type ${types}Filter = {
      query: string;
      ${filters.map((field) => `${filterKey(field)}: ${field.type === 'date' ? 'DateRange' : 'string | null'};`)}
    };

    export const noFilters: ${types}Filter = ${lines('{', ["query: ''", ...filters.map((field) => `${filterKey(field)}: ${field.type === 'date' ? '[null, null]' : 'null'}`)], '}')};

    /** The records that fit the search and all filters. */
    ${signature(`export function useFiltered${types}`, [`${list}: Saved${type}[]`, `filter: ${types}Filter`], `: Saved${type}[] {`)}
      ${namesLines(model, searched)}
      return ${filtered(model, entity, searched, filters)};
    }

    type Props = { filter: ${types}Filter; onChange: (filter: ${types}Filter) => void };

    export function ${types}FilterBar({ filter, onChange }: Props) {
      ${targets.map((target) => `const ${namesVariable(target)} = use${target.names.type}Names();`)}
      return (
        <Group gap="xs">
          <TextInput
            type="search"
            aria-label=${attributeValue(`Search ${lower(entity.plural)}`)}
            placeholder=${attributeValue(`Search ${lower(entity.plural)}`)}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={filter.query}
            onChange={(event) => onChange({ ...filter, query: event.currentTarget.value })}
            flex="3 1 200px"
          />
          ${filters.map((field) => controlOf(model, entity, field))}
        </Group>
      );
    }
  ` + '\n';
}

function attributeValue(text: string): string {
  return /^[\p{L}\p{N} .,-]*$/u.test(text) ? `"${text}"` : `{${quote(text)}}`;
}

// The search box has the name `query`, so a field of that name takes another.
function filterKey(field: Field): string {
  return field.name === 'query' ? 'queryField' : field.name;
}

function filtered(model: AppModel, entity: EntityModel, searched: Field[], filters: Field[]): Doc {
  const { one, list } = entity.names;
  const texts = searchTexts(model, entity, searched);
  const conditions = filters.map((field) => condition(one, field));
  return (indent) => {
    const start = `${list}.filter((${one}) => `;
    const flat = print(brackets(texts, 'matches(filter.query, ', 0), -1000);
    if (conditions.length === 0 && indent + start.length + flat.length + 10 <= 110) return `${start}${flat}))`;
    const matches = `${print(brackets(texts, 'matches(filter.query, ', 4), indent + 4)})`.replaceAll('\n', '\n    ');
    return `${list}.filter(\n  (${one}) =>\n    ${[matches, ...conditions].join(' &&\n    ')},\n)`;
  };
}

function searchTexts(model: AppModel, entity: EntityModel, searched: Field[]): Doc[] {
  const { one } = entity.names;
  const texts = searched.map((field) => {
    const value = `${one}.${field.name}`;
    if (field.type === 'choice') return `optionLabel(${field.name}Options, ${value})`;
    return field.type === 'reference' ? `${namesVariable(entityNamed(model, field.to))}.get(${value} ?? '')` : value;
  });
  return texts.length > 0 ? texts : [`${one}Title(${one})`];
}

function condition(one: string, field: Field): string {
  const value = `${one}.${field.name}`;
  const wanted = `filter.${filterKey(field)}`;
  if (field.type === 'date') return `isBetween(${value}, ${wanted})`;
  if (field.type === 'yes-no') return `(${wanted} === null || Boolean(${value}) === (${wanted} === 'yes'))`;
  return `(${wanted} === null || ${value} === ${wanted})`;
}

function controlOf(model: AppModel, entity: EntityModel, field: Field): Doc {
  const label = `${entity.names.one}Labels.${field.name}`;
  const name = filterKey(field);
  // The placeholder names the control, for screen readers too.
  const common = [`placeholder={${label}}`];
  const change = `onChange={(value) => onChange({ ...filter, ${name === 'value' ? 'value' : `${name}: value`} })}`;
  if (field.type === 'date') {
    return element('DatePickerInput', ['type="range"', 'clearable', ...common, 'valueFormat="MMM D, YYYY"', `value={filter.${name}}`, change, 'leftSection={<IconCalendar size={16} aria-hidden />}', 'flex="1 1 180px"']);
  }
  const choices = field.type === 'choice' ? `${field.name}Options`
    : field.type === 'yes-no' ? `yesNoOptions(${label})`
      : `[...${namesVariable(entityNamed(model, field.to))}].map(([value, label]) => ({ value, label }))`;
  return element('Select', ['clearable', ...(field.type === 'reference' ? ['searchable'] : []), ...common, `data={${choices}}`, `value={filter.${name}}`, change, 'flex="1 1 130px"']);
}
