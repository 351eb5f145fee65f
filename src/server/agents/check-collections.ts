import { checkFields, compileSchema } from '#server/app-data/index.ts';
import { resolveSample } from '#contract/samples.ts';
import type { DefineCollectionsInput } from './tools/define-collections.ts';

type Given = DefineCollectionsInput['collections'];
type Property = { 'x-collection'?: unknown } | undefined;

const maxProblems = 20;

/** What is wrong with collections an agent defines: schemas, links and samples. `others` are names that exist besides. */
export function checkCollections(given: Given, others: string[]): string[] {
  const names = new Set([...others, ...given.map((c) => c.name)]);
  const problems: string[] = [];
  if (new Set(given.map((c) => c.name)).size < given.length) problems.push('Two collections have the same name.');
  for (const collection of given) {
    const found = checkSchema(collection, names);
    problems.push(...(found.length > 0 ? found : checkSamples(collection, given)));
  }
  return problems.slice(0, maxProblems);
}

function checkSchema({ name, schema }: Given[number], names: Set<string>): string[] {
  if (schema.type !== 'object' || typeof schema.properties !== 'object' || schema.properties === null) {
    return [`${name}: the schema must be of type object, with properties.`];
  }
  if (Buffer.byteLength(JSON.stringify(schema)) > 60_000) return [`${name}: the schema is too long.`];
  try {
    compileSchema(schema);
  } catch (error) {
    return [`${name}: ${error instanceof Error ? error.message : 'the schema is not valid'}.`];
  }
  const problems: string[] = [];
  for (const [field, property] of Object.entries(schema.properties as Record<string, Property>)) {
    const target = property?.['x-collection'];
    if (target !== undefined && !names.has(String(target))) problems.push(`${name}.${field} links to "${String(target)}", which is no collection.`);
  }
  const label = schema['x-label'];
  if (label !== undefined && !(String(label) in schema.properties)) problems.push(`${name}: "x-label" names "${String(label)}", which is no property.`);
  return problems;
}

function checkSamples({ name, schema, samples }: Given[number], given: Given): string[] {
  const ids = sampleIds(given);
  return samples.flatMap((sample, n) => Object.values(checkFields(schema, resolveSample(sample, schema, ids))).map((wrong) => `${name}, sample ${n}: ${wrong}`));
}

/** Ids that stand for samples while they are checked. */
export function sampleIds(collections: { name: string; samples?: unknown[] }[]): Map<string, string[]> {
  let next = 0;
  const id = () => `00000000-0000-4000-8000-${String(next++).padStart(12, '0')}`;
  return new Map(collections.map((c) => [c.name, (c.samples ?? []).map(id)]));
}
