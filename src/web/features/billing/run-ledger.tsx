import { Loader } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Ledger, LedgerCall } from '#contract/billing.ts';
import { faces } from '#web/features/agents/faces.ts';
import { count, duration } from '#web/ui/format.ts';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { ledgerPath, ledgerQuery } from './queries.ts';
import { money } from './words.ts';
import classes from './run-ledger.module.css';

/** Everything a run called, in order, with what it took and the files it touched. */
export function RunLedger({ runId, isOver }: { runId: string; isOver: boolean }) {
  // While the run works the table grows.
  const found = useQuery({ ...ledgerQuery(runId), refetchInterval: isOver ? false : 3000 });
  if (found.error) return <div className={classes.box}><ProblemNote error={found.error} onRetry={() => void found.refetch()} /></div>;
  if (!found.data) return <div className={classes.box}><Loader size={16} type="dots" aria-label="Loading the details" /></div>;
  const { calls, files } = found.data;
  return (
    <div className={classes.box}>
      <div className={classes.head}>
        <p>{summary(found.data)}</p>
        <a href={ledgerPath(runId)} download={`run-${runId}.json`}><IconDownload size={14} stroke={1.8} aria-hidden="true" /> Download as JSON</a>
      </div>
      {calls.length === 0
        ? <p className={classes.none}>Nothing was called.</p>
        : (
          <div className={classes.scroll} tabIndex={0} role="region" aria-label="Calls">
            <table className={classes.table}>
              <thead><tr><th>Agent</th><th>Call</th><th>Read</th><th>Cached</th><th>Written</th><th>Cost</th><th>Time</th><th>Result</th></tr></thead>
              <tbody>{calls.map((call) => <CallRow key={`${call.startedAt} ${call.agent} ${call.name}`} call={call} />)}</tbody>
            </table>
          </div>
        )}
      {files.length > 0 && (
        <>
          <h3>{count(files.length, 'file')} touched</h3>
          <ul className={classes.files}>{files.map(({ version, path, change }) => <li key={`${version} ${path}`}><code>{path}</code> <span>{change} in version {version}</span></li>)}</ul>
        </>
      )}
    </div>
  );
}

function CallRow({ call }: { call: LedgerCall }) {
  const isModel = call.kind === 'model';
  const number = (n: number) => (isModel && call.input + call.output > 0 ? n.toLocaleString('en') : '');
  return (
    <tr data-kind={call.kind}>
      <td>{faces[call.agent].name}</td>
      <td>{isModel ? call.name : <code>{call.name}</code>}{call.attempts > 1 && <small> {call.attempts} attempts</small>}</td>
      <td>{number(call.input)}{call.isEstimated && call.input > 0 && <abbr title="Reckoned from the characters: the provider told no usage."> ≈</abbr>}</td>
      <td>{number(call.cached)}</td>
      <td>{number(call.output)}</td>
      <td>{isModel && call.input + call.output > 0 ? (call.costMicrodollars === null ? 'not known' : money(call.costMicrodollars)) : ''}</td>
      <td>{call.durationMs === null ? '' : duration(call.durationMs)}</td>
      <td>{result(call)}</td>
    </tr>
  );
}

function result(call: LedgerCall) {
  if (call.ok === null) return 'at work';
  if (!call.ok) return <span className={classes.bad} title={call.problem ?? undefined}><IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" /> {call.problem ?? 'failed'}</span>;
  const isFree = call.kind === 'model' && call.input + call.output > 0 && !call.charged;
  return <span className={classes.good}><IconCheck size={14} stroke={2} aria-hidden="true" /> {isFree ? 'done, not charged' : 'done'}</span>;
}

function summary({ calls, charged, notCharged, costMicrodollars }: Ledger): string {
  const models = calls.filter(({ kind }) => kind === 'model').length;
  const made = `${count(models, 'model call')}, ${count(calls.length - models, 'tool call')}`;
  if (charged + notCharged === 0) return `${made} · free`;
  return [
    made, `${charged.toLocaleString('en')} tokens charged`,
    ...(notCharged > 0 ? [`${notCharged.toLocaleString('en')} not charged`] : []), ...(costMicrodollars === null ? [] : [money(costMicrodollars)]),
  ].join(' · ');
}
