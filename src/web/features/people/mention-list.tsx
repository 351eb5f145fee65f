import { VisuallyHidden } from '@mantine/core';
import { count } from '#web/ui/format.ts';
import { PersonMark } from './person-mark.tsx';
import type { useMentionBox } from './use-mention-box.ts';
import classes from './mention-list.module.css';

/** Whom an `@` may mean. */
export function MentionList({ box }: { box: ReturnType<typeof useMentionBox> }) {
  return (
    <>
      <VisuallyHidden role="status">{box.isOpen ? `${count(box.people.length, 'person', 'people')} to mention` : ''}</VisuallyHidden>
      {box.isOpen && (
        <ul className={classes.list} id={box.listId} role="listbox" aria-label="People to mention">
          {box.people.map((person, index) => {
            const { id, isActive, onChoose, onPoint } = box.of(index);
            return (
              // The keyboard works from the field, which keeps the focus; pressing must not take it away.
              <li
                key={person.userId} id={id} role="option" aria-selected={isActive} onPointerMove={onPoint}
                onPointerDown={(event) => event.preventDefault()} onClick={onChoose}
              >
                <PersonMark id={person.userId} name={person.displayName} size={24} />
                <bdi className={classes.name}>{person.displayName}</bdi>
                <span className={classes.role}>{person.role}</span>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
