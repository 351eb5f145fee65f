import { runStart } from '../command.ts';
import type { Command } from '../command.ts';

/** `ninefold replay <run>`. */
export const replay: Command = {
  summary: '<run>: whether a run\'s recorded model answers give the files it published',
  run: async ([run, ...rest]) => {
    if (run !== undefined && rest.length === 0) return runStart('replay.ts', [run]);
    console.error('Use: ninefold replay <run>');
    return 1;
  },
};
