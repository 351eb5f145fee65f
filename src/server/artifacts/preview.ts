import type { Preview } from '#contract/artifacts.ts';
import { asActor } from '#server/platform/database/index.ts';
import type { Actor } from '#server/platform/database/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { mainFileOf, readVersionFiles } from './files.ts';
import { buildBundle, previewUrl } from './preview/index.ts';
import { getVersion } from './version-queries.ts';

/** Builds a version, unless that was done before, and gives the address at which it runs. */
export async function openPreview(actor: Actor, artifactId: string, number?: number): Promise<Preview> {
  const { version } = await asActor(actor, (tx) => getVersion(tx, artifactId, number));
  const built = await buildBundle(await readVersionFiles(artifactId, version.files), mainFileOf(version.files));
  if (built.ok) return { ...previewUrl(built.hash), version: version.number };
  const [first] = built.errors;
  const place = first?.file ? ` (${first.file}${first.line ? `:${first.line}` : ''})` : '';
  throw new AppError('build_failed', `Version ${version.number} does not build: ${first?.message ?? 'unknown error'}${place}`, {
    hint: 'Ask the crew to fix it, or open an earlier version.',
    fields: Object.fromEntries(built.errors.slice(0, 20).map((error) => [`${error.file ?? 'app'}${error.line ? `:${error.line}` : ''}`, error.message])),
  });
}
