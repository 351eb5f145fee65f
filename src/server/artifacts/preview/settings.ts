import { join } from 'node:path';
import { readConfig } from '#server/platform/config.ts';

type Settings = { cache: string; previewUrl: string };

let settings: Settings | null = null;

/** Tells previews where to keep kit and bundles (`<home>/cache`) and under which address they are served. */
export function configurePreviews(o: { home: string; previewUrl: string }): void {
  settings = { cache: join(o.home, 'cache'), previewUrl: o.previewUrl.replace(/\/+$/, '') };
}

/** Sets the address alone, once the port is known. */
export function configurePreviewUrl(previewUrl: string): void {
  settings = { ...previewSettings(), previewUrl };
}

/** As configured, else as the environment says. */
export function previewSettings(): Settings {
  if (!settings) configurePreviews(readConfig());
  return settings as Settings;
}
