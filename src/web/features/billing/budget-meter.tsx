import { Tooltip } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Allowance, Estimate } from '#contract/billing.ts';
import { estimateQuery } from './queries.ts';
import { money, roughly, tokens } from './words.ts';
import classes from './budget-meter.module.css';

type Props = {
  projectId: string;
  chatId?: string;
  /** What the run at work took so far; null when none is at work. */
  spent?: { tokens: number; costMicrodollars: number | null } | null;
};

/** At the composer: what an answer will roughly take, what the run at work took so far, and what is left. */
export function BudgetMeter({ projectId, chatId, spent = null }: Props) {
  const queries = useQueryClient();
  const query = estimateQuery({ projectId, chatId });
  const found = useQuery(query).data;
  const isBusy = spent !== null;
  // What is left changed with the run that began or ended.
  useEffect(() => { void queries.invalidateQueries({ queryKey: ['estimate', projectId] }); }, [queries, projectId, isBusy]);
  if (!found) return null;
  if (found.isFree) return <span className={classes.meter}>Free</span>;
  const left = leastOf(found.allowance);
  return (
    <span className={classes.meter}>
      <Tooltip multiline w={280} label={spent ? 'What this run has taken so far.' : basis(found)}>
        <span className={classes.part} role={spent ? 'status' : undefined}>{spent ? soFar(spent) : roughly(found)}</span>
      </Tooltip>
      {left && (
        <Tooltip multiline w={280} label={`${left.whose} has ${left.left.toLocaleString('en')} of ${left.limit.toLocaleString('en')} tokens left until ${day(found.allowance!.periodEnd)}.`}>
          <span className={classes.left} data-tone={toneOf(left)}>
            <span className={classes.bar} aria-hidden="true"><span style={{ width: `${Math.round(100 * shareOf(left))}%` }} /></span>
            {left.left === 0 ? 'No tokens left' : `${tokens(left.left)} left`}
          </span>
        </Tooltip>
      )}
    </span>
  );
}

type Left = { left: number; limit: number; whose: string };

/** The allowance that ends first: the workspace's, or the own share of the global one. */
function leastOf(allowance: Allowance | null): Left | null {
  if (allowance === null) return null;
  const { left, limit, ownLeft, ownLimit } = allowance;
  return ownLeft !== null && ownLimit !== null && ownLeft <= left ? { left: ownLeft, limit: ownLimit, whose: 'Your share' } : { left, limit, whose: 'The workspace' };
}

function shareOf({ left, limit }: Left): number {
  return limit === 0 ? 0 : Math.min(1, left / limit);
}

function toneOf(left: Left): 'bad' | 'warn' | undefined {
  if (left.left === 0) return 'bad';
  return shareOf(left) < 0.1 ? 'warn' : undefined;
}

function soFar({ tokens: n, costMicrodollars }: { tokens: number; costMicrodollars: number | null }): string {
  return `${tokens(n)} tokens${costMicrodollars === null ? '' : ` · ${money(costMicrodollars)}`}`;
}

function basis({ runs, kind }: Estimate): string {
  const what = kind === 'build' ? 'A new app' : 'A change';
  return runs === 0 ? `${what} usually takes this much. From your first runs on it is reckoned from them.` : `${what} took this much in the middle half of ${runs} earlier runs.`;
}

function day(time: string): string {
  return new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long' }).format(new Date(time));
}
