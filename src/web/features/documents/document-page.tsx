import { ActionIcon, Badge, NativeSelect, Skeleton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { dateAndTime } from '#web/ui/format.ts';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { BlockView } from './block-view.tsx';
import { kindNames } from './kinds.ts';
import { documentQuery, documentVersionsQuery } from './queries.ts';
import classes from './document-page.module.css';

type Props = { documentId: string; onBack: () => void; backLabel?: string; onDocument: (id: string) => void };

/** A document as a page to read, with its earlier versions at hand. */
export function DocumentPage({ documentId, onBack, backLabel = 'All documents', onDocument }: Props) {
  const document = useQuery(documentQuery(documentId));
  const versions = useQuery(documentVersionsQuery(documentId));
  const items = versions.data?.items ?? [];
  return (
    <div className={classes.frame}>
      <div className={classes.bar}>
        <ActionIcon variant="subtle" color="gray" size={32} onClick={onBack} aria-label={backLabel}><IconArrowLeft size={18} stroke={1.7} /></ActionIcon>
        <span className={classes.kind}>{document.data && kindNames[document.data.kind].one}</span>
        <span className={classes.gap} />
        {items.length > 1 && (
          <NativeSelect
            size="xs" aria-label="Version of the document" value={documentId} onChange={(event) => onDocument(event.currentTarget.value)}
            data={items.map(({ id, version }, index) => ({ value: id, label: `Version ${version}${index === 0 ? ' (newest)' : ''}` }))}
          />
        )}
      </div>
      <div className={classes.scroll} tabIndex={-1}>
        {document.isPending && <div className={classes.page}><Skeleton h={28} w="60%" mb={24} />{[95, 88, 92, 60].map((width) => <Skeleton key={width} h={13} w={`${width}%`} mb={12} />)}</div>}
        {document.isError && <div className={classes.page}><ProblemNote error={document.error} onRetry={() => void document.refetch()} /></div>}
        {document.data && (
          <article className={classes.page}>
            <h2 className={classes.title}>{document.data.title}</h2>
            <p className={classes.meta}>
              Version {document.data.version} · {dateAndTime(document.data.updatedAt)}
              {document.data.status && document.data.status !== 'draft' && <Badge ml={8} size="sm" variant="light" tt="none" fw={550}>{document.data.status}</Badge>}
            </p>
            {document.data.blocks.map((block, index) => <BlockView key={index} block={block} />)}
          </article>
        )}
      </div>
    </div>
  );
}
