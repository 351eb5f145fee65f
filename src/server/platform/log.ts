import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import pino from 'pino';
import { redact, describeError } from './log/redact.ts';
import { rotatingFile } from './log/rotating-file.ts';
import { terminal } from './log/terminal.ts';

const streams = pino.multistream([]);

/** The process's log. Personal data and secrets are blotted out by key name; log ids, counts and times, never texts people wrote. */
export const log = pino(
  { level: 'info', base: undefined, timestamp: pino.stdTimeFunctions.isoTime, formatters: { log: redact }, serializers: { err: describeError } },
  streams,
);

/** Sends the log to `<home>/logs/ninefold.log` (JSON lines, 10 MB × 5) and, from `terminalLevel` up, to the terminal in words. */
export function openLog(o: { home: string; level?: string; terminalLevel?: 'info' | 'warn' | 'error' }): void {
  log.level = o.level ?? 'info';
  mkdirSync(join(o.home, 'logs'), { recursive: true });
  streams.add({ level: 'trace', stream: rotatingFile(join(o.home, 'logs', 'ninefold.log')) });
  streams.add({ level: o.terminalLevel ?? 'warn', stream: terminal });
}
