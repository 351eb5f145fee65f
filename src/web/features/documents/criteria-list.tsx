import { IconCircleCheckFilled, IconCircleDashed, IconCircleXFilled } from '@tabler/icons-react';
import type { CriterionOutcome } from '#contract/exercise.ts';
import classes from './criteria-list.module.css';

export type CriterionItem = { text: string; outcome: CriterionOutcome; evidence?: string | undefined };

const outcomes: Record<CriterionOutcome, { label: string; Icon: typeof IconCircleDashed }> = {
  met: { label: 'met', Icon: IconCircleCheckFilled },
  'not met': { label: 'not met', Icon: IconCircleXFilled },
  unchecked: { label: 'could not be checked', Icon: IconCircleDashed },
};

/** Acceptance criteria with what came of each. How a criterion that is met was tried is there on demand; what failed, and why something was not checked, is plain to see. */
export function CriteriaList({ items }: { items: CriterionItem[] }) {
  return (
    <ul className={classes.criteria}>
      {items.map(({ text, outcome, evidence }, index) => {
        const { label, Icon } = outcomes[outcome];
        return (
          <li key={index} data-outcome={outcome}>
            <Icon size={18} stroke={1.8} role="img" aria-label={label} />
            <div>
              <span>{text}</span>
              {evidence && (outcome === 'met'
                ? <details><summary>How it was tried</summary><small>{evidence}</small></details>
                : <small>{evidence}</small>)}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** "12 met, 1 not met, 3 could not be checked". */
export function countOutcomes(items: Pick<CriterionItem, 'outcome'>[]): string {
  return (['met', 'not met', 'unchecked'] as const).map((outcome) => ({ outcome, count: items.filter((item) => item.outcome === outcome).length }))
    .filter(({ count }) => count > 0).map(({ outcome, count }) => `${count} ${outcomes[outcome].label}`).join(', ');
}
