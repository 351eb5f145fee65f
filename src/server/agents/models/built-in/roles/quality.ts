import type { CheckedCriterion } from '#contract/exercise.ts';
import type { Turn } from '../answer-stream.ts';
import type { Blueprint } from '../blueprint.ts';
import { exercisesOf, plansOf } from '../exercises/index.ts';
import { countOf, resultOf } from './task.ts';
import type { Task } from './task.ts';

type Build = { ok: boolean; errors: { file?: string; path?: string; line?: number; text?: string; message?: string }[] };
type Exercised = { ok: boolean; errors: string[]; criteria: CheckedCriterion[]; pages?: string[] };
type Render = { ok: boolean; errors: string[]; checks?: { text: string; ok: boolean }[] };
type Check = { text: string; ok: boolean; outcome?: CheckedCriterion['outcome']; evidence?: string };

/** Builds the app, uses it as its requirements say, and reports criterion by criterion. */
export function quality(task: Task): Turn {
  const built = resultOf<Build>(task, 'build_app');
  if (!built) return { calls: [{ tool: 'build_app', input: {} }] };
  const builds = built.ok && built.output?.ok === true;
  // What was published last is what is there; the request alone may say more or less.
  const blueprint = task.before ?? task.next;
  const plans = blueprint ? plansOf(blueprint) : [];
  const exercises = exercisesOf(plans);
  const way = exercises.length > 0 && task.tools.has('exercise_app') ? 'exercise_app' : 'render_app';
  const opened = resultOf<Exercised & Render>(task, way);
  if (builds && !opened && task.tools.has(way)) return { calls: [{ tool: way, input: way === 'exercise_app' ? { exercises, quick: true } : {} }] };
  const checks = [...buildChecks(built.output, builds, built.text), ...(builds && opened ? [...openChecks(opened), ...criteriaOf(plans, opened.output)] : [])];
  const text = sentenceOf(checks);
  if (resultOf(task, 'report_finding') || !task.tools.has('report_finding')) return { text };
  return { calls: [{ tool: 'report_finding', input: findingOf(checks, text, blueprint) }] };
}

function findingOf(checks: Check[], text: string, blueprint: Blueprint | null) {
  const items = checks.slice(0, 100).map((check) => ({ ...check, text: check.text.slice(0, 500), ...(check.outcome ? { criterion: check.text.slice(0, 500) } : {}), ...(check.evidence ? { evidence: check.evidence.slice(0, 1000) } : {}) }));
  return { title: `Quality check of ${blueprint?.title ?? 'the app'}`.slice(0, 160), summary: text.slice(0, 2000), verdict: checks.some(isFailed) ? 'fail' : 'pass', items };
}

function isFailed({ ok, outcome }: Check): boolean {
  return !ok && outcome !== 'unchecked';
}

function sentenceOf(checks: Check[]): string {
  const failed = checks.filter(isFailed);
  const met = checks.filter(({ outcome }) => outcome === 'met').length;
  if (failed.length > 0) return `${countOf(failed.length, 'check')} of ${checks.length} failed: ${failed[0]!.text}`;
  const unchecked = checks.filter(({ outcome }) => outcome === 'unchecked').length;
  const rest = unchecked > 0 ? `, ${unchecked} are left for a person to look at` : '';
  return met > 0 ? `It builds and opens; ${met} criteria are met${rest}.` : `It builds and opens; ${countOf(checks.length, 'check')} passed.`;
}

function buildChecks(build: Build | null, ok: boolean, raw: string): Check[] {
  if (ok) return [{ text: 'The app builds without errors', ok: true }];
  const errors = build?.errors ?? [];
  return errors.length ? errors.slice(0, 10).map((error) => ({ text: `${error.file ?? error.path ?? ''}${error.line ? `:${error.line}` : ''} ${error.text ?? error.message ?? ''}`.trim() || 'The app does not build', ok: false })) : [{ text: `The app does not build: ${raw.slice(0, 200)}`, ok: false }];
}

function openChecks(opened: NonNullable<ReturnType<typeof resultOf<Exercised & Render>>>): Check[] {
  const page = opened.output;
  if (!opened.ok || !page) return [{ text: `The app could not be opened: ${opened.text.slice(0, 200)}`, ok: false }];
  const errors = page.errors.slice(0, 10).map((text) => ({ text, ok: false }));
  return [...(errors.length > 0 ? errors : [{ text: 'The app opens without errors', ok: true }]), ...(page.checks ?? [])];
}

/** All criteria of the requirements: what was tried with its outcome, and the rest with the reason why it was not. */
function criteriaOf(plans: ReturnType<typeof plansOf>, page: Exercised | null): Check[] {
  const left = [...(page?.criteria ?? [])];
  return plans.map((plan): Check => {
    const at = plan.steps ? left.findIndex(({ criterion }) => criterion === plan.criterion) : -1;
    const [found] = at < 0 ? [] : left.splice(at, 1);
    if (found) return { text: plan.criterion, ok: found.outcome === 'met', outcome: found.outcome, evidence: found.evidence };
    return { text: plan.criterion, ok: true, outcome: 'unchecked', evidence: plan.steps ? 'It was not tried.' : plan.why };
  });
}
