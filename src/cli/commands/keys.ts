import { runStart } from '../command.ts';
import type { Command } from '../command.ts';

/** `ninefold keys list`, `ninefold keys rotate`. */
export const keys: Command = {
  summary: 'list | rotate: the keys under which secrets are sealed',
  run: (args) => runStart('keys.ts', args),
};
