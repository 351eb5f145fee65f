import type { Turn } from '../answer-stream.ts';
import type { Blueprint } from '../blueprint.ts';
import { plansOf, type Feature } from '../exercises/index.ts';
import { filesOf } from '../files/index.ts';
import { listOf, resultOf } from './task.ts';
import type { Task } from './task.ts';

type Published = { ok: boolean; errors?: { message?: string; file?: string; line?: number }[] };
type Repaired = { blueprint: Blueprint; changes: string[]; summary: string };

/**
 * What rules can do about an app that is not right: write its files anew where
 * they differ, else leave out the part that fails, else say that they cannot.
 */
export function repairBuild(task: Task): Turn {
  const blueprint = task.before ?? task.next;
  const repair = task.context?.repair;
  if (!blueprint || !repair) return { text: 'There is no app to repair.' };
  const done = repairOf(task, blueprint, repair.failures);
  if (!done) return { text: 'I cannot repair this: the files are as my rules write them, and what fails is no part that the app could do without.' };
  const published = resultOf<Published>(task, 'publish_version');
  if (published) {
    const [error] = published.output?.errors ?? [];
    return { text: published.ok && published.output?.ok !== false ? done.summary : `The app does not build: ${error?.file ?? ''} ${error?.message ?? published.text.slice(0, 200)}` };
  }
  const paths = new Set(filesOf(done.blueprint).map(({ path }) => path));
  return {
    calls: [
      ...(task.context?.app?.files ?? []).filter(({ path }) => !paths.has(path)).map(({ path }) => ({ tool: 'delete_file', input: { path } })),
      ...filesOf(done.blueprint).map(({ path, content, isMainFile }) => ({ tool: 'write_file', input: { path, content, ...(isMainFile ? { isMainFile } : {}) } })),
      { tool: 'publish_version', input: { title: blueprint.title.slice(0, 120), summary: done.summary.slice(0, 300), changes: done.changes.map((change) => change.slice(0, 200)), blueprint: done.blueprint } },
    ],
  };
}

function repairOf(task: Task, blueprint: Blueprint, failures: string[]): Repaired | null {
  if (differs(task, blueprint)) return { blueprint, changes: ['All files written anew from the plan of the app'], summary: 'The files were not as the plan says; they are written anew.' };
  const failing = plansOf(blueprint).flatMap((plan) => (plan.steps && plan.feature.kind !== 'records' && failures.some((failure) => failure.startsWith(plan.criterion)) ? [plan.feature] : []));
  if (failing.length === 0) return null;
  const named = [...new Set(failing.map(wordsOf))];
  return { blueprint: failing.reduce(without, blueprint), changes: named.map((name) => `Left out: ${name}`), summary: `Left out ${listOf(named)}, because it does not work as the requirements say.` };
}

/** Whether the stored files are other than those the plan stands for. */
function differs(task: Task, blueprint: Blueprint): boolean {
  const stored = new Map((task.context?.app?.files ?? []).map(({ path, size }) => [path, size]));
  const files = filesOf(blueprint);
  return files.length !== stored.size || files.some(({ path, content }) => stored.get(path) !== Buffer.byteLength(content));
}

function without(blueprint: Blueprint, feature: Feature): Blueprint {
  return {
    ...blueprint,
    entities: blueprint.entities.map((entity) => (entity.name !== feature.entity ? entity : {
      ...entity,
      views: entity.views.filter(({ kind }) => kind !== feature.kind),
      charts: feature.kind === 'chart' ? entity.charts.filter(({ title }) => title !== feature.name) : entity.charts,
      highlights: feature.kind === 'highlight' ? entity.highlights.filter(({ label }) => label !== feature.name) : entity.highlights,
    })),
  };
}

function wordsOf({ kind, name, entity }: Feature): string {
  if (kind === 'chart') return `the chart “${name}”`;
  return kind === 'highlight' ? `the mark “${name}”` : `the ${kind} of ${entity}`;
}
