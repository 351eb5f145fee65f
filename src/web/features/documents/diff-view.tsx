import { useState } from 'react';
import { blockText } from '#contract/block-text.ts';
import { count } from '#web/ui/format.ts';
import { countChanges, type BlockDiff, type Line, type Word } from './diff-blocks.ts';
import classes from './document-diff.module.css';

/** Blocks between two changes that are shown without asking. */
const around = 1;

/** What changed: marked by signs, lines under and through, and only then by colour. Long stretches of the same are folded. */
export function DiffView({ diff }: { diff: BlockDiff[] }) {
  const [isUnfolded, setUnfolded] = useState(false);
  const { added, removed, changed } = countChanges(diff);
  if (added + removed + changed === 0) return <p className={classes.sum}>Both read the same.</p>;
  const shown = diff.map((_, n) => isUnfolded || diff.slice(Math.max(0, n - around), n + around + 1).some(({ kind }) => kind !== 'same'));
  return (
    <>
      <p className={classes.sum}>{[[changed, 'changed'], [added, 'added'], [removed, 'removed']].filter(([n]) => n !== 0).map(([n, word]) => `${count(n as number, 'block')} ${word}`).join(', ')}</p>
      <div className={classes.diff}>
        {diff.map((block, n) => {
          if (shown[n]) return <Block key={n} diff={block} />;
          if (n > 0 && !shown[n - 1]) return null;
          const folded = shown.indexOf(true, n) === -1 ? shown.length - n : shown.indexOf(true, n) - n;
          return <button key={n} type="button" className={classes.fold} onClick={() => setUnfolded(true)}>Show {count(folded, 'unchanged block')}</button>;
        })}
      </div>
    </>
  );
}

const names = { same: '', added: 'Added', removed: 'Removed', changed: 'Changed' } as const;
const signs = { same: '', added: '+', removed: '−', changed: '~' } as const;

function Block({ diff }: { diff: BlockDiff }) {
  const lines = diff.kind === 'changed' ? diff.lines : linesOf(diff);
  return (
    <div className={classes.block} data-kind={diff.kind} data-type={diff.block.type} {...(diff.kind === 'same' ? {} : { role: 'group', 'aria-label': names[diff.kind] })}>
      <span className={classes.sign} aria-hidden="true">{signs[diff.kind]}</span>
      <div>{lines.map((line, n) => <p key={n} data-line={line.kind}>{line.words.map((word, i) => <Words key={i} word={word} />)}</p>)}</div>
    </div>
  );
}

function linesOf({ kind, block }: { kind: Line['kind'] | 'same'; block: BlockDiff['block'] }): Line[] {
  const one = kind === 'changed' ? 'same' : kind;
  return blockText(block).split('\n').map((text) => ({ kind: one, words: [{ text, kind: one }] }));
}

function Words({ word: { text, kind } }: { word: Word }) {
  if (kind === 'added') return <ins>{text}</ins>;
  return kind === 'removed' ? <del>{text}</del> : <>{text}</>;
}
