import type { CSSProperties } from 'react';
import { initials } from '#web/ui/format.ts';
import classes from './person-mark.module.css';

/** The initials of a person, in a colour that is always theirs. Decoration: the name stands beside it, or in a label. */
export function PersonMark({ id, name, size = 26 }: { id: string | null; name: string; size?: number }) {
  const style = { '--mark-size': `${size}px`, '--mark-hue': hueOf(id ?? '') } as CSSProperties;
  return <span className={classes.mark} style={style} data-gone={id === null || undefined} aria-hidden="true">{initials(name)}</span>;
}

function hueOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 360;
  return sum;
}
