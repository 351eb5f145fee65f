import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import type { DocumentBlock } from '#contract/documents.ts';
import { CriteriaList, countOutcomes } from './criteria-list.tsx';
import { EntityDiagram } from './entity-diagram.tsx';
import classes from './block-view.module.css';

/** A block of a document in readable form. */
export function BlockView({ block }: { block: DocumentBlock }) {
  switch (block.type) {
    case 'heading':
      return <h3 className={classes.heading}>{block.text}</h3>;
    case 'paragraph':
      return <p className={classes.paragraph}>{block.text}</p>;
    case 'list':
      return <ul className={classes.list}>{block.items.map((item, index) => <li key={index}>{item}</li>)}</ul>;
    case 'checklist': {
      const criteria = block.items.flatMap(({ text, outcome, evidence }) => (outcome ? [{ text, outcome, evidence }] : []));
      const plain = block.items.filter(({ outcome }) => !outcome);
      return (
        <>
          {plain.length > 0 && <Checklist items={plain} />}
          {criteria.length > 0 && <h3 className={classes.heading}>{`Acceptance criteria: ${countOutcomes(criteria)}`}</h3>}
          {criteria.length > 0 && <CriteriaList items={criteria} />}
        </>
      );
    }
    case 'table':
      return (
        <div className={classes.scroll} tabIndex={0} role="group" aria-label={`Table: ${block.columns.join(', ')}`}>
          <table className={classes.table}>
            <thead><tr>{block.columns.map((column, index) => <th key={index} scope="col">{column}</th>)}</tr></thead>
            <tbody>{block.rows.map((row, index) => <tr key={index}>{row.map((cell, column) => <td key={column}>{cell}</td>)}</tr>)}</tbody>
          </table>
        </div>
      );
    case 'palette':
      return (
        <ul className={classes.palette}>
          {block.colors.map(({ name, value }, index) => (
            <li key={index}>
              <span className={classes.swatch} style={{ background: isColor(value) ? value : 'none' }} aria-hidden="true" />
              <b>{name}</b><code>{value}</code>
            </li>
          ))}
        </ul>
      );
    case 'diagram':
      return <EntityDiagram entities={block.entities} relations={block.relations} />;
  }
}

type Items = Extract<DocumentBlock, { type: 'checklist' }>['items'];

function Checklist({ items }: { items: Items }) {
  return (
    <ul className={classes.checklist}>
      {items.map(({ text, done }, index) => (
        <li key={index} data-done={done || undefined}>
          {done ? <IconCircleCheckFilled size={18} role="img" aria-label="met" /> : <IconCircle size={18} stroke={1.6} role="img" aria-label="open" />}
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

/** Only plain colours reach a style: documents are written by models. */
function isColor(value: string): boolean {
  return /^#[0-9a-f]{3,8}$/i.test(value) || /^(?:rgb|hsl|oklch)a?\([\d\s.,%/-]+(?:deg)?[\d\s.,%/-]*\)$/i.test(value) || /^[a-z]{3,30}$/i.test(value);
}
