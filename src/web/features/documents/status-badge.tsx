import { IconArchive, IconEye, IconLock, IconPencil, type TablerIcon } from '@tabler/icons-react';
import type { DocumentStatus } from '#contract/documents.ts';
import classes from './status-badge.module.css';

const looks: Record<DocumentStatus, { name: string; icon: TablerIcon }> = {
  draft: { name: 'Draft', icon: IconPencil },
  review: { name: 'In review', icon: IconEye },
  approved: { name: 'Approved', icon: IconLock },
  archived: { name: 'Archived', icon: IconArchive },
};

/** Where a version stands in the review: a word and an icon, never the colour alone. */
export function StatusBadge({ status }: { status: DocumentStatus }) {
  const { name, icon: Icon } = looks[status];
  return <span className={classes.badge} data-status={status}><Icon size={12} stroke={2} aria-hidden="true" />{name}</span>;
}
