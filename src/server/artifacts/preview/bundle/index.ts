import { createHash } from 'node:crypto';
import { access, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildError } from '#contract/artifacts.ts';
import { checkout } from '#server/platform/config.ts';
import { findKit } from '../kit/kit.ts';
import type { Kit } from '../kit/kit.ts';
import { previewSettings } from '../settings.ts';
import { openBuilder } from './builder.ts';
import { checkInput } from './input.ts';
import type { BuildInput, SourceFile } from './input.ts';

export type BuildResult = { ok: true; hash: string } | { ok: false; errors: BuildError[] };

const unusedAfterMs = 14 * 24 * 60 * 60 * 1000;

const iconFolder = join(checkout, 'node_modules', '@tabler', 'icons-react', 'dist', 'esm');
const builder = openBuilder();
const running = new Map<string, Promise<BuildResult>>();

export const hashPattern = /^[0-9a-f]{40}$/;

/** Where the bundle of `hash` lies on disk. */
export function bundleFolder(hash: string): string {
  if (!hashPattern.test(hash)) throw new Error('not the hash of a bundle');
  return join(previewSettings().cache, 'bundles', hash);
}

/**
 * Builds an app for the preview. The same files give the same hash, from disk
 * when they were built before; callers at the same time share one build.
 * Errors name file, line and column (from 1) where they are known.
 */
export async function buildBundle(files: SourceFile[], mainFile?: string): Promise<BuildResult> {
  const checked = checkInput(files, mainFile);
  if (!checked.ok) return checked;
  const kit = await findKit();
  const hash = hashOf(checked.input, kit);
  if (await isThere(hash)) return { ok: true, hash };
  const shared = running.get(hash) ?? build(checked.input, kit, hash).finally(() => running.delete(hash));
  running.set(hash, shared);
  return shared;
}

/** Starts the builder's process ahead of a build that is about to come. */
export function warmBuilder(): void {
  builder.warm();
}

export function stopBuilder(): void {
  builder.stop();
}

let listener: (() => void) | null = null;

/** Called after each build that made a new bundle: as a rule somebody is about to try it. */
export function onNewBundle(heard: () => void): void {
  listener = heard;
}

/** For measuring: the builder's process id, null while there is none. */
export function builderPid(): number | null {
  return builder.pid();
}

async function build(input: BuildInput, kit: Kit, hash: string): Promise<BuildResult> {
  const folder = bundleFolder(hash);
  const draft = `${folder}.${process.pid}`;
  try {
    const answer = await builder.build({ input, kit: kit.packages.map(({ specifier, exports }) => ({ specifier, exports })), iconFolder, folder: draft });
    if (!answer.ok) return answer;
    await rename(draft, folder).catch((error: NodeJS.ErrnoException) => {
      // Another server on the same home was faster.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    listener?.();
    return { ok: true, hash };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function hashOf({ files, mainFile }: BuildInput, kit: Kit): string {
  const sum = createHash('sha256').update(JSON.stringify([kit.hash, mainFile]));
  for (const { path, content } of files) sum.update(JSON.stringify([path, content]));
  return sum.digest('hex').slice(0, 40);
}

async function isThere(hash: string): Promise<boolean> {
  const now = new Date();
  // The time of last use keeps it from being swept.
  return utimes(bundleFolder(hash), now, now).then(() => access(join(bundleFolder(hash), 'app.js'))).then(() => true, () => false);
}

/** Deletes bundles and kits nobody used for two weeks; they are built again when asked for. */
export async function sweepBundles(): Promise<void> {
  const { cache } = previewSettings();
  const kit = await findKit();
  const bundles = await names(join(cache, 'bundles'));
  const kits = (await names(cache)).filter((name) => name.startsWith('kit-') && name !== `kit-${kit.hash}`);
  for (const folder of [...bundles.map((name) => join(cache, 'bundles', name)), ...kits.map((name) => join(cache, name))]) {
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > unusedAfterMs) await rm(folder, { recursive: true, force: true });
  }
}

function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
