import { Button, Divider, Group, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';

type Props = {
  title: string;
  count: number;
  addLabel: string;
  onAdd?: () => void;
  children: React.ReactNode;
};

/** A section of a record's drawer: the records that belong to it. */
export function RelatedList({ title, count, addLabel, onAdd, children }: Props) {
  return (
    <Stack gap="xs" component="section">
      <Divider my="xs" />
      <Group justify="space-between">
        <Title order={3} size="h5">
          {title}{' '}
          <Text span inherit c="dimmed" fw={400}>
            {count}
          </Text>
        </Title>
        {onAdd && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={onAdd}
          >
            {addLabel}
          </Button>
        )}
      </Group>
      {count === 0 && (
        <Text size="sm" c="dimmed">
          None yet.
        </Text>
      )}
      {children}
    </Stack>
  );
}
