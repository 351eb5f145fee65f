import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** Says what was done, with a way back for as long as it shows. */
export function showUndo(message: string, undo: () => void): void {
  const id = notifications.show({
    color: 'petrol', autoClose: 10_000, closeButtonProps: { 'aria-label': 'Dismiss' },
    message: (
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button size="compact-sm" variant="light" onClick={() => { notifications.hide(id); undo(); }}>Undo</Button>
      </Group>
    ),
  });
}
