import type { ReactNode } from 'react';
import type { Highlights, SearchHit } from '#contract/search.ts';
import { kindNames } from '#web/features/documents/kinds.ts';
import { ago } from '#web/ui/format.ts';
import { kindIcons } from './kinds.ts';
import classes from './search-option.module.css';

type OptionProps = { id: string; isActive: boolean; onChoose: () => void; onPoint: () => void; children: ReactNode };

/** A line of the list. It never takes the focus: the field keeps it, and names the active one. */
export function Option({ id, isActive, onChoose, onPoint, children }: OptionProps) {
  return (
    <div
      className={classes.option} id={id} role="option" aria-selected={isActive} tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()} onMouseMove={onPoint} onClick={onChoose}
    >
      {children}
    </div>
  );
}

/** One hit: what it is, where it lies, and the words that were found in it. */
export function HitLine({ hit }: { hit: SearchHit }) {
  const Icon = hit.documentKind === null ? kindIcons[hit.kind] : kindNames[hit.documentKind].icon;
  const place = [
    hit.documentKind && kindNames[hit.documentKind].one,
    hit.kind === 'workspace' || hit.kind === 'project' ? null : hit.projectName,
    hit.kind === 'workspace' ? null : hit.workspaceName,
  ].filter(Boolean).join(' · ');
  return (
    <>
      <Icon size={18} stroke={1.6} aria-hidden="true" />
      <span className={classes.text}>
        <span className={classes.title}><Marked parts={hit.highlights.title} /></span>
        {hit.highlights.excerpt.length > 0 && <span className={classes.excerpt}><Marked parts={hit.highlights.excerpt} /></span>}
        <span className={classes.place}>
          {place !== '' && <span>{place}</span>}
          <time dateTime={hit.createdAt}>{ago(hit.createdAt)}</time>
        </span>
      </span>
    </>
  );
}

function Marked({ parts }: { parts: Highlights }) {
  return parts.map(({ text, hit }, index) => (hit ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>));
}
