import { readFile, writeFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build } from 'esbuild';
import { bootFile, kitPackages, kitStyles } from './packages.ts';
import type { KitPackage } from './packages.ts';

// Runs as a process of its own: esbuild and what it holds must not stay in the server.
const [checkout, folder] = process.argv.slice(2) as [string, string];
const require = createRequire(join(checkout, 'package.json'));
const appKit = join(checkout, 'src', 'app-kit');

const fileName = (specifier: string) => specifier.replace(/^@/, '').replaceAll('/', '-');

/** The module that stands for a package: esbuild finds no names in CommonJS, so they are spelled out. */
function entry(known: KitPackage): string {
  const from = JSON.stringify(known.specifier);
  if (known.kind === 'own') return `export * from ${JSON.stringify(join(appKit, known.file ?? ''))};`;
  if (known.kind === 'esm') return `export * from ${from};`;
  if (known.kind === 'default') return `import it from ${from}; export default it;`;
  const names = Object.keys(require(known.specifier) as object).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default');
  return `import it from ${from}; export default it; export const { ${names.join(', ')} } = it;`;
}

const entries = new Map(kitPackages.map((known) => [fileName(known.specifier), entry(known)]));
entries.set('boot', `import ${JSON.stringify(join(appKit, bootFile))};`);
entries.set('kit', kitStyles.map((style) => `@import ${JSON.stringify(style)};`).join('\n'));

const result = await build({
  absWorkingDir: checkout,
  entryPoints: [...entries.keys()].map((name) => ({ in: `kit:${name}`, out: name })),
  outdir: folder,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  metafile: true,
  legalComments: 'none',
  logLevel: 'silent',
  jsx: 'automatic',
  chunkNames: 'chunk-[hash]',
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [{
    name: 'entries',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^kit:/ }, ({ path }) => ({ path: path.slice(4), namespace: 'kit' }));
      onLoad({ filter: /.*/, namespace: 'kit' }, ({ path }) => ({
        contents: entries.get(path) ?? '', loader: path === 'kit' ? 'css' : 'js', resolveDir: checkout,
      }));
    },
  }],
});

const outputs = new Map(Object.entries(result.metafile.outputs).map(([path, output]) => [basename(path), output]));

/** All files that come with a file, itself left out. */
function needsOf(file: string, seen = new Set<string>()): string[] {
  for (const { path } of outputs.get(file)?.imports ?? []) {
    if (seen.has(basename(path))) continue;
    seen.add(basename(path));
    needsOf(basename(path), seen);
  }
  return [...seen];
}

// Hints to connect or look up hosts would reach the network past the page's policy.
const withheld = /^(__|unstable_)|^(preconnect|prefetchDNS|preinit|preinitModule|preload|preloadModule)$/;
const packages = kitPackages.map(({ specifier }) => {
  const file = `${fileName(specifier)}.js`;
  const exports = (outputs.get(file)?.exports ?? []).filter((name) => !withheld.test(name));
  return { specifier, file, exports, needs: needsOf(file) };
});

await Promise.all((await readdir(folder)).map(async (name) => {
  const bytes = await readFile(join(folder, name));
  if (bytes.length > 1024) await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(bytes, { level: 6 }));
}));
await writeFile(join(folder, 'kit.json'), JSON.stringify({ packages, boot: { file: 'boot.js', needs: needsOf('boot.js') }, styles: 'kit.css' }));
