import { expect, test } from 'vitest';
import { money, roughly, tokens } from './words.ts';

test('tokens are told in thousands and millions', () => {
  expect([0, 840, 1000, 12_345, 250_400, 999_499, 999_500, 1_234_567].map(tokens)).toEqual(['0', '840', '1 k', '12.3 k', '250 k', '999 k', '1 M', '1.2 M']);
});

test('money is told in cents, and what is less says so', () => {
  expect([0, 4000, 10_000, 200_000, 12_340_000].map(money)).toEqual(['$0.00', 'under $0.01', '$0.01', '$0.20', '$12.34']);
});

test('an estimate is a range in one unit, with the cost where it is known', () => {
  expect(roughly({ low: 40_312, high: 60_488, lowCost: 150_000, highCost: 250_000 })).toBe('about 40–60 k tokens (≈ $0.20)');
  expect(roughly({ low: 800, high: 1200, lowCost: null, highCost: null })).toBe('about 800–1.2 k tokens');
  expect(roughly({ low: 120, high: 120, lowCost: null, highCost: null })).toBe('about 120 tokens');
});
