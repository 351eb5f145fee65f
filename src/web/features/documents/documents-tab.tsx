import { Skeleton } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ago } from '#web/ui/format.ts';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { DocumentPage } from './document-page.tsx';
import { groupDocuments, kindNames } from './kinds.ts';
import { documentsQuery } from './queries.ts';
import classes from './documents-tab.module.css';

type Props = { projectId: string; documentId: string | undefined; onDocument: (id: string | undefined) => void };

/** What the crew wrote down for the project: a list, and each as a page to read. */
export default function DocumentsTab({ projectId, documentId, onDocument }: Props) {
  const documents = useQuery({ ...documentsQuery(projectId), enabled: documentId === undefined });
  if (documentId !== undefined) return <DocumentPage documentId={documentId} onBack={() => onDocument(undefined)} onDocument={onDocument} />;
  if (documents.isPending) return <div className={classes.page}>{[1, 2, 3].map((key) => <Skeleton key={key} h={56} radius="md" mb={10} />)}</div>;
  if (documents.isError) return <div className={classes.page}><ProblemNote error={documents.error} onRetry={() => void documents.refetch()} /></div>;
  if (documents.data.items.length === 0) {
    return (
      <div className={classes.empty}>
        <IconFileText size={30} stroke={1.4} aria-hidden="true" />
        <p><b>No documents yet</b>Requirements, architecture and UI design appear here as the crew writes them.</p>
      </div>
    );
  }
  return (
    <div className={classes.page}>
      {groupDocuments(documents.data.items).map(({ kind, items }) => (
        <section key={kind} className={classes.group}>
          <h2>{kindNames[kind].many}</h2>
          <ul>
            {items.map((item) => {
              const Icon = kindNames[kind].icon;
              return (
                <li key={item.id}>
                  <button type="button" onClick={() => onDocument(item.id)}>
                    <Icon size={18} stroke={1.6} aria-hidden="true" />
                    <span className={classes.title}>{item.title}</span>
                    <span className={classes.meta}>Version {item.version} · {ago(item.updatedAt)}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}
