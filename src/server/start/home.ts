import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from './failure.ts';

/** Makes the home when missing and sees that it can be written. As root others may pass through (0711): PostgreSQL runs as another user. */
export function openHome(home: string): void {
  try {
    makeFolder(home, process.getuid?.() === 0 ? 0o711 : 0o700);
    accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR' || code === 'EEXIST') {
      throw new StartError(`${home} is not a folder. Set NINEFOLD_HOME to a folder of your own.`);
    }
    throw new StartError(
      `The folder ${home}, in which Ninefold keeps its data, cannot be written (${code}). Give your user the right to write in ${dirname(home)}, or set NINEFOLD_HOME to a folder of your own.`,
    );
  }
}

// One folder after the other: in places such as /proc, Node's recursive mkdir tries again for ever.
function makeFolder(path: string, mode?: number): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found) throw Object.assign(new Error(`${path} is a file`), { code: 'ENOTDIR' });
  makeFolder(dirname(path));
  mkdirSync(path, mode === undefined ? undefined : { mode });
}
