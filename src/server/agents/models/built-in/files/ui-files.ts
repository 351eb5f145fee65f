import { readFileSync } from 'node:fs';

export type AppFile = { path: string; content: string; isMainFile?: boolean };

/**
 * The parts of `ui/` that the given files import, and what those import in turn.
 * They are copied as they stand in the `ui` folder beside this file.
 */
export function uiFilesFor(files: AppFile[]): AppFile[] {
  const found = new Map<string, AppFile>();
  const queue = [...files];
  for (let file = queue.pop(); file; file = queue.pop()) {
    for (const [, name] of file.content.matchAll(file.path.startsWith('ui/') ? /from '\.\/([\w-]+)';/g : /from '(?:\.\.?\/)+ui\/([\w-]+)';/g)) {
      const path = `ui/${name}`;
      if (found.has(path)) continue;
      const part = readPart(name!);
      found.set(path, part);
      queue.push(part);
    }
  }
  return [...found.values()];
}

const parts = new Map<string, AppFile>();

function readPart(name: string): AppFile {
  const known = parts.get(name);
  if (known) return known;
  const path = [`ui/${name}.tsx`, `ui/${name}.ts`].find((candidate) => read(candidate) !== undefined);
  if (!path) throw new Error(`no file for ui/${name}`);
  const part = { path, content: read(path)! };
  parts.set(name, part);
  return part;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(new URL(path, import.meta.url), 'utf8');
  } catch {
    return undefined;
  }
}
