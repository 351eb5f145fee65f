import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkFields } from '#server/app-data/schema-check.ts';
import { resolveSample } from '#contract/samples.ts';
import { checkCollections } from '../../../check-collections.ts';
import type { Blueprint } from '../blueprint.ts';
import { anyBlueprint } from './fixtures/any-blueprint.ts';
import { blueprints } from './fixtures/index.ts';
import { modelOf } from './model.ts';
import { samplesOf, schemaOf } from './schema.ts';

function collectionsOf(blueprint: Blueprint) {
  const { entities } = modelOf(blueprint);
  return blueprint.entities.map((entity, at) => ({ name: entities[at]!.name, title: 'Records', schema: schemaOf(entity, blueprint), samples: samplesOf(entity, blueprint) }));
}

test.each(Object.entries(blueprints) as [string, Blueprint][])('the collections of %s are valid, and their samples fit them', (_name, blueprint) => {
  expect(checkCollections(collectionsOf(blueprint), [])).toEqual([]);
});

test('the collections of any blueprint are valid, and their samples fit them', () => {
  fc.assert(fc.property(anyBlueprint, (blueprint) => {
    // Entities of the same name cannot be told apart from outside.
    fc.pre(new Set(blueprint.entities.map((entity) => entity.name)).size === blueprint.entities.length);
    expect(checkCollections(collectionsOf(blueprint), [])).toEqual([]);
  }), { numRuns: 200 });
});

describe('the schema of a record', () => {
  const crm = blueprints.crm;
  const deal = { title: 'Bikes', value: 10, stage: 'won', company: '00000000-0000-4000-8000-000000000000' };
  const wrong = (changes: Record<string, unknown>) => Object.keys(checkFields(schemaOf(crm.entities[2]!, crm), { ...deal, ...changes }));

  test('takes a record that fits', () => {
    expect(wrong({ closeDate: '2026-01-31' })).toEqual([]);
  });

  test('refuses what does not fit, and says which field', () => {
    expect(wrong({ title: '' })).toEqual(['title']);
    expect(wrong({ value: -1 })).toEqual(['value']);
    expect(wrong({ value: '10' })).toEqual(['value']);
    expect(wrong({ stage: 'nowhere' })).toEqual(['stage']);
    expect(wrong({ company: 'Acme' })).toEqual(['company']);
    expect(wrong({ closeDate: '31.1.2026' })).toEqual(['closeDate']);
    expect(wrong({ title: undefined })).not.toEqual([]);
    expect(wrong({ extra: 1 })).toHaveLength(1);
  });

  test('refuses times, links, ratings and addresses that are none', () => {
    const schema = schemaOf(blueprints.applicants.entities[0]!, blueprints.applicants);
    expect(Object.keys(checkFields(schema, { name: 'Ann', stage: 'offer', rating: 6, email: 'ann' })).sort()).toEqual(['email', 'rating']);
    const time = schemaOf(blueprints.yoga.entities[0]!, blueprints.yoga);
    const lesson = { name: 'Yin', day: '2026-01-31', start: '18:30', places: 3 };
    expect(checkFields(time, { ...lesson })).toEqual({});
    expect(Object.keys(checkFields(time, { ...lesson, start: '25:00' }))).toEqual(['start']);
    const receipt = schemaOf(blueprints.expenses.entities[0]!, blueprints.expenses);
    expect(Object.keys(checkFields(receipt, { description: 'x', amount: 1, category: 'meals', date: '2026-01-31', status: 'draft', receipt: 'javascript:alert(1)' }))).toEqual(['receipt']);
  });

  test('names the label, the target and the currency for those who read it', () => {
    expect(schemaOf(crm.entities[2]!, crm)).toMatchObject({ 'x-label': 'title', additionalProperties: false, required: ['title', 'value', 'stage', 'company'], properties: { company: { 'x-collection': 'companies' }, value: { 'x-currency': 'USD' } } });
  });
});

test('samples say their dates and references in words that resolve', () => {
  const [first] = samplesOf(blueprints.crm.entities[2]!, blueprints.crm);
  expect(first).toMatchObject({ closeDate: 'today+4', company: '#0' });
  const resolved = resolveSample(first!, schemaOf(blueprints.crm.entities[2]!, blueprints.crm), new Map([['companies', ['an-id']]]));
  expect(resolved).toMatchObject({ company: 'an-id', closeDate: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) });
});

test('a sample without what is required is not offered', () => {
  const blueprint = structuredClone(blueprints.loans);
  delete blueprint.entities[0]!.samples[0]!['item'];
  expect(samplesOf(blueprint.entities[0]!, blueprint)).toEqual([]);
});
