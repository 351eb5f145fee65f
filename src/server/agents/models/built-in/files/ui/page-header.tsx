import { Group, Stack, Text, Title } from '@mantine/core';

type Props = { title: string; summary: string[]; children?: React.ReactNode };

/** The head of a page: what it is about, the figures in short, and what one can do. */
export function PageHeader({ title, summary, children }: Props) {
  return (
    <Group justify="space-between" align="flex-end" gap="sm">
      <Stack gap={2}>
        <Title order={2} size="h4">
          {title}
        </Title>
        {summary.length > 0 && (
          <Text size="sm" c="dimmed">
            {summary.join(' · ')}
          </Text>
        )}
      </Stack>
      <Group gap="xs">{children}</Group>
    </Group>
  );
}

/** "2 overdue", and nothing at all when there is none. */
export function counted(count: number, label: string): string[] {
  return count === 0 ? [] : [`${count} ${label}`];
}
