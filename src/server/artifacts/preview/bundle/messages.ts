import type { Message } from 'esbuild';
import type { BuildError } from '#contract/artifacts.ts';
import { iconPackage } from '../kit/packages.ts';
import type { KitNames } from './resolve.ts';
import { nearest } from './nearest.ts';

/** esbuild's errors with places in the app's files and the way out where one is known. */
export function buildErrors(errors: Message[], kit: KitNames): BuildError[] {
  return errors.map(({ text, location }) => {
    const message = explain(text, kit);
    if (!location) return { message };
    const excerpt = location.lineText.trim().slice(0, 200);
    return {
      message, file: location.file.replace(/^\w+:/, ''), line: location.line, column: location.column + 1, ...(excerpt && { excerpt }),
    };
  });
}

function explain(text: string, kit: KitNames): string {
  const missing = /^No matching export in "([\w-]+):?([^"]*)" for import "([^"]+)"/.exec(text);
  if (!missing) return text.replaceAll('"app:', '"');
  const [, namespace, source = '', name = ''] = missing;
  if (namespace === 'icons') return `"${iconPackage}" has no icon "${name}".`;
  if (namespace !== 'names') return `"${source}" does not export "${name}".`;
  const elsewhere = kit.find(({ specifier, exports }) => specifier !== source && exports.includes(name));
  if (elsewhere) return `"${source}" does not export "${name}"; "${elsewhere.specifier}" does.`;
  const close = nearest(name, kit.find(({ specifier }) => specifier === source)?.exports ?? []);
  return `"${source}" does not export "${name}".${close ? ` Did you mean "${close}"?` : ''}`;
}
