import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { checkout } from '#server/platform/config.ts';
import { previewSettings } from '../settings.ts';
import { iconPackage, kitPackages } from './packages.ts';

const kitJson = z.object({
  packages: z.array(z.object({ specifier: z.string(), file: z.string(), exports: z.array(z.string()), needs: z.array(z.string()) })),
  boot: z.object({ file: z.string(), needs: z.array(z.string()) }),
  styles: z.string(),
});

/** The prebuilt packages on disk: `hash` changes with any version or source of them. */
export type Kit = z.infer<typeof kitJson> & { hash: string; folder: string };

/** A cold disk and one busy core need a few seconds; far beyond that something hangs. */
const buildTimeoutMs = 120_000;

let preparing: Promise<Kit> | null = null;

/** Builds the kit unless this version of it is there already (about 1.5 s, in a process of its own). */
export async function prepareKit(): Promise<void> {
  await findKit();
}

/** The kit, built first when needed; callers at the same time share one build. */
export function findKit(): Promise<Kit> {
  preparing ??= prepare().catch((error: unknown) => {
    preparing = null;
    throw error;
  });
  return preparing;
}

/** Forgets which kit is in use, e.g. when another home is configured. */
export function forgetKit(): void {
  preparing = null;
}

async function prepare(): Promise<Kit> {
  const hash = await kitHash();
  const folder = join(previewSettings().cache, `kit-${hash}`);
  const found = await readKit(folder, hash);
  if (found) {
    await utimes(folder, new Date(), new Date());
    return found;
  }
  // Built beside and renamed: a half-built kit is never used, and of two builders one wins for both.
  const draft = `${folder}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const script = fileURLToPath(new URL('./build-kit.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [script, checkout, draft], {
    timeout: buildTimeoutMs, env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
  });
  await rename(draft, folder).catch(async (error: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  const built = await readKit(folder, hash);
  if (!built) throw new Error(`The preview kit in ${folder} cannot be read. Delete the folder and start again.`);
  return built;
}

async function readKit(folder: string, hash: string): Promise<Kit | null> {
  try {
    return { ...kitJson.parse(JSON.parse(await readFile(join(folder, 'kit.json'), 'utf8'))), hash, folder };
  } catch {
    return null;
  }
}

/** Over the versions of what is bundled and the sources of ours, so that any change makes another kit. */
async function kitHash(): Promise<string> {
  const sum = createHash('sha256').update(process.version);
  const names = new Set([...kitPackages, { specifier: 'esbuild' }, { specifier: iconPackage }]
    .map(({ specifier }) => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/'))
    .filter((name) => name !== '@ninefold/app'));
  for (const name of names) {
    const { version } = JSON.parse(await readFile(join(checkout, 'node_modules', name, 'package.json'), 'utf8')) as { version: string };
    sum.update(`${name}@${version}\n`);
  }
  // With the builder's own sources, because the same files then make another bundle.
  const own = [join(checkout, 'src', 'app-kit'), fileURLToPath(new URL('.', import.meta.url)), fileURLToPath(new URL('../bundle', import.meta.url))];
  for (const folder of own) {
    for (const file of (await readdir(folder, { recursive: true })).toSorted()) {
      if (/\.(ts|tsx|css)$/.test(file) && !file.includes('.test.')) sum.update(file).update(await readFile(join(folder, file)));
    }
  }
  return sum.digest('hex').slice(0, 24);
}
