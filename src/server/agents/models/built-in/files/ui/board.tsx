import { ActionIcon, Badge, Group, Menu, Paper, ScrollArea, Stack, Text } from '@mantine/core';
import { IconArrowsMove, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Option } from './option';

const cardType = 'application/x-card-id';

export function Board({ children }: { children: React.ReactNode }) {
  return (
    <ScrollArea
      type="auto"
      offsetScrollbars="x"
      viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': 'Board' }}
    >
      <Group align="stretch" wrap="nowrap" gap="sm">
        {children}
      </Group>
    </ScrollArea>
  );
}

type ColumnProps = {
  option: Option;
  count: number;
  /** A line under the heading, e.g. the sum of the column. */
  note?: string;
  onDropCard?: (id: string) => void;
  onAdd?: () => void;
  children: React.ReactNode;
};

export function BoardColumn({ option, count, note, onDropCard, onAdd, children }: ColumnProps) {
  const [over, setOver] = useState(false);
  return (
    <Paper
      component="section"
      aria-label={`${option.label}: ${count}`}
      p="xs"
      radius="md"
      miw={{ base: 260, sm: 200 }}
      flex="1 0 0"
      bg={over ? `var(--mantine-color-${option.color}-light)` : 'var(--mantine-color-default-hover)'}
      onDragOver={(event) => {
        if (!onDropCard || !event.dataTransfer.types.includes(cardType)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDropCard?.(event.dataTransfer.getData(cardType));
      }}
    >
      <Group justify="space-between" wrap="nowrap" mb="xs" px={4}>
        <Group gap={8} wrap="nowrap">
          <Badge color={option.color} c="var(--mantine-color-text)">
            {option.label}
          </Badge>
          <Text size="sm" c="dimmed">
            {count}
          </Text>
        </Group>
        {onAdd && (
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={`Add to ${option.label}`}
            onClick={onAdd}
          >
            <IconPlus size={14} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      {note && (
        <Text size="xs" c="dimmed" mt={-4} mb="xs" px={4}>
          {note}
        </Text>
      )}
      <Stack gap="xs" mih={96}>
        {children}
      </Stack>
    </Paper>
  );
}

type CardProps = { id: string; movable: boolean; children: React.ReactNode };

export function BoardCard({ id, movable, children }: CardProps) {
  return (
    <div
      draggable={movable}
      style={{ cursor: movable ? 'grab' : undefined }}
      onDragStart={(event) => {
        event.dataTransfer.setData(cardType, id);
        event.dataTransfer.effectAllowed = 'move';
      }}
    >
      {children}
    </div>
  );
}

/** Cards that stand in no column yet. */
export function Unsorted<T>({ items, children }: { items: T[]; children: (item: T) => React.ReactNode }) {
  if (items.length === 0) return null;
  return (
    <BoardColumn option={{ value: '', label: 'Not set', color: 'gray' }} count={items.length}>
      {items.map(children)}
    </BoardColumn>
  );
}

type MoveProps = {
  name: string;
  canWrite: boolean;
  options: Option[];
  current?: string;
  onMove: (to: string) => void;
};

/** Moves a card without dragging: by keyboard, or on a small screen. */
export function MoveMenu({ name, canWrite, options, current, onMove }: MoveProps) {
  if (!canWrite) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Move ${name} to…`}>
          <IconArrowsMove size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Move to</Menu.Label>
        {options
          .filter((option) => option.value !== current)
          .map((option) => (
            <Menu.Item key={option.value} onClick={() => onMove(option.value)}>
              {option.label}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
