import type { Blueprint, Entity, Field, SampleValue } from '../blueprint.ts';
import { modelOf } from './model.ts';
import type { AppModel, EntityModel } from './model.ts';
import { usableSamples } from './samples-file.ts';

type JsonSchema = Record<string, unknown>;

/** Longest texts a record may hold, in UTF-16 code units: a whole record has 64 KB. */
const maxTextLength = 1000;
const maxLongTextLength = 20_000;

/** The JSON Schema (2020-12) of an entity's records: what the server accepts, whatever an app or a file sends. */
export function schemaOf(entity: Entity, blueprint: Blueprint): JsonSchema {
  const model = modelOf(blueprint);
  const { singular, fields, title } = modelled(model, entity, blueprint);
  const required = fields.filter((field) => field.required && field.type !== 'yes-no').map((field) => field.name);
  return {
    type: 'object',
    title: singular,
    'x-label': title.name,
    properties: Object.fromEntries(fields.map((field) => [field.name, { title: field.label, ...propertyOf(field) }])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

/**
 * Example records of an entity that fit its schema; dates are `today+3`,
 * references `#0` (the index among the samples of the target).
 */
export function samplesOf(entity: Entity, blueprint: Blueprint): Record<string, string | number | boolean>[] {
  const model = modelOf(blueprint);
  const samples = usableSamples(model).get(modelled(model, entity, blueprint)) ?? [];
  return samples.map((sample) => Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, asText(value)])));
}

function modelled(model: AppModel, entity: Entity, blueprint: Blueprint): EntityModel {
  const at = blueprint.entities.findIndex((one) => one === entity || one.name === entity.name);
  const found = model.entities[at];
  if (!found) throw new Error(`the blueprint has no entity ${entity.name}`);
  return found;
}

function asText(value: SampleValue): string | number | boolean {
  if (typeof value !== 'object') return value;
  if ('sample' in value) return `#${value.sample}`;
  const days = Math.trunc(value.daysFromToday);
  return days === 0 ? 'today' : `today${days > 0 ? '+' : ''}${days}`;
}

function propertyOf(field: Field): JsonSchema {
  const atLeastOne = field.required ? { minLength: 1 } : {};
  const range = { ...(field.min === undefined ? {} : { minimum: field.min }), ...(field.max === undefined ? {} : { maximum: field.max }) };
  switch (field.type) {
    case 'long-text': return { type: 'string', ...atLeastOne, maxLength: maxLongTextLength };
    case 'number': return { type: 'number', ...range, ...(field.unit ? { 'x-unit': field.unit } : {}) };
    case 'money': return { type: 'number', ...range, 'x-currency': field.unit };
    case 'rating': return { type: 'integer', ...range };
    case 'yes-no': return { type: 'boolean' };
    case 'date': return { type: 'string', format: 'date' };
    // Not `format: time`: that one wants seconds and a zone.
    case 'time': return { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' };
    case 'email': return { type: 'string', format: 'email', maxLength: 320 };
    case 'link': return { type: 'string', format: 'uri', maxLength: 2000 };
    case 'choice': return { type: 'string', enum: field.options!.map((option) => option.value) };
    case 'reference': return { type: 'string', format: 'uuid', 'x-collection': field.to };
    default: return { type: 'string', ...atLeastOne, maxLength: maxTextLength };
  }
}
