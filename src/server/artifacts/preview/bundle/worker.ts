import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BuildFailure } from 'esbuild';
import type { BuildError } from '#contract/artifacts.ts';
import type { BuildInput } from './input.ts';
import { guardLoops } from './loop-guard.ts';
import { maxErrors } from './limits.ts';
import { buildErrors } from './messages.ts';
import { placesOf } from './places.ts';
import { appFiles } from './resolve.ts';
import type { KitNames } from './resolve.ts';

/** What the server asks the builder process; `folder` is where the bundle goes. */
export type BuildJob = { id: number; input: BuildInput; kit: KitNames; iconFolder: string; folder: string };
export type BuildAnswer = { id: number; ok: true } | { id: number; ok: false; errors: BuildError[]; broken?: boolean };

process.on('message', (job: BuildJob) => {
  void work(job).then((answer) => process.send?.(answer));
});
// The server is gone: nobody waits for a build.
process.on('disconnect', () => process.exit(0));

async function work({ id, input, kit, iconFolder, folder }: BuildJob): Promise<BuildAnswer> {
  try {
    const { outputFiles, metafile } = await build({
      entryPoints: [{ in: input.mainFile, out: 'app' }],
      bundle: true,
      write: false,
      metafile: true,
      outdir: '/',
      absWorkingDir: '/',
      format: 'esm',
      target: 'es2022',
      jsx: 'automatic',
      charset: 'utf8',
      sourcemap: 'external',
      sourcesContent: false,
      treeShaking: true,
      legalComments: 'none',
      logLevel: 'silent',
      logLimit: maxErrors,
      define: { 'process.env.NODE_ENV': '"production"', 'import.meta.env.DEV': 'false', 'import.meta.env.PROD': 'true' },
      tsconfigRaw: { compilerOptions: { jsx: 'react-jsx' } },
      plugins: [appFiles(input, kit, iconFolder)],
    });
    await mkdir(folder, { recursive: true });
    const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text;
    await writeFile(join(folder, 'app.js'), guardLoops(text('/app.js') ?? ''));
    await writeFile(join(folder, 'places.js'), placesOf(text('/app.js.map') ?? ''));
    const uses = Object.values(metafile.outputs).flatMap(({ imports }) => imports.filter(({ external }) => external).map(({ path }) => path));
    await writeFile(join(folder, 'uses.json'), JSON.stringify([...new Set(uses)]));
    const css = text('/app.css');
    if (css !== undefined) await writeFile(join(folder, 'app.css'), css);
    return { id, ok: true };
  } catch (error) {
    if (error instanceof Error && 'errors' in error) return { id, ok: false, errors: buildErrors((error as BuildFailure).errors, kit) };
    // esbuild itself gave up (e.g. nesting too deep for its stack) and does not come back in this process.
    return { id, ok: false, broken: true, errors: [{ message: 'The builder failed on these files. Make them simpler and try again.' }] };
  }
}
