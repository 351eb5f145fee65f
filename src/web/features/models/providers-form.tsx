import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { modelProviders, type WorkspaceModels } from '#contract/models.ts';
import { asApiError } from '#web/api/api-error.ts';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { showDone, showProblem } from '#web/ui/toasts.ts';
import { draftsOf, newDraft, providerNames, toInput, type Draft } from './draft.ts';
import { ProviderCard } from './provider-card.tsx';
import { removeModels, saveModels, workspaceModelsQuery } from './queries.ts';
import classes from './models-page.module.css';

/** The providers of a workspace in the order in which they are asked. Nothing changes before it is saved. */
export function ProvidersForm({ workspaceId, models }: { workspaceId: string; models: WorkspaceModels }) {
  const queries = useQueryClient();
  const [drafts, setDrafts] = useState(() => draftsOf(models));
  const [isAsking, asking] = useDisclosure(false);
  const isChanged = JSON.stringify(toInput(drafts)) !== JSON.stringify(toInput(draftsOf(models)));
  const refresh = () => queries.invalidateQueries({ queryKey: ['model'] });
  const save = useMutation({
    mutationFn: () => saveModels(workspaceId, toInput(drafts)),
    onSuccess: async (saved) => {
      queries.setQueryData(workspaceModelsQuery(workspaceId).queryKey, saved);
      setDrafts(draftsOf(saved));
      await refresh();
      showDone('The models are saved. They answer from the next message on.');
    },
  });
  const remove = useMutation({
    mutationFn: () => removeModels(workspaceId),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: workspaceModelsQuery(workspaceId).queryKey });
      setDrafts([]);
      await refresh();
      asking.close();
      showDone('The models of this workspace are removed, with their keys.');
    },
    onError: showProblem,
  });
  const fields = save.error ? asApiError(save.error).fields : {};
  const errorsOf = (index: number) => Object.fromEntries(Object.entries(fields).flatMap(([path, text]) => (path.startsWith(`providers.${index}.`) ? [[path.slice(`providers.${index}.`.length), text]] : [])));
  const missing = modelProviders.filter((provider) => drafts.every((draft) => draft.provider !== provider));
  const firstInUse = drafts.findIndex((draft) => draft.isActive);
  const move = (index: number, by: -1 | 1) => setDrafts((all) => {
    const next = [...all];
    next.splice(index + by, 0, ...next.splice(index, 1));
    return next;
  });
  const change = (index: number, draft: Draft) => setDrafts((all) => all.map((old, n) => (n === index ? draft : old)));

  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate(); }} noValidate>
      <h2 className={classes.section}>Models of this workspace</h2>
      <p className={classes.soft}>
        {drafts.length === 0
          ? 'This workspace has none of its own. Add a provider with your key: its models then answer in all projects of the workspace, and what they use is billed to that key.'
          : 'The first one answers. When it is down, the next one stands in.'}
      </p>
      {drafts.map((draft, index) => (
        <ProviderCard
          key={draft.provider} workspaceId={workspaceId} draft={draft} defaults={models.defaults[draft.provider]} errors={errorsOf(index)}
          place={!draft.isActive ? 'off' : index === firstInUse ? 'first' : 'later'} isFirst={index === 0} isLast={index === drafts.length - 1}
          onChange={(next) => change(index, next)} onMove={(by) => move(index, by)} onRemove={() => setDrafts((all) => all.filter((_, n) => n !== index))}
        />
      ))}
      {missing.length > 0 && (
        <Group gap="xs" mt="md" role="group" aria-label="Add a provider">
          {missing.map((provider) => (
            <Button key={provider} variant="default" size="xs" leftSection={<IconPlus size={15} stroke={1.8} />} onClick={() => setDrafts((all) => [...all, newDraft(provider)])}>{providerNames[provider]}</Button>
          ))}
        </Group>
      )}
      {save.error && Object.keys(fields).length === 0 && <ProblemNote error={save.error} />}
      <div className={classes.actions} data-changed={isChanged || undefined}>
        {(models.providers ?? []).length > 0 && <Button variant="subtle" color="red" onClick={asking.open}>Remove all</Button>}
        <span className={classes.gap} />
        {isChanged && <Button variant="default" onClick={() => { setDrafts(draftsOf(models)); save.reset(); }}>Undo changes</Button>}
        <Button type="submit" disabled={!isChanged} loading={save.isPending}>Save</Button>
      </div>
      {isAsking && (
        <ConfirmDialog title="Remove the models of this workspace?" action="Remove" isDangerous isWorking={remove.isPending} onConfirm={() => remove.mutate()} onClose={asking.close}>
          Their keys are deleted and cannot be brought back. From the next message on {models.instance.builtIn ? 'the built-in builder' : models.instance.name} answers again. Chats and apps stay as they are.
        </ConfirmDialog>
      )}
    </form>
  );
}
