import { stopBuilder } from './bundle/index.ts';
import { dropStandby } from './render/cell.ts';
import { stopPreviewServer } from './server.ts';
import { previewSettings } from './settings.ts';
import { signToken } from './token.ts';

export { buildBundle, sweepBundles, warmBuilder } from './bundle/index.ts';
export type { BuildResult } from './bundle/index.ts';
export { exerciseBundle } from './exercise/index.ts';
export { prepareKit } from './kit/kit.ts';
export { renderBundle } from './render/index.ts';
export type { RenderOptions } from './render/index.ts';
export type { RenderCheck, RenderOutcome } from './render/outcome.ts';
export { startPreviewServer } from './server.ts';
export { configurePreviews } from './settings.ts';

/** A working day: the studio asks for a new address when the old one is over. */
const lifetimeMs = 12 * 60 * 60 * 1000;

/**
 * The address of a built app for a frame of the studio; anyone who has it can
 * load the app's code until `expiresAt` (ISO 8601), but no records. Append
 * `#dark` or `#light` so that the first paint has the studio's colours.
 */
export function previewUrl(hash: string, o: { lifetimeMs?: number } = {}): { url: string; expiresAt: string } {
  const expiresAt = new Date(Date.now() + (o.lifetimeMs ?? lifetimeMs));
  return { url: `${previewSettings().previewUrl}/p/${signToken(hash, expiresAt.getTime())}/`, expiresAt: expiresAt.toISOString() };
}

/** Stops the preview server, the builder and the process that waits to try an app. */
export async function stopPreview(): Promise<void> {
  stopBuilder();
  dropStandby();
  await stopPreviewServer();
}
