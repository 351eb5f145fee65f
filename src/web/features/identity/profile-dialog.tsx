import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Me } from '#contract/people.ts';
import { asApiError } from '#web/api/api-error.ts';
import { showDone } from '#web/ui/toasts.ts';
import { meQuery, updateDisplayName } from './queries.ts';

export function ProfileDialog({ opened, onClose, user }: { opened: boolean; onClose: () => void; user: Me['user'] }) {
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { displayName: user.displayName },
    validate: { displayName: (value) => (value.trim() === '' ? 'Enter a name.' : value.length > 200 ? 'Use at most 200 characters.' : null) },
  });
  const save = useMutation({
    mutationFn: (name: string) => updateDisplayName(name),
    onSuccess: (me) => {
      queries.setQueryData(meQuery.queryKey, me);
      showDone('Your name is changed.');
      onClose();
    },
    onError: (error) => form.setFieldError('displayName', asApiError(error).fields.displayName ?? asApiError(error).message),
  });
  return (
    <Modal opened={opened} onClose={onClose} title="Your name" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit(({ displayName }) => save.mutate(displayName.trim()))} noValidate>
        <Stack gap="lg">
          <TextInput label="Name" description="Shown to the people you work with." autoComplete="name" data-autofocus {...form.getInputProps('displayName')} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={save.isPending}>Save</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
