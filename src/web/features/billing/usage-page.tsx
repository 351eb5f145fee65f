import { SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Allowance } from '#contract/billing.ts';
import { asApiError } from '#web/api/api-error.ts';
import { faces } from '#web/features/agents/faces.ts';
import { WorkspacePage } from '#web/features/projects/workspace-page.tsx';
import { NotFoundPage } from '#web/shell/error-page.tsx';
import { ProblemNote } from '#web/ui/problem-note.tsx';
import { CapsSection } from './caps-section.tsx';
import { usageQuery } from './queries.ts';
import { UsageTable } from './usage-table.tsx';
import { money } from './words.ts';
import classes from './usage-page.module.css';

// The charts are as large as the rest of the studio.
const UsageChart = lazy(async () => ({ default: (await import('./usage-chart.tsx')).UsageChart }));

const spans = [{ value: '7', label: '7 days' }, { value: '30', label: '30 days' }, { value: '90', label: '90 days' }];

/** What a workspace used, by day, agent, person and project, and the caps on it. */
export function UsagePage() {
  const { workspaceId } = useParams({ from: '/studio/workspaces/$workspaceId/usage' });
  const [days, setDays] = useState('30');
  const found = useQuery(usageQuery(workspaceId, Number(days)));
  if (found.error && asApiError(found.error).code === 'not_found') return <NotFoundPage />;
  const usage = found.data;
  const isEmpty = usage && usage.total.charged + usage.total.notCharged === 0;

  return (
    <WorkspacePage name="Usage" workspaceId={workspaceId} isWide>
      {found.error && <ProblemNote error={found.error} onRetry={() => void found.refetch()} />}
      {usage?.allowance && <AllowanceBar allowance={usage.allowance} />}
      <section className={classes.section}>
        <div className={classes.head}>
          <h2>Tokens</h2>
          <SegmentedControl size="xs" data={spans} value={days} onChange={setDays} aria-label="Period" />
        </div>
        {!usage && !found.error && <Skeleton height={220} aria-label="Loading" />}
        {isEmpty && <p className={classes.none}>No model was called in these {days} days. The built-in builder uses no tokens.</p>}
        {usage && !isEmpty && (
          <>
            <p className={classes.total}>
              <b>{usage.total.charged.toLocaleString('en')}</b> tokens charged
              {usage.total.notCharged > 0 && <>, {usage.total.notCharged.toLocaleString('en')} recorded but not charged</>}
              {usage.total.costMicrodollars !== null && <>, about {money(usage.total.costMicrodollars)} at the providers’ prices</>}
            </p>
            <Suspense fallback={<Skeleton height={220} />}><UsageChart days={usage.days} byDay={usage.byDay} /></Suspense>
          </>
        )}
      </section>
      {usage && !isEmpty && (
        <div className={classes.tables}>
          <UsageTable title="By agent" rows={usage.byAgent.map((row) => ({ ...row, key: row.agent ?? '', name: row.agent === null ? 'No agent' : faces[row.agent].name }))} />
          <UsageTable title="By person" rows={usage.byPerson.map((row) => ({ ...row, key: row.userId ?? '', name: row.name ?? 'A former member' }))} />
          <UsageTable title="By project" rows={usage.byProject.map((row) => ({ ...row, key: row.projectId ?? '', name: row.name ?? (row.projectId === null ? 'No project' : 'A project you do not see') }))} />
        </div>
      )}
      <CapsSection workspaceId={workspaceId} people={(usage?.byPerson ?? []).flatMap(({ userId, name }) => (userId !== null && name !== null ? [{ id: userId, name }] : []))} />
    </WorkspacePage>
  );
}

function AllowanceBar({ allowance }: { allowance: Allowance }) {
  const isOwn = allowance.ownLeft !== null && allowance.ownLimit !== null;
  const [left, limit] = isOwn ? [allowance.ownLeft!, allowance.ownLimit!] : [allowance.left, allowance.limit];
  const share = limit === 0 ? 0 : left / limit;
  const until = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long' }).format(new Date(allowance.periodEnd));
  return (
    <section className={classes.allowance} data-tone={left === 0 ? 'bad' : share < 0.1 ? 'warn' : undefined}>
      <p>
        <b>{left.toLocaleString('en')}</b> of {limit.toLocaleString('en')} tokens left {isOwn ? 'of your share ' : ''}until {until}
        {left === 0 && '. Runs that call a model stop at once; the built-in builder goes on.'}
      </p>
      <div role="meter" aria-label="Tokens left" aria-valuemin={0} aria-valuemax={limit} aria-valuenow={left}><span style={{ width: `${Math.round(100 * share)}%` }} /></div>
    </section>
  );
}
