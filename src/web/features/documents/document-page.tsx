import { ActionIcon, Button, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconHistory, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { DocumentDiff } from './document-diff.tsx';
import { DocumentEditor } from './document-editor.tsx';
import { DocumentHead } from './document-head.tsx';
import { DocumentText } from './document-text.tsx';
import { DocumentVersions } from './document-versions.tsx';
import { kindNames } from './kinds.ts';
import { documentQuery, documentVersionsQuery } from './queries.ts';
import { useRights } from './use-rights.ts';
import classes from './document-page.module.css';

type Props = { projectId: string; documentId: string; onBack: () => void; backLabel?: string; onDocument: (id: string) => void };
type Mode = { is: 'text' } | { is: 'edit' } | { is: 'versions' } | { is: 'diff'; from: string; to: string };

/** A document: to read with its comments, to edit, and with all its versions. */
export function DocumentPage({ projectId, documentId, onBack, backLabel = 'All documents', onDocument }: Props) {
  const document = useQuery(documentQuery(documentId));
  const versions = useQuery(documentVersionsQuery(documentId));
  const rights = useRights(projectId);
  const [mode, setMode] = useState<Mode>({ is: 'text' });
  const items = versions.data?.items ?? [];
  const open = (id: string) => { setMode({ is: 'text' }); onDocument(id); };
  const compare = (from: string, to: string) => setMode({ is: 'diff', from, to });
  const toText = () => setMode({ is: 'text' });
  const isNewest = items[0]?.id === documentId;
  const canEdit = rights.canEdit && isNewest && document.data?.status != null;
  const back = mode.is === 'text' ? { label: backLabel, go: onBack } : { label: 'Back to the text', go: toText };
  return (
    <div className={classes.frame}>
      <div className={classes.bar}>
        <ActionIcon variant="subtle" color="gray" size={32} onClick={back.go} aria-label={back.label} disabled={mode.is === 'edit'}><IconArrowLeft size={18} stroke={1.7} /></ActionIcon>
        <span className={classes.kind}>{document.data && kindNames[document.data.kind].one}</span>
        <span className={classes.gap} />
        {items.length > 0 && document.data && mode.is !== 'edit' && (
          <Button
            size="compact-sm" variant={mode.is === 'text' ? 'subtle' : 'light'} color="gray" leftSection={<IconHistory size={15} />} aria-pressed={mode.is === 'versions'}
            onClick={() => setMode({ is: mode.is === 'versions' ? 'text' : 'versions' })}
          >
            Version {document.data.version}{items.length > 1 ? ` of ${items[0]!.version}` : ''}
          </Button>
        )}
        {canEdit && mode.is === 'text' && <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconPencil size={15} />} onClick={() => setMode({ is: 'edit' })}>Edit</Button>}
      </div>
      <div className={classes.scroll} tabIndex={-1}>
        {document.isPending && <div className={classes.page}><Skeleton h={28} w="60%" mb={24} />{[95, 88, 92, 60].map((width) => <Skeleton key={width} h={13} w={`${width}%`} mb={12} />)}</div>}
        {document.isError && <div className={classes.page}><ProblemNote error={document.error} onRetry={() => void document.refetch()} /></div>}
        {versions.isError && <div className={classes.page}><ProblemNote error={versions.error} onRetry={() => void versions.refetch()} /></div>}
        {document.data && mode.is === 'versions' && <DocumentVersions versions={items} shown={documentId} canEdit={rights.canEdit} onOpen={open} onCompare={compare} />}
        {document.data && mode.is === 'diff' && <DocumentDiff versions={items} from={mode.from} to={mode.to} onChange={compare} />}
        {document.data && (mode.is === 'text' || mode.is === 'edit') && (
          <article className={classes.page}>
            <DocumentHead document={document.data} newest={items[0]} rights={rights} isEditing={mode.is === 'edit'} onOpen={open} onCompare={compare} />
            {mode.is === 'edit'
              ? <DocumentEditor key={documentId} document={document.data} onClose={toText} onWritten={open} />
              : <DocumentText key={documentId} document={document.data} canComment={rights.canComment} canDeleteAll={rights.canEdit} />}
          </article>
        )}
      </div>
    </div>
  );
}
