import { ActionIcon, Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive, IconArrowBackUp, IconCheck, IconDots, IconSend } from '@tabler/icons-react';
import type { Document } from '#contract/documents.ts';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { useMove } from './use-document-changes.ts';

/** The next steps of the review, for owners and managers: the likely one as a button, the others in a menu. */
export function ReviewActions({ document }: { document: Document }) {
  const [isAsking, asking] = useDisclosure(false);
  const move = useMove(document);
  const { status, version } = document;
  if (status === null) return null;
  const to = (next: typeof status, said: string) => () => move.mutate({ from: status, to: next, said });
  return (
    <>
      {status === 'draft' && <Button size="compact-sm" variant="light" leftSection={<IconSend size={14} />} loading={move.isPending} onClick={to('review', `Version ${version} is in review.`)}>Send to review</Button>}
      {status === 'review' && <Button size="compact-sm" leftSection={<IconCheck size={14} />} loading={move.isPending} onClick={asking.open}>Approve</Button>}
      {status === 'archived' && (
        <Button size="compact-sm" variant="light" leftSection={<IconArrowBackUp size={14} />} loading={move.isPending} onClick={to(document.approvedAt === null ? 'draft' : 'approved', `Version ${version} is out of the archive.`)}>Bring back</Button>
      )}
      {status !== 'archived' && (
        <Menu position="bottom-end">
          <Menu.Target><ActionIcon variant="subtle" color="gray" size={28} aria-label="More about the review"><IconDots size={17} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            {status === 'review' && <Menu.Item leftSection={<IconArrowBackUp size={15} />} onClick={to('draft', `Version ${version} is a draft again.`)}>Back to draft</Menu.Item>}
            <Menu.Item leftSection={<IconArchive size={15} />} onClick={to('archived', `Version ${version} is archived.`)}>Archive</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {isAsking && (
        <ConfirmDialog
          title={`Approve version ${version}?`} action="Approve" isWorking={move.isPending} onClose={asking.close}
          onConfirm={() => move.mutate({ from: 'review', to: 'approved', said: '' }, { onSettled: asking.close })}
        >
          Its text is fixed from then on; a later change becomes a new draft. An approved version can still be archived.
        </ConfirmDialog>
      )}
    </>
  );
}
