import { runStart } from '../command.ts';
import type { Command } from '../command.ts';

/** `ninefold backup`. */
export const backup: Command = {
  summary: 'take an encrypted backup now',
  run: (args) => runStart('backup.ts', args),
};
