import { Button } from '@mantine/core';
import { IconArrowBackUp, IconArrowsDiff, IconEye } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { Document, DocumentSummary } from '#contract/documents.ts';
import { ago, dateAndTime } from '#web/ui/format.ts';
import { showProblem } from '#web/ui/toasts.ts';
import { authorOf, moveOf } from './author.ts';
import { documentQuery } from './queries.ts';
import { StatusBadge } from './status-badge.tsx';
import { useWrite } from './use-document-changes.ts';
import classes from './document-versions.module.css';

type Props = { versions: DocumentSummary[]; shown: string; canEdit: boolean; onOpen: (id: string) => void; onCompare: (from: string, to: string) => void };

/** Every version of a document, newest first: who wrote it, where it stands; each can be read, compared and brought back. */
export function DocumentVersions({ versions, shown, canEdit, onOpen, onCompare }: Props) {
  const queries = useQueryClient();
  const write = useWrite((written) => onOpen(written.id));
  const [newest] = versions;
  const restore = async (version: DocumentSummary) => {
    try {
      const [old, now] = await Promise.all([version.id, newest!.id].map((id) => queries.ensureQueryData(documentQuery(id)))) as [Document, Document];
      await write.mutateAsync({ from: old.id, basedOn: now.version, blocks: old.blocks, said: (number) => `Version ${old.version} is back as version ${number}.`, before: now });
    } catch (error) {
      showProblem(error);
    }
  };
  return (
    <ol className={classes.list} aria-label="Versions of the document">
      {versions.map((version, n) => {
        const moved = moveOf(version);
        return (
          <li key={version.id}>
            <div className={classes.head}>
              <h3>Version {version.version}{n === 0 ? ' (newest)' : ''}</h3>
              {version.status && <StatusBadge status={version.status} />}
            </div>
            <p className={classes.meta}>
              <span title={dateAndTime(version.createdAt)}>{authorOf(version)}, {ago(version.createdAt)}</span>
              {moved && version.statusAt && <span title={dateAndTime(version.statusAt)}>{moved}, {ago(version.statusAt)}</span>}
              {version.status === 'archived' && version.approvedAt && <span>Approved by {version.approvedByName ?? 'a former member'}, {ago(version.approvedAt)}</span>}
            </p>
            <div className={classes.actions}>
              {version.id === shown ? <span className={classes.meta}>Open now</span>
                : <Button size="compact-xs" variant="default" leftSection={<IconEye size={13} />} onClick={() => onOpen(version.id)}>Read</Button>}
              {n < versions.length - 1 && <Button size="compact-xs" variant="default" leftSection={<IconArrowsDiff size={13} />} onClick={() => onCompare(versions[n + 1]!.id, version.id)}>What changed</Button>}
              {canEdit && n > 0 && version.status !== null && (
                <Button size="compact-xs" variant="default" leftSection={<IconArrowBackUp size={13} />} loading={write.isPending} onClick={() => void restore(version)}>Restore</Button>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
