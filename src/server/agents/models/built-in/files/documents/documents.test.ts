import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeArchitectureInput } from '../../../../tools/write-architecture.ts';
import { writeRequirementsInput } from '../../../../tools/write-requirements.ts';
import { writeUiDesignInput } from '../../../../tools/write-ui-design.ts';
import type { Blueprint } from '../../blueprint.ts';
import { architectureOf, designOf, requirementsOf, tracesOf } from '../documents.ts';
import { anyBlueprint } from '../fixtures/any-blueprint.ts';
import { blueprints } from '../fixtures/index.ts';
import { filesOf } from '../index.ts';
import { publishVersionInput } from '../../../../tools/publish-version.ts';

function acceptedByTools(blueprint: Blueprint, request: string): void {
  expect(writeRequirementsInput.safeParse(requirementsOf(blueprint, request)).error).toBeUndefined();
  expect(writeArchitectureInput.safeParse(architectureOf(blueprint)).error).toBeUndefined();
  expect(writeUiDesignInput.safeParse(designOf(blueprint)).error).toBeUndefined();
}

test.each(Object.entries(blueprints) as [string, Blueprint][])('the documents of %s fit the tools that store them', (_name, blueprint) => {
  acceptedByTools(blueprint, 'Build it, please.');
});

test('the documents of any blueprint with an entity fit the tools, whatever the request', () => {
  fc.assert(fc.property(anyBlueprint.filter((blueprint) => blueprint.entities.length > 0), fc.string(), (blueprint, request) => acceptedByTools(blueprint, request)), { numRuns: 200 });
});

test('criteria name the fields, rules, columns and charts of the app', () => {
  const criteria = requirementsOf(blueprints.crm, 'A CRM').stories.flatMap((story) => story.criteria).join('\n');
  expect(criteria).toContain('Saving without Title, Value, Stage and Company shows a message');
  expect(criteria).toContain('the badge “Closing soon” when its close date is within 7 days from today and stage is not won');
  expect(criteria).toContain('The board has the columns Lead, Qualified, Won and Lost');
  expect(criteria).toContain('A bar chart shows the sum of value per stage.');
  expect(criteria).toContain('An open company lists its deals.');
});

test('the architecture names types in words, relations, and the personal data it holds', () => {
  const crm = architectureOf(blueprints.crm);
  expect(crm.relations).toContainEqual({ from: 'Deals', to: 'Companies', label: 'company' });
  expect(crm.entities[2]!.fields.map((field) => field.type)).toEqual(['text', 'money in USD, at least 0', 'one of: Lead, Qualified, Won, Lost', 'link to a company', 'date']);
  expect(crm.securityRequirements.join(' ')).toContain('Personal data: phone of companies, name of contacts and e-mail of contacts.');
});

test('the design names the accent, the views and the rules', () => {
  const design = designOf(blueprints.loans);
  expect(design.palette[0]).toEqual({ name: 'Teal: Accent: main buttons, active tab, charts', value: '#0ca678' });
  expect(design.components.map((component) => component.name)).toEqual(['Loans table', 'Loan form', 'Badge “Overdue”']);
});

test.each(Object.entries(blueprints) as [string, Blueprint][])('every criterion of %s leads to files of the app', (_name, blueprint) => {
  const traces = tracesOf(blueprint, new Set(filesOf(blueprint).map(({ path }) => path)));
  expect(traces.map(({ criterion }) => criterion)).toEqual(requirementsOf(blueprint, '').stories.flatMap((story) => story.criteria));
  expect(traces.filter(({ files }) => files.length === 0)).toEqual([]);
  expect(publishVersionInput.safeParse({ title: 'App', summary: 'New.', changes: [], traces }).error).toBeUndefined();
});
