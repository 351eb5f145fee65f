import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';

type Props = {
  title: string; action: string; isDangerous?: boolean; isWorking: boolean; children: ReactNode;
  onConfirm: () => void; onClose: () => void;
};

/** Asks before something that is hard to take back; the text says what happens and what stays. */
export function ConfirmDialog({ title, action, isDangerous = false, isWorking, children, onConfirm, onClose }: Props) {
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Text size="md" c="var(--text-soft)" lh={1.55}>{children}</Text>
      <Group justify="flex-end" gap="sm" mt="xl">
        <Button variant="default" onClick={onClose} data-autofocus>Cancel</Button>
        <Button {...(isDangerous ? { color: 'red.8' } : {})} onClick={onConfirm} loading={isWorking}>{action}</Button>
      </Group>
    </Modal>
  );
}
