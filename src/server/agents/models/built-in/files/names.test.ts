import { expect, test } from 'vitest';
import type { Blueprint } from '../blueprint.ts';
import { blueprints } from './fixtures/index.ts';
import { filesOf } from './index.ts';
import { nameEntities } from './names.ts';

const named = (...plurals: string[]) => nameEntities(plurals.map((plural) => ({ name: plural, singular: plural.replace(/(?<=s)es$|s$/, ''), plural })));

test('an entity is called in code as people call it', () => {
  expect(nameEntities([{ name: 'yoga-classes', singular: 'yoga class', plural: 'yoga classes' }])).toEqual([{ one: 'yogaClass', list: 'yogaClasses', type: 'YogaClass', types: 'YogaClasses' }]);
});

test('words of the language and of the app itself get a suffix', () => {
  expect(named('classes')[0]).toMatchObject({ one: 'classRecord', type: 'ClassRecord' });
  expect(named('records', 'forms', 'apps').map((names) => names.type)).toEqual(['RecordRecord', 'FormRecord', 'AppRecord']);
  expect(nameEntities([{ name: 'phone-numbers', singular: 'phone number', plural: 'phone numbers' }])[0]!.one).toBe('phoneNumberRecord');
  expect(nameEntities([{ name: 'use-cases', singular: 'use case', plural: 'use cases' }])[0]!.type).toBe('UseCase');
});

test('no two entities share a name, also not with what is made of it', () => {
  const names = nameEntities([{ name: 'loans', singular: 'loan', plural: 'loans' }, { name: 'loan-cards', singular: 'loan card', plural: 'loan cards' }, { name: 'loans-2', singular: 'loan', plural: 'loans' }]);
  expect(names.map((name) => name.type)).toEqual(['Loan', 'LoanCardRecord', 'LoanRecord']);
});

test('whatever a generated file imports from a package is closed to entities', () => {
  const words = new Set((Object.values(blueprints) as Blueprint[]).flatMap((blueprint) => filesOf(blueprint)).flatMap(({ content }) =>
    [...content.matchAll(/import (?:type )?\{([^}]*)\} from '(?:@|react|\.\.?\/(?:\.\.\/)*ui\/)[^']*'/g)].flatMap((found) => found[1]!.split(',').map((name) => name.trim()).filter(Boolean))));
  // Types and components meet the names of types, functions and values those of records.
  const open = [...words].filter((word) => nameEntities([{ name: word, singular: word, plural: word }]).some((names) => names.one === word || names.type === word || names.list === word));
  expect(open).toEqual([]);
});
