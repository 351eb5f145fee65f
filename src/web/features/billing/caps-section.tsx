import { Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Cap } from '#contract/billing.ts';
import { workspaceProjectsQuery } from '#web/features/projects/queries.ts';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { showDone, showProblem } from '#web/ui/toasts.ts';
import { CapDialog, type Scope } from './cap-dialog.tsx';
import { capsQuery, setCap, type CapInput } from './queries.ts';
import classes from './usage-page.module.css';

type Props = { workspaceId: string; people: { id: string; name: string }[] };

/** The most that a run and a month may use; whoever may set them finds a form. */
export function CapsSection({ workspaceId, people }: Props) {
  const queries = useQueryClient();
  const found = useQuery(capsQuery(workspaceId));
  const projects = useQuery(workspaceProjectsQuery(workspaceId)).data?.items ?? [];
  const [edited, setEdited] = useState<Cap | 'new' | null>(null);
  const canSetAll = found.data?.can.set ?? false;
  const managed = projects.filter(({ role }) => canSetAll || role === 'owner' || role === 'manager');
  const save = useMutation({
    mutationFn: (cap: CapInput) => setCap(workspaceId, cap, canSetAll),
    onSuccess: async (_, cap) => {
      await queries.invalidateQueries(capsQuery(workspaceId));
      setEdited(null);
      showDone(cap.perRun === null && cap.perMonth === null ? 'The cap is gone.' : 'The cap is set.');
    },
    onError: showProblem,
  });
  const scopes: Scope[] = [
    ...(canSetAll ? [{ label: 'The whole workspace', projectId: null, userId: null }] : []),
    ...managed.map(({ id, name }) => ({ label: `Project: ${name}`, projectId: id, userId: null })),
    ...(canSetAll ? people.map(({ id, name }) => ({ label: `Person: ${name}`, projectId: null, userId: id })) : []),
  ];
  const may = (cap: Cap) => canSetAll || (cap.userId === null && managed.some(({ id }) => id === cap.projectId));

  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <h2>Caps</h2>
        {scopes.length > 0 && <Button size="xs" variant="default" onClick={() => setEdited('new')}>Set a cap</Button>}
      </div>
      {found.error && <ProblemNote error={found.error} onRetry={() => void found.refetch()} />}
      {!found.data && !found.error && <Skeleton height={60} aria-label="Loading" />}
      {found.data?.items.length === 0 && <p className={classes.none}>There are no caps: runs may use all that is left of the allowance.</p>}
      {found.data && found.data.items.length > 0 && (
        <table className={classes.table}>
          <thead><tr><th scope="col">For</th><th scope="col">A run</th><th scope="col">A month</th><th scope="col"><span className={classes.hidden}>Change</span></th></tr></thead>
          <tbody>
            {found.data.items.map((cap) => (
              <tr key={`${cap.projectId} ${cap.userId}`}>
                <th scope="row">{nameOf(cap)}</th>
                <td>{cap.perRun === null ? 'no cap' : cap.perRun.toLocaleString('en')}</td>
                <td>{cap.perMonth === null ? 'no cap' : cap.perMonth.toLocaleString('en')}</td>
                <td>{may(cap) && <Button size="compact-xs" variant="subtle" onClick={() => setEdited(cap)} aria-label={`Change the cap for ${nameOf(cap)}`}>Change</Button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {edited !== null && (
        <CapDialog
          scopes={scopes} cap={edited === 'new' ? null : edited} name={edited === 'new' ? '' : nameOf(edited)}
          isSaving={save.isPending} onClose={() => setEdited(null)} onSave={(cap) => save.mutate(cap)}
        />
      )}
    </section>
  );
}

function nameOf(cap: Cap): string {
  if (cap.projectId !== null) return cap.projectName ?? 'A project';
  return cap.userId === null ? 'The whole workspace' : cap.personName ?? 'A person';
}
