import type { Turn } from '../answer-stream.ts';
import type { Blueprint } from '../blueprint.ts';
import { filesOf, tracesOf } from '../files/index.ts';
import type { AppFile } from '../files/index.ts';
import { countOf, listOf, resultOf } from './task.ts';
import type { Task } from './task.ts';
import { repairBuild } from './repair.ts';
import { extrasOf } from './wording.ts';
import { nothingToDo } from './outcome.ts';

type Published = { ok: boolean; version?: number; errors?: { text?: string; message?: string; file?: string; path?: string; line?: number }[] };

/** Writes the files that differ, then publishes; a build that fails gets one more try with every file written anew. */
export function coder(task: Task): Turn {
  if (task.context?.repair) return repairBuild(task);
  const { next } = task;
  if (!next) return nothingToDo;
  const tries = task.results.filter((result) => result.tool === 'publish_version').length;
  const published = resultOf<Published>(task, 'publish_version');
  const files = filesOf(next);
  const isOk = published?.ok === true && published.output?.ok !== false;
  if (published && isOk) return { text: sentenceOf(task, files) };
  if (tries >= 2) return { text: `The app does not build: ${errorsOf(published)}` };
  const everything = task.understood.kind === 'fix' || tries > 0;
  const changes = everything ? { write: files, remove: strangersTo(files, task) } : differences(files, task);
  return {
    calls: [
      ...changes.remove.map((path) => ({ tool: 'delete_file', input: { path } })),
      ...changes.write.map(({ path, content, isMainFile }) => ({ tool: 'write_file', input: { path, content, ...(isMainFile ? { isMainFile } : {}) } })),
      { tool: 'publish_version', input: { title: next.title.slice(0, 120), summary: summaryOf(task, next), changes: changesOf(task, next), traces: tracesOf(next, new Set(files.map(({ path }) => path))), blueprint: next } },
    ],
  };
}

// What the blueprint before stood for is compared by content; what somebody else changed since shows in its size.
function differences(files: AppFile[], task: Task): { write: AppFile[]; remove: string[] } {
  const stored = new Map((task.context?.app?.files ?? []).map((file) => [file.path, file.size]));
  const known = new Map((task.before ? filesOf(task.before) : []).map((file) => [file.path, file.content]));
  return {
    write: files.filter((file) => known.get(file.path) !== file.content || stored.get(file.path) !== Buffer.byteLength(file.content)),
    remove: strangersTo(files, task),
  };
}

function strangersTo(files: AppFile[], task: Task): string[] {
  const paths = new Set(files.map((file) => file.path));
  const gone = new Set(task.results.filter((result) => result.tool === 'delete_file').length > 0 ? task.context?.app?.files.map((file) => file.path) : []);
  return (task.context?.app?.files ?? []).map((file) => file.path).filter((path) => !paths.has(path) && !gone.has(path));
}

function changesOf(task: Task, next: Blueprint): string[] {
  const { understood } = task;
  if (understood.kind === 'change') return understood.changes.slice(0, 20).map(cut);
  if (understood.kind === 'fix') return ['All files written anew from the plan of the app'];
  return [...next.entities.map((entity) => `${entity.plural}: ${entity.fields.map((field) => field.label.toLowerCase()).join(', ')}`), ...extrasOf(next).map((extra) => extra.charAt(0).toUpperCase() + extra.slice(1))].slice(0, 20).map(cut);
}

function summaryOf(task: Task, next: Blueprint): string {
  const { understood } = task;
  const text = understood.kind === 'change' ? `${understood.changes.join('. ')}.` : understood.kind === 'fix' ? 'The files were written anew.' : next.description || `Keeps ${listOf(next.entities.map((entity) => entity.plural.toLowerCase()))}.`;
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}

function sentenceOf(task: Task, files: AppFile[]): string {
  const { understood } = task;
  if (understood.kind === 'change') return `Changed: ${understood.changes.join('. ')}.`;
  const written = task.results.filter((result) => result.tool === 'write_file').length;
  return understood.kind === 'fix' ? `Wrote ${countOf(written, 'file')} anew.` : `Wrote ${countOf(written || files.length, 'file')}; the app builds.`;
}

function errorsOf(published: ReturnType<typeof resultOf<Published>>): string {
  const errors = published?.output?.errors ?? [];
  if (errors.length === 0) return published?.text.slice(0, 300) ?? 'no reason was given.';
  return errors.slice(0, 3).map((error) => `${error.file ?? error.path ?? ''}${error.line ? `:${error.line}` : ''} ${error.text ?? error.message ?? ''}`.trim()).join('; ');
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
