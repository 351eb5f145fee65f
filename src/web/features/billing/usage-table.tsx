import type { Spent } from '#contract/billing.ts';
import { money } from './words.ts';
import classes from './usage-page.module.css';

/** Who or what used how much, the most first. */
export function UsageTable({ title, rows }: { title: string; rows: (Spent & { key: string; name: string })[] }) {
  const most = Math.max(1, ...rows.map(({ charged }) => charged));
  return (
    <section className={classes.section}>
      <h2>{title}</h2>
      <table className={classes.table}>
        <thead><tr><th scope="col">Name</th><th scope="col">Tokens</th><th scope="col">Cost</th></tr></thead>
        <tbody>
          {rows.map(({ key, name, charged, notCharged, costMicrodollars }) => (
            <tr key={key}>
              <th scope="row"><span className={classes.name}>{name}</span><span className={classes.share} style={{ width: `${(100 * charged) / most}%` }} aria-hidden="true" /></th>
              <td>{charged.toLocaleString('en')}{notCharged > 0 && <small>{notCharged.toLocaleString('en')} not charged</small>}</td>
              <td>{costMicrodollars === null ? 'not known' : money(costMicrodollars)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
