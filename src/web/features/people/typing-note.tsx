import type { PresenceEvent } from '#contract/events.ts';
import classes from './typing-note.module.css';

/** Who is writing a message right now. */
export function TypingNote({ people }: { people: PresenceEvent['people'] }) {
  const names = people.filter(({ isTyping }) => isTyping).map(({ displayName }) => displayName);
  return (
    <div className={classes.note} role="status">
      {names.length === 1 && <><bdi className={classes.name}>{names[0]}</bdi>&nbsp;is writing…</>}
      {names.length === 2 && <><bdi className={classes.name}>{names[0]}</bdi>&nbsp;and&nbsp;<bdi className={classes.name}>{names[1]}</bdi>&nbsp;are writing…</>}
      {names.length > 2 && `${names.length} people are writing…`}
    </div>
  );
}
