import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Fields } from './queries.ts';

type Property = { title?: unknown; type?: unknown; 'x-collection'?: unknown; items?: { 'x-collection'?: unknown } };

const ajv = new Ajv2020({ allErrors: true, strict: false, useDefaults: true, validateFormats: true });
addFormats.default(ajv);
// As forms write it: the standard's time wants seconds and a zone.
ajv.addFormat('time', /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?$/);
// A link is clicked by somebody else later, so nothing that runs code.
ajv.addFormat('uri', (text) => URL.canParse(text) && /^(https?|mailto|tel|ftp):/i.test(text));

const compiled = new Map<string, ValidateFunction>();
const maxCompiled = 200;

/** Compiles a collection's JSON Schema once; throws when it is none. */
export function compileSchema(schema: Fields): ValidateFunction {
  const key = JSON.stringify(schema);
  let validate = compiled.get(key);
  if (!validate) {
    // Ids would clash between versions of a schema, and nothing refers to them.
    validate = ajv.compile({ ...schema, $id: undefined });
    if (compiled.size >= maxCompiled) compiled.delete(compiled.keys().next().value!);
    compiled.set(key, validate);
  }
  return validate;
}

/**
 * What is wrong with a record's fields in words, by field. Defaults are filled
 * in. `only` limits the check to these fields: others may be of an older schema.
 */
export function checkFields(schema: Fields, data: Fields, only?: Set<string>): Record<string, string> {
  const validate = compileSchema(schema);
  const wrong: Record<string, string> = {};
  if (validate(data)) return wrong;
  for (const error of validate.errors ?? []) {
    const field = fieldOf(error);
    if (only !== undefined && !only.has(field)) continue;
    wrong[field] ??= inWords(error, labelOf(schema, field));
  }
  return wrong;
}

/** Fields that hold ids of records of another collection: field → collection. */
export function referencesIn(schema: Fields): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, property] of Object.entries(propertiesOf(schema))) {
    const target = property?.['x-collection'] ?? property?.items?.['x-collection'];
    if (typeof target === 'string') found.set(name, target);
  }
  return found;
}

export function labelOf(schema: Fields, field: string): string {
  const title = propertiesOf(schema)[field]?.title;
  if (typeof title === 'string' && title.trim() !== '') return title.trim();
  const words = field.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[-_]/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function propertiesOf(schema: Fields): Record<string, Property | undefined> {
  return typeof schema.properties === 'object' && schema.properties !== null ? (schema.properties as Record<string, Property>) : {};
}

function fieldOf(error: ErrorObject): string {
  const { missingProperty, additionalProperty, unevaluatedProperty } = error.params as Record<string, string | undefined>;
  const path = error.instancePath.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return path[0] ?? missingProperty ?? additionalProperty ?? unevaluatedProperty ?? 'data';
}

const types: Record<string, string> = { string: 'a text', number: 'a number', integer: 'a whole number', boolean: 'yes or no', array: 'a list', object: 'a group of values' };
const formats: Record<string, string> = {
  date: 'a date such as 2026-01-31', time: 'a time such as 14:30', 'date-time': 'a date with a time', email: 'an e-mail address such as name@example.com',
  uri: 'a link such as https://example.com', uuid: 'a record of the list',
};

function inWords(error: ErrorObject, label: string): string {
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'required': return `${label} is required.`;
    case 'type': return `${label} must be ${[params.type].flat().map((type) => types[String(type)] ?? String(type)).join(' or ')}.`;
    case 'format': return `${label} must be ${formats[String(params.format)] ?? `of the form "${String(params.format)}"`}.`;
    case 'enum': return `${label} must be one of: ${(params.allowedValues as unknown[]).join(', ')}.`;
    case 'const': return `${label} must be ${String(params.allowedValue)}.`;
    case 'minimum': return `${label} must be at least ${String(params.limit)}.`;
    case 'maximum': return `${label} must be at most ${String(params.limit)}.`;
    case 'exclusiveMinimum': return `${label} must be more than ${String(params.limit)}.`;
    case 'exclusiveMaximum': return `${label} must be less than ${String(params.limit)}.`;
    case 'multipleOf': return `${label} must be a multiple of ${String(params.multipleOf)}.`;
    case 'minLength': return params.limit === 1 ? `${label} is required.` : `${label} must have at least ${String(params.limit)} characters.`;
    case 'maxLength': return `${label} must have at most ${String(params.limit)} characters.`;
    case 'minItems': return `${label} must have at least ${String(params.limit)} entries.`;
    case 'maxItems': return `${label} must have at most ${String(params.limit)} entries.`;
    case 'pattern': return `${label} does not have the right form.`;
    case 'additionalProperties': case 'unevaluatedProperties': return `This app has no field "${label}".`;
    default: return `${label} is not valid.`;
  }
}
