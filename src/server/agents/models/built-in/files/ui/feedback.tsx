import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { messageOf } from '@ninefold/app';
import type { Undo } from '@ninefold/app';

export function showDone(message: string) {
  notifications.show({ message, autoClose: 3000 });
}

/** Shows what went wrong; nothing is lost, so the person can try again. */
export function showError(title: string, error: unknown) {
  notifications.show({ title, message: messageOf(error), color: 'red', autoClose: 8000 });
}

/** Says that something was deleted and offers to take it back for some seconds. */
export function showUndo(text: string, undo: Undo) {
  const id = notifications.show({
    color: 'gray',
    autoClose: 8000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" lineClamp={2}>
          {text}
        </Text>
        <Button size="compact-sm" variant="subtle" onClick={takeBack} style={{ flexShrink: 0 }}>
          Undo
        </Button>
      </Group>
    ),
  });
  function takeBack() {
    notifications.hide(id);
    undo().catch((error: unknown) => showError('Could not undo', error));
  }
}
