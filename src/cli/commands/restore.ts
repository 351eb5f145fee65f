import { runStart } from '../command.ts';
import type { Command } from '../command.ts';

/** `ninefold restore <file>`. */
export const restore: Command = {
  summary: '<file>: restore a backup into an empty NINEFOLD_HOME',
  run: (args) => runStart('restore.ts', args),
};
