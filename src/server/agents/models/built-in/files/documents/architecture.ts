import type { WriteArchitectureInput } from '../../../../tools/write-architecture.ts';
import type { Blueprint, Field } from '../../blueprint.ts';
import { entityNamed, modelOf } from '../model.ts';
import type { AppModel, EntityModel } from '../model.ts';
import { capital, lower } from '../text.ts';
import { line, listed, typeInWords } from './words.ts';

/** The data model of an app, and what keeps it safe. */
export function architectureOf(blueprint: Blueprint): WriteArchitectureInput {
  const model = modelOf(blueprint);
  return {
    title: line(model.title),
    summary: summaryOf(model),
    entities: model.entities.slice(0, 30).map((entity) => ({
      name: line(capital(entity.plural)),
      fields: entity.fields.slice(0, 60).map((field) => ({ name: line(field.label), type: typeInWords(model, field), required: field.required && field.type !== 'yes-no', note: line(noteOf(entity, field)) })),
    })),
    relations: model.entities.flatMap((entity) => entity.fields.filter((field) => field.type === 'reference').map((field) => ({
      from: line(capital(entity.plural)), to: line(capital(entityNamed(model, field.to).plural)), label: line(lower(field.label)),
    }))).slice(0, 60),
    apisUsed: [],
    securityRequirements: securityOf(model),
  };
}

function summaryOf(model: AppModel): string {
  const collections = model.entities.map((entity) => `“${entity.name}”`);
  const count = `${collections.length} ${collections.length === 1 ? 'collection' : 'collections'}`;
  return line(`${model.title} stores its records in ${count} (${listed(collections)}). Each has a JSON Schema that the server checks at every write. The app is a React front end without a server of its own: it reads and writes through the studio, as the person who looks at it.`);
}

function noteOf(entity: EntityModel, field: Field): string {
  return [
    field === entity.title ? 'Names the record in lists.' : '',
    `Stored as ${field.name}.`,
    field.defaultValue !== undefined && field.defaultValue !== '' ? `Starts as ${String(field.defaultValue)}.` : '',
    ...entity.highlights.filter((rule) => rule.when.some((condition) => condition.field === field.name)).map((rule) => `Used by the rule “${rule.label}”.`),
  ].filter(Boolean).join(' ');
}

const personal = new Set<Field['type']>(['person', 'email', 'phone']);

function securityOf(model: AppModel): string[] {
  const sensitive = model.entities.flatMap((entity) => entity.fields.filter((field) => personal.has(field.type)).map((field) => `${lower(field.label)} of ${lower(entity.plural)}`));
  const links = model.entities.flatMap((entity) => entity.fields.filter((field) => field.type === 'link'));
  return [
    'Only members of the project read the records; row-level security in the database decides, not the app.',
    'Only members who may contribute add, change or delete records; the database refuses everybody else.',
    'Every record is checked against the JSON Schema of its collection, and properties it does not name are refused.',
    'The app runs in a sandboxed frame without access to cookies, network or storage, and holds no token or key.',
    ...(links.length > 0 ? ['Links are opened only when they are http or https, and without access to the app that opened them.'] : []),
    ...(sensitive.length > 0 ? [`Personal data: ${listed(sensitive)}. It is shown to members only and leaves the app only as a CSV file a member exports.`] : []),
    'Values in exported files that a spreadsheet would run as a formula are made harmless.',
  ].map(line);
}
