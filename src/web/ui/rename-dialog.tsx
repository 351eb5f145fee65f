import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { asApiError } from '#web/api/api-error.ts';

type Props = {
  title: string; label: string; value: string; isSaving: boolean; error: Error | null;
  onSave: (value: string) => void; onClose: () => void;
};

/** Asks for a new name; the text is selected, so typing replaces it. */
export function RenameDialog({ title, label, value, isSaving, error, onSave, onClose }: Props) {
  const form = useForm({
    initialValues: { name: value },
    validate: { name: (name) => (name.trim() === '' ? 'It needs a name.' : name.trim().length > 200 ? 'Use at most 200 characters.' : null) },
  });
  const field = form.getInputProps('name');
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit(({ name }) => onSave(name.trim()))} noValidate>
        <Stack gap="lg">
          <TextInput label={label} data-autofocus {...field} error={field.error ?? (error && asApiError(error).message)} onFocus={(event) => event.currentTarget.select()} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={isSaving}>Rename</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
