import type { BuildError } from '#contract/artifacts.ts';

/** A build error in one line, e.g. `app.tsx:12: Unexpected "}"`. */
export function errorLine({ file, line, message }: BuildError): string {
  const place = file ? `${file}${line ? `:${line}` : ''}: ` : '';
  return `${place}${message}`;
}
