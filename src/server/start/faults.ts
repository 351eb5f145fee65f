import { log } from '#server/platform/log.ts';
import { stopAll } from './shutdown.ts';

/** A promise nobody waited for is logged and the server goes on; an error thrown outside any request ends it in order, since its state is unknown. */
export function catchFaults(): void {
  process.on('unhandledRejection', (err) => log.error({ err }, 'a promise failed that nobody waited for'));
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'an error nobody caught ends the server');
    void stopAll('').then(() => process.exit(1));
  });
  // Node's warnings are for those who work on the code: to the log file, not to the terminal.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log.info({ warning: warning.message }, 'a warning of Node'));
  // A terminal that went away must not end the server.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
}
