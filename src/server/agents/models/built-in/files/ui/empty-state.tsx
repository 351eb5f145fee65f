import { Paper, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';

type Props = { title: string; text: string; order?: 2 | 3; children?: React.ReactNode };

/** What a page shows while there is nothing to list: why, and what to do next. */
export function EmptyState({ title, text, order = 3, children }: Props) {
  return (
    <Paper withBorder radius="md" px="lg" py={56}>
      <Stack align="center" gap="xs">
        <ThemeIcon size={48} radius="xl" variant="light">
          <IconInbox size={24} aria-hidden />
        </ThemeIcon>
        <Title order={order} size="h4">
          {title}
        </Title>
        <Text c="dimmed" size="sm" ta="center" maw={420}>
          {text}
        </Text>
        {children && (
          <Group justify="center" gap="sm" mt="sm">
            {children}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}
