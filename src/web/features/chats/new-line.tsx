import type { NewLine as Line } from './use-read-mark.ts';
import classes from './new-line.module.css';

/** Parts what is new from what was read; stands before the message `before`, if that is the one. */
export function NewLine({ line, before }: { line: Line | null; before: string | undefined }) {
  if (line === null || line.messageId !== before) return null;
  return <div className={classes.line} id="new-messages" role="separator" aria-label={`${line.count} new`}><span aria-hidden="true">{line.count} new</span></div>;
}
