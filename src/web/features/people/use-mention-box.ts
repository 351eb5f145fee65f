import { useId, useState, type KeyboardEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import type { ChatMember } from '#contract/people.ts';
import { useActiveOption } from '#web/features/search/use-active-option.ts';

const shown = 6;

/**
 * The list that opens behind an `@`: the focus stays in the field, arrows move in the list, Enter and Tab take the
 * person, Escape closes it. Nothing of it is in the way while no name fits.
 */
export function useMentionBox(area: RefObject<HTMLTextAreaElement | null>, value: string, onChange: (value: string) => void, people: ChatMember[]) {
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const begun = /(?:^|[^\p{L}\p{N}_])@([^@\n]{0,60})$/u.exec(value.slice(0, caret))?.[1];
  const at = begun === undefined ? -1 : caret - begun.length - 1;
  const fitting = begun === undefined || closedAt === at ? [] : people.filter(({ displayName }) => fits(displayName, begun)).slice(0, shown);

  const choose = ({ displayName }: ChatMember) => {
    const end = at + displayName.length + 2;
    // At once, not in the next frame: who types on meanwhile would be thrown back to before the new letters.
    flushSync(() => {
      onChange(`${value.slice(0, at)}@${displayName} ${value.slice(caret).replace(/^ /, '')}`);
      setCaret(end);
    });
    area.current?.focus();
    area.current?.setSelectionRange(end, end);
  };
  const options = useActiveOption(listId, fitting.map((person) => () => choose(person)), begun ?? '', true);
  const isOpen = fitting.length > 0;

  /** True when the key was meant for the list. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!isOpen || event.nativeEvent.isComposing || event.shiftKey) return false;
    if (event.key === 'Escape') setClosedAt(at);
    else if (event.key === 'Tab') options.choose();
    else if (['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) options.onKeyDown(event);
    else return false;
    event.preventDefault();
    return true;
  };
  const onCaret = () => {
    const place = area.current?.selectionStart ?? 0;
    setCaret(place);
    if (begun === undefined) setClosedAt(null);
  };
  const field = isOpen
    ? { role: 'combobox', 'aria-expanded': true, 'aria-controls': listId, 'aria-autocomplete': 'list', 'aria-activedescendant': options.activeId } as const
    : {};
  return { isOpen, listId, people: fitting, of: options.of, field, onKeyDown, onCaret, close: () => setClosedAt(at) };
}

/** Whether one of the name's words begins so; `Ada Lo` fits Ada Lovelace. */
function fits(name: string, begun: string): boolean {
  const [whole, start] = [name.toLocaleLowerCase(), begun.toLocaleLowerCase()];
  return whole.startsWith(start) || (start !== '' && whole.includes(` ${start}`));
}
