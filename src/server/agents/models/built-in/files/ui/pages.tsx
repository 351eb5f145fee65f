import { Group, Pagination, Text } from '@mantine/core';
import { useState } from 'react';

const pageSize = 50;

/** The part of a long list that is on the page, and the control to turn pages. */
export function usePages<T>(items: T[]): { visible: T[]; footer: React.ReactNode } {
  const [wanted, setPage] = useState(1);
  const total = Math.ceil(items.length / pageSize);
  const page = Math.max(1, Math.min(wanted, total));
  const visible = items.slice((page - 1) * pageSize, page * pageSize);
  const footer = total > 1 && (
    <Group justify="space-between" p="sm">
      <Text size="sm" c="dimmed">
        {(page - 1) * pageSize + 1}–{(page - 1) * pageSize + visible.length} of {items.length}
      </Text>
      <Pagination size="sm" total={total} value={page} onChange={setPage} getControlProps={controlName} />
    </Group>
  );
  return { visible, footer };
}

function controlName(control: 'first' | 'previous' | 'next' | 'last') {
  return { 'aria-label': `${control} page` };
}
