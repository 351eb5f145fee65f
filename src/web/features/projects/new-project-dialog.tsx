import { Alert, Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Workspace } from '#contract/people.ts';
import { asApiError } from '#web/api/api-error.ts';
import { createProject } from './queries.ts';

type Props = { onClose: () => void; workspaces: Workspace[]; initialWorkspaceId: string | undefined };

export function NewProjectDialog({ onClose, workspaces, initialWorkspaceId }: Props) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { name: '', description: '', workspaceId: initialWorkspaceId ?? workspaces[0]?.id ?? '' },
    validate: {
      name: (value) => (value.trim() === '' ? 'Give the project a name.' : value.length > 200 ? 'Use at most 200 characters.' : null),
      description: (value) => (value.length > 2000 ? 'Use at most 2,000 characters.' : null),
    },
  });
  const create = useMutation({
    mutationFn: ({ name, description, workspaceId }: typeof form.values) => createProject(workspaceId, {
      name: name.trim(), ...(description.trim() === '' ? {} : { description: description.trim() }),
    }),
    onSuccess: async (project) => {
      await queries.invalidateQueries({ queryKey: ['workspaces'] });
      onClose();
      await navigate({ to: '/projects/$projectId', params: { projectId: project.id } });
    },
    onError: (error) => form.setErrors(asApiError(error).fields),
  });
  const problem = create.error && asApiError(create.error);

  return (
    <Modal opened onClose={onClose} title="New project" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
        <Stack gap="md">
          {problem && Object.keys(problem.fields).length === 0 && <Alert color="red" variant="light" role="alert" title={problem.message}>{problem.hint}</Alert>}
          <TextInput label="Name" placeholder="Office operations" data-autofocus {...form.getInputProps('name')} />
          <Textarea label="Description" description="Optional. What the apps in it are for." autosize minRows={2} maxRows={6} {...form.getInputProps('description')} />
          {workspaces.length > 1 && (
            <NativeSelect label="Workspace" data={workspaces.map(({ id, name }) => ({ value: id, label: name }))} {...form.getInputProps('workspaceId')} />
          )}
          <Group justify="flex-end" gap="sm" mt="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={create.isPending}>Create project</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
