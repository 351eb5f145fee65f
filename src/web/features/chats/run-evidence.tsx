import type { RunEvidence as Evidence } from '#contract/agents.ts';
import { CriteriaList, countOutcomes } from '#web/features/documents/criteria-list.tsx';
import classes from './run-evidence.module.css';

/** Why an app is not right: the criteria that fail with what was seen, the rounds of repair, the console. */
export function RunEvidence({ evidence: { criteria, repairs, console: lines } }: { evidence: Evidence }) {
  const unmet = criteria.filter(({ outcome }) => outcome === 'not met').map(({ criterion, ...rest }) => ({ text: criterion, ...rest }));
  return (
    <div className={classes.evidence}>
      {criteria.length > 0 && <p>{`Of ${criteria.length} acceptance criteria: ${countOutcomes(criteria)}.`}</p>}
      {unmet.length > 0 && <CriteriaList items={unmet} />}
      {repairs.length > 0 && (
        <details>
          <summary>{repairs.length === 1 ? 'One repair was tried' : `${repairs.length} repairs were tried`}</summary>
          <ol>{repairs.map((text, index) => <li key={index}>{text}</li>)}</ol>
        </details>
      )}
      {lines.length > 0 && (
        <details>
          <summary>{lines.length === 1 ? 'One line of the console' : `${lines.length} lines of the console`}</summary>
          <pre tabIndex={0} aria-label="Console of the app">{lines.join('\n')}</pre>
        </details>
      )}
    </div>
  );
}
