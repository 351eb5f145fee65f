import type { Step } from '#contract/agents.ts';
import { writePlan, type Talk } from './chapters.ts';
import type { RunState } from './state.ts';

/** Failures go back to the coder at most this often. */
const maxRounds = 3;
const maxIntentLength = 400;
const maxFailures = 12;

/**
 * After the plan: as long as the app is not right, the coder repairs it on the
 * evidence and quality checks it again. Ends early when a round changed
 * nothing of what was found. All that decides comes from recorded results.
 */
export async function repair(talk: Talk, work: (index: number) => Promise<void>): Promise<void> {
  const { state } = talk;
  let before: string | null = null;
  for (let round = 1; round <= maxRounds; round++) {
    const failures = failuresOf(state);
    const found = failures.join('\n');
    if (failures.length === 0 || found === before) return;
    before = found;
    const from = state.steps.length;
    state.repairs.push({ round, of: maxRounds, from, failures: failures.slice(0, maxFailures), console: errorsOf(state) });
    state.steps.push(...stepsOf(from, round, failures));
    await writePlan(talk, null);
    await work(from);
    await checkAgain(state, () => work(from + 1));
  }
}

/** Quality looks with fresh eyes; what was found before holds on only when it looked at nothing. */
async function checkAgain(state: RunState, look: () => Promise<void>): Promise<void> {
  const { checks, findings } = state;
  const { build, render, exercise, console } = checks;
  const rest = findings.filter(({ agent }) => agent !== 'quality');
  Object.assign(checks, { build: null, render: null, exercise: null, console: null });
  state.findings = [...rest];
  await look();
  if (checks.build || checks.render || checks.exercise || state.findings.length > rest.length) return;
  Object.assign(checks, { build, render, exercise, console });
  state.findings = findings;
}

function stepsOf(from: number, round: number, failures: string[]): Step[] {
  const what = failures.slice(0, 3).join(' · ');
  const more = failures.length > 3 ? ` · and ${failures.length - 3} more` : '';
  return [
    { index: from, agent: 'coder', intent: cut(`Repair, round ${round} of ${maxRounds}: ${what}${more}`), status: 'pending' },
    { index: from + 1, agent: 'quality', intent: 'Check again what was repaired', status: 'pending' },
  ];
}

/** What is wrong with the app now, as its builds, its use and quality's last finding say; empty when nothing is for the coder. */
export function failuresOf(state: RunState): string[] {
  if (!state.steps.some((step) => step.agent === 'coder')) return [];
  const { publish, build, render, exercise } = state.checks;
  const unbuilt = [...(publish ?? []), ...(build ?? [])];
  // What does not build cannot be used: anything else said of it is about the version before.
  if (unbuilt.length > 0) return [...new Set(unbuilt)];
  const finding = state.findings.findLast(({ agent }) => agent === 'quality');
  const reported = finding?.verdict === 'fail' ? (finding.failed.length > 0 ? finding.failed : [finding.summary]) : [];
  return [...new Set([...(render ?? []), ...(exercise ?? []), ...reported])];
}

function errorsOf(state: RunState): string[] {
  return (state.checks.console ?? []).filter((line) => line.startsWith('error:')).slice(0, maxFailures);
}

function cut(text: string): string {
  return text.length > maxIntentLength ? `${text.slice(0, maxIntentLength - 1)}…` : text;
}
