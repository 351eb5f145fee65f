import { Badge } from '@mantine/core';
import { IconArchive, IconEye, IconLock, IconPencil } from '@tabler/icons-react';
import type { DocumentStatus } from '#contract/documents.ts';

const looks: Record<DocumentStatus, { name: string; color: string; icon: typeof IconLock }> = {
  draft: { name: 'Draft', color: 'gray', icon: IconPencil },
  review: { name: 'In review', color: 'yellow.9', icon: IconEye },
  approved: { name: 'Approved', color: 'petrol', icon: IconLock },
  archived: { name: 'Archived', color: 'gray', icon: IconArchive },
};

/** Where a version stands in the review: a word and an icon, never the colour alone. */
export function StatusBadge({ status }: { status: DocumentStatus }) {
  const { name, color, icon: Icon } = looks[status];
  return <Badge size="sm" variant="light" color={color} tt="none" fw={550} leftSection={<Icon size={11} stroke={2} aria-hidden="true" />}>{name}</Badge>;
}
