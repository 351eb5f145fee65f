import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exerciseAppInput } from '../../../tools/exercise-app.ts';
import type { Blueprint, Highlight } from '../blueprint.ts';
import { anyBlueprint } from '../files/fixtures/any-blueprint.ts';
import { blueprints } from '../files/fixtures/index.ts';
import { requirementsOf } from '../files/index.ts';
import { exercisesOf, plansOf } from './index.ts';
import { holds } from './holds.ts';

function check(blueprint: Blueprint): void {
  const plans = plansOf(blueprint);
  expect(plans.map(({ criterion }) => criterion)).toEqual(requirementsOf(blueprint, '').stories.flatMap(({ criteria }) => criteria));
  for (const plan of plans) if (plan.steps === null) expect(plan.why).not.toBe('');
  const exercises = exercisesOf(plans);
  if (exercises.length > 0) exerciseAppInput.parse({ exercises });
}

describe('the exercises of an app', () => {
  test.each(Object.entries(blueprints))('of %s go through all criteria of its requirements, each tried or with the reason why not', (_name, blueprint) => check(blueprint));

  test('of any blueprint fit the tool', () => {
    fc.assert(fc.property(anyBlueprint, check), { numRuns: 50 });
  });
});

test.each<[Highlight['when'], Record<string, unknown>, boolean]>([
  [[{ op: 'before-today', field: 'due' }], { due: { daysFromToday: -1 } }, true],
  [[{ op: 'before-today', field: 'due' }], { due: { daysFromToday: 0 } }, false],
  [[{ op: 'before-today', field: 'due' }], {}, false],
  [[{ op: 'before-today', field: 'due' }, { op: 'is-false', field: 'back' }], { due: { daysFromToday: -3 }, back: true }, false],
  [[{ op: 'before-today', field: 'due' }, { op: 'is-false', field: 'back' }], { due: { daysFromToday: -3 } }, true],
  [[{ op: 'within-days', field: 'due', days: 7 }], { due: { daysFromToday: 7 } }, true],
  [[{ op: 'older-than-days', field: 'due', days: 7 }], { due: { daysFromToday: -7 } }, false],
  [[{ op: 'below-field', field: 'count', other: 'minimum' }], { count: 2, minimum: 5 }, true],
  [[{ op: 'at-most', field: 'count', value: 2 }], { count: 2 }, true],
  [[{ op: 'above', field: 'count', value: 2 }], {}, false],
])('a rule %j holds for %j: %s', (when, sample, expected) => {
  expect(holds({ label: 'x', color: 'red', when }, sample as never)).toBe(expected);
});
