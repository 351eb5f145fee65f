import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { asApiError } from '#web/api/api-error.ts';
import { showDone } from '#web/ui/toasts.ts';
import { createWorkspace } from './queries.ts';

export function NewWorkspaceDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const required = (value: string) => (value.trim() === '' ? 'Enter a name.' : value.length > 200 ? 'Use at most 200 characters.' : null);
  const form = useForm({ initialValues: { name: '', companyName: '' }, validate: { name: required, companyName: required } });
  const create = useMutation({
    mutationFn: createWorkspace,
    onSuccess: async (workspace) => {
      await Promise.all([queries.invalidateQueries({ queryKey: ['workspaces'] }), queries.invalidateQueries({ queryKey: ['me'] })]);
      showDone(`The workspace ${workspace.name} is there. Create its first project from the project menu.`);
      onClose();
    },
    onError: (error) => form.setErrors(asApiError(error).fields),
  });
  const problem = create.error && asApiError(create.error);

  return (
    <Modal opened onClose={onClose} title="New workspace" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit(({ name, companyName }) => create.mutate({ name: name.trim(), companyName: companyName.trim() }))} noValidate>
        <Stack gap="md">
          {problem && Object.keys(problem.fields).length === 0 && <Alert color="red" variant="light" role="alert" title={problem.message}>{problem.hint}</Alert>}
          <TextInput label="Workspace" description="A company or a department." placeholder="Operations" data-autofocus {...form.getInputProps('name')} />
          <TextInput label="Company" autoComplete="organization" {...form.getInputProps('companyName')} />
          <Group justify="flex-end" gap="sm" mt="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={create.isPending}>Create workspace</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
