import type { CheckedCriterion } from '#contract/exercise.ts';
import type { Rehearsal, Tried } from './rehearse.ts';

/** One verdict per exercise from both pages. Chromium is the truer one: it decides wherever it got through. */
export function mergeCriteria(headless: Rehearsal, chromium: Rehearsal | undefined): CheckedCriterion[] {
  return headless.exercises.map((one, n) => {
    const here = judge(one, headless.errors);
    const there = chromium?.exercises[n] ? judge(chromium.exercises[n], chromium.errors) : null;
    if (!there || there.outcome === 'unchecked') return here;
    if (there.outcome === 'not met') return { ...there, evidence: `In Chromium: ${there.evidence}` };
    return here.outcome === 'not met' && one.errors.length > 0 ? here : there;
  });
}

function judge({ criterion, steps, errors, isComplete }: Tried, openErrors: string[]): CheckedCriterion {
  const failed = steps.find((step) => step.result === 'failed');
  const unsure = steps.find((step) => step.result === 'unsure');
  if (failed) return { criterion, outcome: 'not met', evidence: cut([`${failed.text}: ${failed.seen ?? 'it did not work'}`, ...errors.map((error) => `The app reported: ${error}`)].join('. ')) };
  if (errors.length > 0) return { criterion, outcome: 'not met', evidence: cut(`The app reported: ${errors.join('; ')}`) };
  if (openErrors.length > 0 && !isComplete) return { criterion, outcome: 'unchecked', evidence: cut(`The app did not open: ${openErrors[0]}`) };
  if (!isComplete) return { criterion, outcome: 'unchecked', evidence: 'There was no time left to try it.' };
  if (unsure) return { criterion, outcome: 'unchecked', evidence: `${unsure.text}: this cannot be seen without a browser.` };
  return { criterion, outcome: 'met', evidence: cut(steps.map((step) => step.text).join(', ')) };
}

function cut(text: string): string {
  return text.length > 400 ? `${text.slice(0, 399)}…` : text;
}
