import { runStart } from '../command.ts';
import type { Command } from '../command.ts';

/** `ninefold audit verify [--receipt <seal>:<hash>]`. */
export const audit: Command = {
  summary: 'verify: whether the logs of audit are as they were sealed',
  run: async ([word, ...args]) => {
    if (word === 'verify') return runStart('audit-verify.ts', args);
    console.error('Use: ninefold audit verify [--receipt <seal>:<hash>]');
    return 1;
  },
};
