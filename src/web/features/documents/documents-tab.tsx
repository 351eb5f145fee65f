import { SegmentedControl, Skeleton } from '@mantine/core';
import { IconFileText, IconMessage } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DocumentSummary } from '#contract/documents.ts';
import { ago } from '#web/ui/format.ts';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { DocumentPage } from './document-page.tsx';
import { groupDocuments, kindNames } from './kinds.ts';
import { documentsQuery } from './queries.ts';
import { StatusBadge } from './status-badge.tsx';
import { TracesView } from './traces-view.tsx';
import { useRights } from './use-rights.ts';
import classes from './documents-tab.module.css';

type Props = {
  projectId: string; documentId: string | undefined; onDocument: (id: string | undefined) => void;
  artifactId?: string | null; onFile?: (path: string) => void;
};

/** What the crew and the people wrote down for the project, and what became of each criterion. */
export default function DocumentsTab({ projectId, documentId, onDocument, artifactId = null, onFile }: Props) {
  const [view, setView] = useState('documents');
  if (documentId !== undefined) return <DocumentPage projectId={projectId} documentId={documentId} onBack={() => onDocument(undefined)} onDocument={onDocument} />;
  return (
    <div className={classes.tab}>
      <div className={classes.bar}>
        <SegmentedControl size="xs" aria-label="View" value={view} onChange={setView} data={[{ value: 'documents', label: 'Documents' }, { value: 'traces', label: 'Traceability' }]} />
      </div>
      {view === 'traces' ? <TracesView projectId={projectId} onDocument={onDocument} artifactId={artifactId} onFile={onFile} /> : <DocumentList projectId={projectId} onDocument={onDocument} />}
    </div>
  );
}

function DocumentList({ projectId, onDocument }: { projectId: string; onDocument: (id: string) => void }) {
  const documents = useQuery(documentsQuery(projectId));
  const { note } = useRights(projectId);
  if (documents.isPending) return <div className={classes.page}>{[1, 2, 3].map((key) => <Skeleton key={key} h={56} radius="md" mb={10} />)}</div>;
  if (documents.isError) return <div className={classes.page}><ProblemNote error={documents.error} onRetry={() => void documents.refetch()} /></div>;
  if (documents.data.items.length === 0) {
    return (
      <div className={classes.empty}>
        <IconFileText size={30} stroke={1.4} aria-hidden="true" />
        <p><b>No documents yet</b>{note ?? 'Requirements, architecture and UI design appear here as the crew writes them.'}</p>
      </div>
    );
  }
  return (
    <div className={classes.page}>
      {note && <p className={classes.rights}>{note}</p>}
      {groupDocuments(documents.data.items).map(({ kind, items }) => (
        <section key={kind} className={classes.group}>
          <h2>{kindNames[kind].many}</h2>
          <ul>{items.map((item) => <li key={item.id}><Item item={item} onOpen={() => onDocument(item.id)} /></li>)}</ul>
        </section>
      ))}
    </div>
  );
}

function Item({ item, onOpen }: { item: DocumentSummary; onOpen: () => void }) {
  const Icon = kindNames[item.kind].icon;
  return (
    <button type="button" onClick={onOpen}>
      <Icon size={18} stroke={1.6} aria-hidden="true" />
      <span className={classes.title} title={item.title}>{item.title}</span>
      <span className={classes.meta}>
        {item.openComments > 0 && <span className={classes.comments}><IconMessage size={14} stroke={1.8} role="img" aria-label="open comments:" />{item.openComments}</span>}
        {item.status && <StatusBadge status={item.status} />}
        <span>Version {item.version} · {ago(item.updatedAt)}</span>
      </span>
    </button>
  );
}
