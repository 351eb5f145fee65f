import { NativeSelect } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { DocumentSummary } from '#contract/documents.ts';
import { LoadingNote } from '#web/ui/loading-note.tsx';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { DiffView } from './diff-view.tsx';
import { diffBlocks } from './diff-blocks.ts';
import { documentQuery } from './queries.ts';
import classes from './document-diff.module.css';

type Props = { versions: DocumentSummary[]; from: string; to: string; onChange: (from: string, to: string) => void };

/** Two versions of a document and what changed from one to the other. */
export function DocumentDiff({ versions, from, to, onChange }: Props) {
  const before = useQuery(documentQuery(from));
  const after = useQuery(documentQuery(to));
  const diff = useMemo(() => (before.data && after.data ? diffBlocks(before.data.blocks, after.data.blocks) : null), [before.data, after.data]);
  const choices = versions.map(({ id, version }, n) => ({ value: id, label: `Version ${version}${n === 0 ? ' (newest)' : ''}` }));
  const problem = before.error ?? after.error;
  return (
    <div className={classes.page}>
      <div className={classes.choose}>
        <NativeSelect size="xs" aria-label="From version" data={choices} value={from} onChange={(event) => onChange(event.currentTarget.value, to)} />
        <IconArrowRight size={16} aria-hidden="true" />
        <NativeSelect size="xs" aria-label="To version" data={choices} value={to} onChange={(event) => onChange(from, event.currentTarget.value)} />
      </div>
      {problem ? <ProblemNote error={problem} onRetry={() => { void before.refetch(); void after.refetch(); }} /> : diff ? <DiffView key={`${from} ${to}`} diff={diff} /> : <LoadingNote />}
    </div>
  );
}
