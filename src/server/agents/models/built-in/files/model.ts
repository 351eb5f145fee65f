import type { Blueprint, Chart, Condition, Entity, Field, Highlight, Sample, SampleValue, View } from '../blueprint.ts';
import { cleanFields, isNumeric, palette, titleOf } from './fields.ts';
import { nameEntities } from './names.ts';
import type { Names } from './names.ts';

/** An entity that is complete and consistent, with the names its code uses. */
export type EntityModel = Entity & {
  names: Names;
  title: Field;
  /** Fields of other entities (or its own) that refer to this one. */
  referredBy: { entity: string; field: string }[];
};
export type AppModel = Omit<Blueprint, 'entities'> & { entities: EntityModel[] };

/**
 * Makes any blueprint safe to print: keys are identifiers and unique, nothing
 * points to what is not there. A blueprint that is fine comes out as it was.
 */
export function modelOf(blueprint: Blueprint): AppModel {
  const collections = uniqueNames(blueprint.entities);
  const names = nameEntities(blueprint.entities.map((entity, at) => ({ ...entity, name: collections[at]! })));
  const targets = new Map(blueprint.entities.map((entity, at) => [entity.name, collections[at]!]));
  const entities = blueprint.entities.map((entity, at): EntityModel => {
    const { fields, keys } = cleanFields(entity.fields, targets);
    const has = (name: string) => fields.find((field) => field.name === keys.get(name));
    const title = titleOf(fields, keys.get(entity.titleField));
    return {
      name: collections[at]!,
      singular: entity.singular.trim() || names[at]!.one,
      plural: entity.plural.trim() || names[at]!.list,
      titleField: title.name,
      title,
      fields,
      views: cleanViews(entity.views, has),
      ...(entity.opensWith ? { opensWith: entity.opensWith } : {}),
      charts: entity.charts.flatMap((chart) => cleanChart(chart, has)),
      highlights: entity.highlights.flatMap((highlight) => cleanHighlight(highlight, has)),
      sort: { field: has(entity.sort.field)?.name ?? title.name, direction: entity.sort.direction === 'desc' ? 'desc' : 'asc' },
      samples: entity.samples.map((sample) => cleanSample(sample, has)),
      names: names[at]!,
      referredBy: [],
    };
  });
  for (const entity of entities) {
    for (const field of entity.fields) {
      if (field.type !== 'reference') continue;
      entities.find((target) => target.name === field.to)?.referredBy.push({ entity: entity.name, field: field.name });
    }
  }
  return {
    format: 1,
    title: blueprint.title.trim() || 'App',
    description: blueprint.description.trim(),
    color: palette.has(blueprint.color) ? blueprint.color : 'indigo',
    entities,
  };
}

export function entityNamed(model: AppModel, name: string | undefined): EntityModel {
  const entity = model.entities.find((one) => one.name === name);
  if (!entity) throw new Error(`no entity ${name}`);
  return entity;
}

function uniqueNames(entities: Entity[]): string[] {
  const used = new Set<string>();
  return entities.map((entity) => {
    const base = entity.name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, 56) || 'records';
    let name = base;
    for (let round = 2; used.has(name); round += 1) name = `${base}-${round}`;
    used.add(name);
    return name;
  });
}

type Find = (name: string) => Field | undefined;

function cleanViews(views: View[], find: Find): View[] {
  const kinds = new Set<string>();
  return views.flatMap((view): View[] => {
    const field = find(view.by);
    const fits = view.kind === 'board' ? field?.type === 'choice' : field?.type === 'date';
    if (!field || !fits || kinds.has(view.kind)) return [];
    kinds.add(view.kind);
    return [{ kind: view.kind, by: field.name }];
  });
}

function cleanChart(chart: Chart, find: Find): Chart[] {
  const field = find(chart.groupBy);
  if (!field || ['long-text', 'link', 'email', 'phone', 'time', 'money'].includes(field.type)) return [];
  const dated = field.type === 'date';
  const measure = chart.measure;
  const measured = measure.kind === 'count' ? undefined : find(measure.field);
  if (measure.kind !== 'count' && (!measured || !isNumeric(measured))) return [];
  return [{
    title: chart.title.trim() || field.label,
    kind: dated && chart.kind === 'donut' ? 'bar' : !dated && chart.kind === 'line' ? 'bar' : chart.kind,
    groupBy: field.name,
    ...(dated ? { bucket: chart.bucket ?? 'month' } : {}),
    measure: measure.kind === 'count' ? measure : { kind: measure.kind, field: measured!.name },
  }];
}

function cleanHighlight(highlight: Highlight, find: Find): Highlight[] {
  const when = highlight.when.flatMap((condition) => cleanCondition(condition, find));
  if (when.length === 0 || when.length < highlight.when.length) return [];
  return [{ label: highlight.label.trim() || 'Flagged', color: palette.has(highlight.color) ? highlight.color : 'red', when }];
}

function cleanCondition(condition: Condition, find: Find): Condition[] {
  const field = find(condition.field);
  if (!field) return [];
  const at = { field: field.name };
  switch (condition.op) {
    case 'before-today': case 'after-today': case 'is-today': case 'within-days': case 'older-than-days':
      return field.type === 'date' ? [{ ...condition, ...at }] : [];
    case 'is-true': case 'is-false':
      return field.type === 'yes-no' ? [{ ...condition, ...at }] : [];
    case 'below': case 'at-most': case 'above': case 'at-least':
      return isNumeric(field) ? [{ ...condition, ...at }] : [];
    case 'below-field': case 'at-most-field': case 'above-field': case 'at-least-field': {
      const other = find(condition.other);
      const comparable = other && ((isNumeric(field) && isNumeric(other)) || (field.type === 'date' && other.type === 'date'));
      return comparable ? [{ ...condition, ...at, other: other.name }] : [];
    }
    case 'equals': case 'not-equals':
      return fits(field, condition.value) ? [{ ...condition, ...at }] : [];
    default:
      return [{ ...condition, ...at }];
  }
}

function fits(field: Field, value: string | number | boolean): boolean {
  if (field.type === 'choice') return field.options!.some((option) => option.value === value);
  if (field.type === 'yes-no') return typeof value === 'boolean';
  return isNumeric(field) ? typeof value === 'number' : typeof value === 'string';
}

// What the schema of the record would refuse, an example must not hold.
function storable(field: Field, value: string | number | boolean): boolean {
  if (typeof value === 'number') return value >= (field.min ?? -Infinity) && value <= (field.max ?? Infinity) && (field.type !== 'rating' || Number.isInteger(value));
  if (typeof value !== 'string') return true;
  if (field.type === 'email') return /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(value);
  if (field.type === 'link') return /^https?:\/\//.test(value) && URL.canParse(value);
  if (field.type === 'time') return /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
  return value !== '' && value.length <= 1000;
}

function cleanSample(sample: Sample, find: Find): Sample {
  const kept = Object.entries(sample).flatMap(([name, value]): [string, SampleValue][] => {
    const field = find(name);
    if (!field) return [];
    const day = typeof value === 'object' && 'daysFromToday' in value && Math.abs(value.daysFromToday) <= 3660;
    const reference = typeof value === 'object' && 'sample' in value;
    const text = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
    if (field.type === 'date') return day || text ? [[field.name, value]] : [];
    if (field.type === 'reference') return reference ? [[field.name, value]] : [];
    return typeof value !== 'object' && fits(field, value) && storable(field, value) ? [[field.name, value]] : [];
  });
  return Object.fromEntries(kept);
}
