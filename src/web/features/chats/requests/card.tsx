import { useId, type ReactNode } from 'react';
import classes from './card.module.css';

type Props = { icon: ReactNode; title: string; note?: string; canAnswer: boolean; isSending: boolean; actions: ReactNode; children?: ReactNode; onSubmit: () => void };

/** The frame of everything a run asks. */
export function Card({ icon, title, note, canAnswer, isSending, actions, children, onSubmit }: Props) {
  const id = useId();
  return (
    <form className={classes.card} aria-labelledby={id} aria-busy={isSending} onSubmit={(event) => { event.preventDefault(); onSubmit(); }}>
      <header className={classes.head}>
        {icon}
        <div>
          <h3 id={id}>{title}</h3>
          {note !== undefined && <p>{note}</p>}
        </div>
      </header>
      <fieldset className={classes.fields} disabled={!canAnswer || isSending}>
        {children}
        {canAnswer ? <div className={classes.actions}>{actions}</div> : <p className={classes.watching}>A contributor of the project can answer this.</p>}
      </fieldset>
    </form>
  );
}
