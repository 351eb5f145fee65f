import type { BridgeReport } from '#contract/app-bridge.ts';

/** What a running app reported: errors that count, and all lines of its console. */
export type Notes = { errors: string[]; console: string[]; isReady: boolean };

const maxLines = 100;
const maxLineLength = 600;

/** Writes down a report; what the app logs as an error counts as one. */
export function noteReport(notes: Notes, report: BridgeReport): void {
  if (report.report === 'ready') {
    notes.isReady = true;
    return;
  }
  const text = (report.report === 'error' ? describe(report) : report.text).slice(0, maxLineLength);
  const isError = report.report === 'error' || report.level === 'error';
  if (notes.console.length < maxLines) notes.console.push(`${report.report === 'error' ? 'error' : report.level}: ${text}`);
  if (isError && notes.errors.length < maxLines) notes.errors.push(report.report === 'error' ? text : `console.error: ${text}`);
}

function describe({ message, file, line, component }: BridgeReport & { report: 'error' }): string {
  const place = file ? `${file}${line ? `:${line}` : ''}` : component ? `<${component}>` : '';
  return place ? `${place}: ${message}` : message;
}
