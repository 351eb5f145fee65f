import type { Turn } from '../answer-stream.ts';
import { requirementsOf } from '../files/index.ts';
import { countOf, resultOf } from './task.ts';
import type { Task } from './task.ts';

type Build = { ok: boolean; errors: { file?: string; path?: string; line?: number; text?: string; message?: string }[] };
type Render = { ok: boolean; errors: string[]; headings: string[]; text: string; checks?: { text: string; ok: boolean }[]; notes?: string[] };
type Check = { text: string; ok: boolean };

export function quality(task: Task): Turn {
  const built = resultOf<Build>(task, 'build_app');
  if (!built) return { calls: [{ tool: 'build_app', input: {} }] };
  const builds = built.ok && built.output?.ok === true;
  const opened = resultOf<Render>(task, 'render_app');
  if (builds && !opened && task.tools.has('render_app')) return { calls: [{ tool: 'render_app', input: {} }] };
  const checks = [...buildChecks(built.output, builds, built.text), ...(builds && opened ? openChecks(opened, task) : [])];
  const failed = checks.filter((check) => !check.ok);
  const text = failed.length === 0
    ? `It builds and opens; ${countOf(checks.length, 'check')} passed.`
    : `${countOf(failed.length, 'check')} of ${checks.length} failed: ${failed[0]!.text}`;
  if (resultOf(task, 'report_finding') || !task.tools.has('report_finding')) return { text };
  return { calls: [{ tool: 'report_finding', input: { title: `Quality check of ${task.next?.title ?? 'the app'}`.slice(0, 160), summary: text.slice(0, 2000), verdict: failed.length ? 'fail' : 'pass', items: checks.slice(0, 60).map((check) => ({ ...check, ...criterionOf(check.text, task), text: check.text.slice(0, 500) })) } }] };
}

function buildChecks(build: Build | null, ok: boolean, raw: string): Check[] {
  if (ok) return [{ text: 'The app builds without errors', ok: true }];
  const errors = build?.errors ?? [];
  return errors.length ? errors.slice(0, 10).map((error) => ({ text: `${error.file ?? error.path ?? ''}${error.line ? `:${error.line}` : ''} ${error.text ?? error.message ?? ''}`.trim() || 'The app does not build', ok: false })) : [{ text: `The app does not build: ${raw.slice(0, 200)}`, ok: false }];
}

function openChecks(opened: NonNullable<ReturnType<typeof resultOf<Render>>>, task: Task): Check[] {
  const page = opened.output;
  if (!opened.ok || !page) return [{ text: `The app could not be opened: ${opened.text.slice(0, 200)}`, ok: false }];
  const shown = `${page.headings.join(' ')} ${page.text}`.toLowerCase();
  const main = task.next?.entities[0];
  return [
    ...(page.errors.length ? page.errors.slice(0, 10).map((text) => ({ text, ok: false })) : [{ text: 'The app opens without errors', ok: page.ok || (page.checks ?? []).some((check) => !check.ok) }]),
    ...(page.checks ?? []),
    ...(main && page.errors.length === 0 ? [{ text: `The page shows ${main.plural.toLowerCase()}`, ok: shown.includes(main.plural.toLowerCase()) }] : []),
  ];
}

// What the trial of a form says about the criteria of the requirements; the other checks try none of them.
const tried: [check: RegExp, criterion: RegExp][] = [[/^An empty form of “(.+?)” /, /^Saving without /], [/^A filled form of “(.+?)” /, /^A saved .+ is in the list at once/]];

function criterionOf(check: string, task: Task): { criterion?: string } {
  if (!task.next) return {};
  for (const [says, means] of tried) {
    const title = says.exec(check)?.[1]?.toLowerCase();
    const story = title === undefined ? undefined : requirementsOf(task.next, task.request).stories.find(({ goal }) => goal === `add, change and delete ${title}`);
    const criterion = story?.criteria.find((text) => means.test(text));
    if (criterion !== undefined) return { criterion };
  }
  return {};
}
