import type { BuildError } from '#contract/artifacts.ts';
import { maxFileBytes, maxFiles, maxPathLength, maxTotalBytes } from './limits.ts';

export type SourceFile = { path: string; content: string };
export type BuildInput = { files: SourceFile[]; mainFile: string };

const mainFileNames = ['app.tsx', 'src/app.tsx', 'App.tsx', 'src/App.tsx', 'app.jsx', 'app.ts', 'index.tsx', 'src/index.tsx', 'main.tsx', 'src/main.tsx'];
const known = /\.(tsx|ts|jsx|js|mjs|css|json|md|txt|svg|csv)$/i;

/** Files as the builder wants them: plain relative paths in order, with the main file found; or why not. */
export function checkInput(files: SourceFile[], mainFile?: string): { ok: true; input: BuildInput } | { ok: false; errors: BuildError[] } {
  const errors: BuildError[] = [];
  if (files.length === 0) errors.push({ message: 'The app has no files.' });
  if (files.length > maxFiles) return { ok: false, errors: [{ message: `The app has ${files.length} files; ${maxFiles} are allowed.` }] };
  const clean = new Map<string, SourceFile>();
  let total = 0;
  for (const { path, content } of files) {
    const problem = pathProblem(path);
    const bytes = Buffer.byteLength(content);
    total += bytes;
    if (problem) errors.push({ message: problem, file: path.slice(0, maxPathLength) });
    else if (bytes > maxFileBytes) errors.push({ message: `The file has ${bytes} bytes; ${maxFileBytes} are allowed.`, file: path });
    else if (clean.has(normal(path))) errors.push({ message: 'There are two files of this path.', file: path });
    else clean.set(normal(path), { path: normal(path), content });
  }
  if (total > maxTotalBytes) errors.push({ message: `The files have ${total} bytes together; ${maxTotalBytes} are allowed.` });
  const main = mainFile === undefined ? mainFileNames.find((name) => clean.has(name)) : normal(mainFile);
  if (errors.length > 0) return { ok: false, errors };
  if (main === undefined || !clean.has(main)) {
    return { ok: false, errors: [{ message: mainFile ? `The main file ${mainFile} is not there.` : 'There is no main file: name it app.tsx.' }] };
  }
  const sorted = [...clean.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { ok: true, input: { files: sorted, mainFile: main } };
}

function normal(path: string): string {
  return path.replace(/^\.\//, '');
}

function pathProblem(path: string): string | null {
  const parts = normal(path).split('/');
  if (path.length > maxPathLength) return `The path is longer than ${maxPathLength} characters.`;
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'The path is absolute; paths are relative to the app.';
  if (parts.includes('..')) return 'The path leaves the app.';
  if (/[\\\p{Cc}]/u.test(path) || parts.some((part) => part === '' || part === '.')) return 'The path is not a plain relative path.';
  if (!known.test(path)) return 'Files of this kind are not part of apps; use tsx, ts, css, json, md, txt, csv or svg.';
  return null;
}
