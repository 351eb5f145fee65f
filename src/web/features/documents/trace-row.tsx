import { IconCheck, IconX } from '@tabler/icons-react';
import type { TracedCriterion } from '#contract/traces.ts';
import { ago, dateAndTime } from '#web/ui/format.ts';
import { TraceStateMark } from './trace-state.tsx';
import classes from './traces-view.module.css';

type Props = { criterion: TracedCriterion; onFinding: (id: string) => void; onFile: ((path: string) => void) | undefined };

/** One criterion: what it says, what was written for it, what tried it, and whether that holds. */
export function TraceRow({ criterion: { id, text, files, collections, checks, state, reason }, onFinding, onFile }: Props) {
  return (
    <div role="row" className={classes.row}>
      <div role="cell" className={classes.text}><b>{id}</b> {text}</div>
      <div role="cell" className={classes.paths}>
        {files.map(({ path, isChanged, isGone }) => (
          <span key={path}>
            {onFile && !isGone ? <button type="button" onClick={() => onFile(path)}>{path}</button> : <code>{path}</code>}
            {isGone ? <em>gone</em> : isChanged && <em>changed</em>}
          </span>
        ))}
        {collections.map(({ name, isChanged }) => <span key={name}><code>{name}</code> <i>data</i>{isChanged && <em>changed</em>}</span>)}
        {files.length + collections.length === 0 && <span className={classes.none}>no files named</span>}
      </div>
      <div role="cell" className={classes.checks}>
        {checks.map((check, n) => (
          <span key={n}>
            {check.ok ? <IconCheck size={15} role="img" aria-label="passed" /> : <IconX size={15} role="img" aria-label="failed" />}
            <span>
              <button type="button" onClick={() => onFinding(check.findingId)}>{check.text}</button>
              <small title={dateAndTime(check.at)}>version {check.version}, {ago(check.at)}</small>
            </span>
          </span>
        ))}
        {checks.length === 0 && <span className={classes.none}>no checks yet</span>}
      </div>
      <div role="cell"><TraceStateMark state={state} />{reason && <small className={classes.reason}>{reason}</small>}</div>
    </div>
  );
}
