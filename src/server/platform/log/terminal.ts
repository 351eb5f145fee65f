import { inspect } from 'node:util';

const names: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warning', 50: 'error', 60: 'fatal' };
const shownFields = new Set(['level', 'time', 'msg', 'err', 'error']);

/** Turns a JSON log line into one line for a person: time, level, message, the few fields that matter. */
export const terminal = {
  write(line: string): void {
    const entry = JSON.parse(line) as { level: number; time: string; msg?: string; err?: { message?: string } };
    const rest = Object.fromEntries(Object.entries(entry).filter(([key]) => !shownFields.has(key)));
    const fields = Object.keys(rest).length ? ` ${inspect(rest, { breakLength: Infinity, compact: true, depth: 3 })}` : '';
    const cause = entry.err?.message ? `: ${entry.err.message}` : '';
    process.stderr.write(`${entry.time.slice(11, 19)} ${names[entry.level] ?? ''}: ${entry.msg ?? ''}${cause}${fields}\n`);
  },
};
