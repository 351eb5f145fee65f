import type { BridgeReport } from '#contract/app-bridge.ts';

/** What went wrong in the running app, as far as a person needs to know. */
export type AppTrouble = {
  /** The screen is gone, against: something on it failed. */
  isFatal: boolean;
  message: string;
  /** `board.tsx:12`, or '' when unknown. */
  place: string;
};

export function troubleOf(report: BridgeReport): AppTrouble | null {
  if (report.report !== 'error') return null;
  const place = report.file === undefined ? '' : `${report.file}${report.line === undefined ? '' : `:${report.line}`}`;
  return { isFatal: report.during !== 'script', message: report.message, place };
}

/** The worse of two; of equals the first, which is mostly the cause of the second. */
export function worse(held: AppTrouble | null, next: AppTrouble): AppTrouble {
  return held === null || (next.isFatal && !held.isFatal) ? next : held;
}

/** The request to the crew that carries the error along. */
export function fixRequest({ message, place }: AppTrouble): string {
  return `Fix this error in the app: ${message}${place === '' ? '' : ` (in ${place})`}`;
}
