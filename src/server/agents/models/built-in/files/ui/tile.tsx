import { Paper, Text } from '@mantine/core';

type Props = { label: string; value: number; flagged?: number };

/** One figure with its name, and how many of them need attention. */
export function Tile({ label, value, flagged = 0 }: Props) {
  return (
    <Paper p="md" radius="md">
      <Text size="sm" c="dimmed" truncate>
        {label}
      </Text>
      <Text size="xl" fw={650}>
        {value.toLocaleString()}
      </Text>
      {flagged > 0 && (
        <Text size="xs" c="dimmed">
          {flagged} to look at
        </Text>
      )}
    </Paper>
  );
}
