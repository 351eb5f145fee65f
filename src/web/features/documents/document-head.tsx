import { Button } from '@mantine/core';
import type { Document, DocumentSummary } from '#contract/documents.ts';
import { ago, count, dateAndTime } from '#web/ui/format.ts';
import { authorOf, moveOf } from './author.ts';
import { ReviewActions } from './review-actions.tsx';
import { StatusBadge } from './status-badge.tsx';
import type { useRights } from './use-rights.ts';
import classes from './document-page.module.css';

type Props = {
  document: Document; newest: DocumentSummary | undefined; rights: ReturnType<typeof useRights>; isEditing: boolean;
  onOpen: (id: string) => void; onCompare: (from: string, to: string) => void;
};

/** What a version is: title, author, where it stands in the review and what comes next. */
export function DocumentHead({ document, newest, rights, isEditing, onOpen, onCompare }: Props) {
  const moved = moveOf(document);
  return (
    <header>
      <h2 className={classes.title}>{document.title}</h2>
      <div className={classes.meta}>
        {document.status && <StatusBadge status={document.status} />}
        <span title={dateAndTime(document.createdAt)}>Version {document.version} by {authorOf(document)}, {ago(document.createdAt)}</span>
        {moved && document.statusAt && <span title={dateAndTime(document.statusAt)}>{moved}, {ago(document.statusAt)}</span>}
        {document.openComments > 0 && <span>{count(document.openComments, 'open comment')}</span>}
        {rights.canEdit && !isEditing && <span className={classes.review}><ReviewActions document={document} /></span>}
      </div>
      {newest && newest.id !== document.id && (
        <div className={classes.note} role="status">
          <span>You read version {document.version}; version {newest.version} is the newest.</span>
          <Button size="compact-xs" variant="default" onClick={() => onCompare(document.id, newest.id)}>What changed</Button>
          <Button size="compact-xs" variant="default" onClick={() => onOpen(newest.id)}>Open the newest</Button>
        </div>
      )}
      {rights.note && <p className={classes.rights}>{rights.note}</p>}
    </header>
  );
}
