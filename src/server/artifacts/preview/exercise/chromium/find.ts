import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { readConfig } from '#server/platform/config.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'Google Chrome'];

/** The Chromium of this machine: `CHROMIUM_PATH` (`none` for not to use one), else what is installed; null when there is none. Nothing is installed. */
export function findChromium(given = readConfig().chromiumPath): string | null {
  if (given === 'none') return null;
  if (given) return isProgram(given) ? given : null;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), '/usr/bin', '/snap/bin', '/Applications/Google Chrome.app/Contents/MacOS'];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
