import { Skeleton } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import type { TraceMatrix, TracedCriterion, TraceState } from '#contract/traces.ts';
import { count } from '#web/ui/format.ts';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { tracesQuery } from './queries.ts';
import { TraceRow } from './trace-row.tsx';
import { stateOrder, states, TraceStateMark } from './trace-state.tsx';
import tab from './documents-tab.module.css';
import classes from './traces-view.module.css';

type Props = { projectId: string; onDocument: (id: string) => void; /** Opens a file of this app; of other apps only the path is shown. */ artifactId?: string | null; onFile?: ((path: string) => void) | undefined };

/** Every acceptance criterion with the files and checks behind it, and what no longer holds. */
export function TracesView({ projectId, onDocument, artifactId, onFile }: Props) {
  const traces = useQuery(tracesQuery(projectId));
  if (traces.isPending) return <div className={tab.page}>{[1, 2, 3].map((key) => <Skeleton key={key} h={72} radius="md" mb={10} />)}</div>;
  if (traces.isError) return <div className={tab.page}><ProblemNote error={traces.error} onRetry={() => void traces.refetch()} /></div>;
  if (traces.data.items.length === 0) {
    return (
      <div className={tab.empty}>
        <IconRoute size={30} stroke={1.4} aria-hidden="true" />
        <p><b>No criteria yet</b>When the requirements list acceptance criteria, you see here which files and checks stand behind each.</p>
      </div>
    );
  }
  return (
    <div className={tab.page}>
      {traces.data.items.map((matrix) => <Matrix key={matrix.documentId} matrix={matrix} onDocument={onDocument} onFile={matrix.artifactId === artifactId ? onFile : undefined} />)}
    </div>
  );
}

function Matrix({ matrix, onDocument, onFile }: { matrix: TraceMatrix; onDocument: (id: string) => void; onFile: ((path: string) => void) | undefined }) {
  const [only, setOnly] = useState<TraceState | null>(null);
  const shown = matrix.criteria.filter(({ state }) => only === null || state === only);
  return (
    <section className={classes.matrix} aria-label={matrix.title}>
      <h2><button type="button" onClick={() => onDocument(matrix.documentId)}>{matrix.title}</button></h2>
      <p className={classes.about}>
        Version {matrix.version}, {count(matrix.criteria.length, 'criterion', 'criteria')}
        {matrix.appTitle === null ? '; no app was traced to it yet' : `; ${matrix.appTitle}, version ${matrix.appVersion}`}
      </p>
      <div className={classes.filters} role="group" aria-label="Show only">
        {stateOrder.map((state) => {
          const n = matrix.criteria.filter((criterion) => criterion.state === state).length;
          return (
            <button key={state} type="button" aria-pressed={only === state} disabled={n === 0} title={states[state].about} onClick={() => setOnly(only === state ? null : state)}>
              <TraceStateMark state={state} /> {n}
            </button>
          );
        })}
      </div>
      <div className={classes.rows} role="table" aria-label={`Criteria of ${matrix.title}`}>
        <div role="row" className={classes.head}>
          {['Criterion', 'Files and data', 'Checks', 'State'].map((name) => <span key={name} role="columnheader">{name}</span>)}
        </div>
        {shown.map((criterion, n) => (
          <Fragment key={criterion.id}>
            {criterion.story !== null && criterion.story !== shown[n - 1]?.story && <Story criterion={criterion} />}
            <TraceRow criterion={criterion} onFinding={onDocument} onFile={onFile} />
          </Fragment>
        ))}
      </div>
    </section>
  );
}

function Story({ criterion }: { criterion: TracedCriterion }) {
  return <div role="row" className={classes.story}><span role="cell" aria-colspan={4}>{criterion.story}</span></div>;
}
