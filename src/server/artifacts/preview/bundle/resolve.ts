import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Plugin } from 'esbuild';
import { iconPackage, kitStyles, offeredPackages } from '../kit/packages.ts';
import type { BuildInput } from './input.ts';

export type KitNames = { specifier: string; exports: string[] }[];

const extensions = ['', '.tsx', '.ts', '.jsx', '.js', '.mjs', '.css', '.json', '/index.tsx', '/index.ts', '/index.jsx', '/index.js'];
const loaders = { tsx: 'tsx', ts: 'ts', jsx: 'jsx', js: 'jsx', mjs: 'js', css: 'css', json: 'json', md: 'text', txt: 'text', csv: 'text', svg: 'dataurl' } as const;
/** Of longer lists a module gets only the names that the app's files contain anywhere: bundles stay readable. */
const fewNames = 10;
const word = /[A-Za-z_$][\w$]*/g;
const iconName = /^Icon[A-Z0-9][A-Za-z0-9]*$/;

/**
 * Lets esbuild see the app's files and the kit, and nothing else of the disk.
 * A kit package is first a module that lists its names, so that a name it does
 * not have is an error of the build with its place, not a blank page later.
 */
export function appFiles(input: BuildInput, kit: KitNames, iconFolder: string): Plugin {
  const files = new Map(input.files.map((file) => [file.path, file.content]));
  const packages = new Map(kit.map(({ specifier, exports }) => [specifier, exports]));
  let found: Set<string> | null = null;
  const words = () => (found ??= new Set(input.files.flatMap(({ content }) => content.match(word) ?? [])));
  const find = (path: string) => extensions.map((extension) => path + extension).find((candidate) => files.has(candidate));

  return {
    name: 'app-files',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path, importer, namespace, kind }) => {
        if (kind === 'entry-point') return { path, namespace: 'app' };
        // A name list passes its names on to the real module, which the page's import map finds.
        if (namespace === 'names') return { path, external: true, sideEffects: false };
        if (namespace === 'icons' || namespace === 'icon-files') return resolveIcon(path);
        if (namespace !== 'app') return { errors: [{ text: `"${path}" cannot be read here.` }] };
        if (path.startsWith('.') || path.startsWith('@/') || path.startsWith('/')) return resolveFile(path, importer);
        if (kitStyles.includes(path)) return { path, namespace: 'empty', sideEffects: false };
        if (packages.has(path)) return { path, namespace: 'names', sideEffects: false };
        if (path === iconPackage) return { path, namespace: 'icons', sideEffects: false };
        if (/^(data|blob):/.test(path)) return { path, external: true };
        return { errors: [{ text: refusal(path) }] };
      });

      function resolveFile(path: string, importer: string) {
        const target = path.startsWith('@/') ? path.slice(2) : path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(importer), path);
        const found = find(target) ?? (path.startsWith('@/') ? find(`src/${target}`) : undefined) ?? find(target.replace(/\.(js|jsx)$/, ''));
        return found ? { path: found, namespace: 'app' } : { errors: [{ text: `There is no file "${target}" in the app.` }] };
      }

      function resolveIcon(path: string) {
        if (path === 'react') return { path, external: true, sideEffects: false };
        return { path: posix.basename(path), namespace: 'icon-files', sideEffects: false };
      }

      onLoad({ filter: /.*/, namespace: 'app' }, ({ path }) => ({
        contents: files.get(path) ?? '',
        loader: loaders[(path.split('.').pop() ?? '').toLowerCase() as keyof typeof loaders] ?? 'text',
      }));
      onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: '', loader: 'js' }));
      onLoad({ filter: /.*/, namespace: 'names' }, ({ path }) => {
        const all = packages.get(path) ?? [];
        const names = all.length <= fewNames ? all : all.filter((name) => name === 'default' || words().has(name));
        return { contents: `export { ${names.join(', ')} } from ${JSON.stringify(path)};`, loader: 'js' };
      });
      // Of the icons only those that the app's files name anywhere.
      onLoad({ filter: /.*/, namespace: 'icons' }, () => {
        const named = [...words()].filter((name) => iconName.test(name));
        const there = named.filter((name) => existsSync(join(iconFolder, 'icons', `${name}.mjs`)));
        return { contents: there.map((name) => `export { default as ${name} } from "./icons/${name}.mjs";`).join('\n') || 'export {};', loader: 'js' };
      });
      onLoad({ filter: /.*/, namespace: 'icon-files' }, async ({ path }) => {
        const folder = /^Icon[A-Z0-9]/.test(path) ? join(iconFolder, 'icons') : iconFolder;
        return { contents: await readFile(join(folder, path), 'utf8'), loader: 'js' };
      });
    },
  };
}

function refusal(path: string): string {
  if (/^https?:|^\/\//.test(path)) return `"${path}" cannot be loaded: apps have no network. Available packages: ${offeredPackages.join(', ')}.`;
  if (/^node:|^(fs|path|http|https|child_process|crypto|os|net)$/.test(path)) return `"${path}" is a module of Node; apps run in the browser.`;
  return `The package "${path}" is not available in apps. Available: ${offeredPackages.join(', ')}.`;
}
