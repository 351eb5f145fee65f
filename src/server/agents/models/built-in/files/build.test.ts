import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Blueprint } from '../blueprint.ts';
import { anyBlueprint } from './fixtures/any-blueprint.ts';
import { blueprints } from './fixtures/index.ts';
import { filesOf } from './index.ts';
import type { AppFile } from './index.ts';

const root = resolve(import.meta.dirname, '../../../../../..');
const folder = mkdtempSync(join(tmpdir(), 'ninefold-apps-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Bundles an app; packages stay outside, as in a preview. Gives the identifiers each package is asked for. */
async function bundle(files: AppFile[]): Promise<string> {
  const byPath = new Map(files.map((file) => [file.path, file.content]));
  const memory: Plugin = {
    name: 'memory',
    setup(api) {
      api.onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
        if (kind !== 'entry-point' && !path.startsWith('.')) return { path, external: true };
        const at = join(dirname(importer), path);
        const found = [at, `${at}.ts`, `${at}.tsx`].find((candidate) => byPath.has(candidate));
        return found ? { path: found, namespace: 'app' } : { errors: [{ text: `no file ${at}` }] };
      });
      api.onLoad({ filter: /.*/, namespace: 'app' }, ({ path }) => ({ contents: byPath.get(path)!, loader: path.endsWith('x') ? 'tsx' : 'ts' }));
    },
  };
  const result = await build({ entryPoints: ['app.tsx'], bundle: true, write: false, format: 'esm', jsx: 'automatic', logLevel: 'silent', plugins: [memory] });
  return result.outputFiles[0]!.text;
}

describe('apps build', () => {
  test.each(Object.entries(blueprints) as [string, Blueprint][])('%s', async (_name, blueprint) => {
    expect(await bundle(filesOf(blueprint))).toContain('MantineProvider');
  });

  test('any blueprint at all', async () => {
    await fc.assert(fc.asyncProperty(anyBlueprint, async (blueprint) => {
      const code = await bundle(filesOf(blueprint));
      expect(code).not.toMatch(/<\/script/i);
    }), { numRuns: 60, endOnFailure: true });
  }, 60_000);
});

test('all apps and a number of random ones typecheck against the kit, with nothing unused', async () => {
  const random = fc.sample(anyBlueprint, { seed: 9, numRuns: 12 }).map((blueprint, at) => [`random-${at}`, blueprint] as const);
  for (const [name, blueprint] of [...Object.entries(blueprints), ...random]) {
    for (const file of filesOf(blueprint)) {
      const path = join(folder, 'apps', name, file.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.content);
    }
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
    compilerOptions: {
      target: 'es2024', lib: ['es2024', 'esnext.collection', 'dom', 'dom.iterable'], module: 'esnext', moduleResolution: 'bundler', jsx: 'react-jsx',
      strict: true, noUncheckedIndexedAccess: true, noUnusedLocals: true, noUnusedParameters: true, noEmit: true, verbatimModuleSyntax: true,
      isolatedModules: true, skipLibCheck: true, allowImportingTsExtensions: true, types: ['react'],
      paths: { '@ninefold/app': [join(root, 'src/app-kit/index.ts')], '#contract/*': [join(root, 'src/contract/*')] },
    },
    include: ['apps'],
  }));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const output = await promisify(execFile)(process.execPath, [tsc, '-p', folder], { maxBuffer: 1e8 }).then(() => '', (error: { stdout: string }) => error.stdout);
  expect(output.split('\n').slice(0, 20).join('\n')).toBe('');
}, 180_000);
