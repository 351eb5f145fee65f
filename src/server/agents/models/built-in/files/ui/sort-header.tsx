import { Group, Table, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconArrowsSort } from '@tabler/icons-react';
import type { Sort } from './sorting';

type Props<Column extends string> = {
  column: Column;
  label: string;
  sort: Sort<Column>;
  onSort: (sort: Sort<Column>) => void;
  align?: 'left' | 'right';
};

/** A column header that sorts: a second click turns the order round. */
export function SortHeader<Column extends string>({
  column,
  label,
  sort,
  onSort,
  align = 'left',
}: Props<Column>) {
  const active = sort.by === column;
  const Icon = !active ? IconArrowsSort : sort.direction === 'asc' ? IconArrowUp : IconArrowDown;
  const order = sort.direction === 'asc' ? 'ascending' : 'descending';
  return (
    <Table.Th scope="col" aria-sort={active ? order : undefined}>
      <UnstyledButton
        w="100%"
        onClick={() => onSort({ by: column, direction: active && sort.direction === 'asc' ? 'desc' : 'asc' })}
      >
        <Group gap={4} wrap="nowrap" justify={align === 'right' ? 'flex-end' : 'flex-start'}>
          <Text size="xs" fw={600} c={active ? undefined : 'dimmed'} truncate maw={220} title={label}>
            {label}
          </Text>
          <Icon size={13} color="var(--mantine-color-dimmed)" opacity={active ? 1 : 0.5} aria-hidden />
        </Group>
      </UnstyledButton>
    </Table.Th>
  );
}
