import { Tooltip } from '@mantine/core';
import type { PresenceEvent } from '#contract/events.ts';
import { PersonMark } from './person-mark.tsx';
import classes from './present-people.module.css';

const shown = 3;

/** Who else has the chat open right now. */
export function PresentPeople({ people }: { people: PresenceEvent['people'] }) {
  if (people.length === 0) return null;
  const hidden = people.slice(shown);
  return (
    <ul className={classes.people} aria-label="Also here">
      {people.slice(0, shown).map(({ userId, displayName, isTyping }) => (
        <li key={userId} data-typing={isTyping || undefined}>
          <Tooltip label={<bdi>{displayName}{isTyping ? ' is writing' : ' is here'}</bdi>} multiline maw={280}>
            <span role="img" aria-label={displayName}><PersonMark id={userId} name={displayName} /></span>
          </Tooltip>
        </li>
      ))}
      {hidden.length > 0 && (
        <li>
          <Tooltip label={hidden.map(({ displayName }) => displayName).join(', ')} multiline maw={280}>
            <span className={classes.more} role="img" aria-label={`and ${hidden.length} more: ${hidden.map(({ displayName }) => displayName).join(', ')}`}>+{hidden.length}</span>
          </Tooltip>
        </li>
      )}
    </ul>
  );
}
