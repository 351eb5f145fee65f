import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fit, type Section } from './fit.ts';
import { estimateTokens, headWithin } from './tokens.ts';

const anyText = fc.oneof(fc.string({ maxLength: 3000 }), fc.lorem({ maxCount: 400 }), fc.stringMatching(/^[一-龯]{0,2000}$/));
const anySection: fc.Arbitrary<Section> = fc.record({
  kind: fc.constant('document'), title: fc.string({ maxLength: 20 }), text: anyText, priority: fc.integer({ min: 0, max: 9 }),
  share: fc.double({ min: 0.05, max: 1, noNaN: true }), mayCut: fc.boolean(), wrap: fc.constant((text: string) => `⟦data⟧\n${text}\n⟦end⟧`),
});

test('sections never take more than the room, keep their order, and what is missing is named', () => {
  fc.assert(fc.property(fc.array(anySection, { maxLength: 12 }), fc.integer({ min: 0, max: 4000 }), (sections, room) => {
    const fitted = fit(sections, room);
    expect(fitted.sections.reduce((sum, { content }) => sum + estimateTokens(content), 0)).toBeLessThanOrEqual(room);
    expect(fitted.tokens).toBeLessThanOrEqual(room);
    const order = fitted.sections.map(({ section }) => sections.indexOf(section));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    const whole = fitted.sections.filter(({ section, content }) => content === section.wrap(section.text)).length;
    // An empty text that is left out misses nothing.
    expect(whole + fitted.leftOut.length).toBeGreaterThanOrEqual(sections.filter(({ text }) => text !== '').length);
    expect(fit(sections, room)).toEqual(fitted);
  }), { numRuns: 300 });
});

test('what matters more is kept whole before what matters less', () => {
  const section = (title: string, priority: number, words: number): Section => ({ kind: 'x', title, text: 'word '.repeat(words), priority, share: 0.5, mayCut: true, wrap: (text) => text });
  const { leftOut } = fit([section('files', 9, 400), section('request', 0, 400), section('documents', 5, 400)], 1300);
  expect(leftOut.map(({ title }) => title)).toEqual(['files']);
});

test('everything is there when there is room for it', () => {
  fc.assert(fc.property(fc.array(anySection, { maxLength: 6 }), (sections) => {
    expect(fit(sections, 1_000_000).leftOut).toEqual([]);
  }));
});

test('a beginning is no longer than asked for, and no half of a character', () => {
  fc.assert(fc.property(anyText, fc.integer({ min: 0, max: 500 }), (text, tokens) => {
    const head = headWithin(`😀${text}😀`, tokens);
    expect(estimateTokens(head)).toBeLessThanOrEqual(Math.max(tokens, 0));
    expect(head.isWellFormed() || !text.isWellFormed()).toBe(true);
  }));
});

test('scripts weigh as they do for tokenizers', () => {
  expect(estimateTokens('a'.repeat(400))).toBeLessThan(150);
  expect(estimateTokens('字'.repeat(400))).toBeGreaterThan(400);
  expect(estimateTokens('я'.repeat(400))).toBeGreaterThan(estimateTokens('a'.repeat(400)));
});
