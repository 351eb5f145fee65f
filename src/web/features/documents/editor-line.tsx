import { Textarea } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { useEffect, useRef, type Dispatch, type KeyboardEvent } from 'react';
import type { DocumentBlock } from '#contract/documents.ts';
import type { EditorAction, Place } from './editor-state.ts';
import classes from './document-editor.module.css';

type Props = { block: DocumentBlock; text: string; at: Place; place: string; hasFocus: boolean; onEdit: Dispatch<EditorAction> };

const kinds: Partial<Record<DocumentBlock['type'], string>> = { heading: 'Heading', paragraph: 'Paragraph', list: 'List item', checklist: 'Checklist item' };

/** One line of text: a heading, a paragraph, or an item of a list. */
export function EditorLine({ block, text, at, place, hasFocus, onEdit }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!hasFocus) return;
    field.current?.focus();
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length);
  }, [hasFocus, at.key, at.item]);

  const isDone = block.type === 'checklist' && block.items[at.item]?.done === true;
  const onKeyDown = (event: KeyboardEvent) => {
    const isBlank = text === '' && event.key === 'Backspace';
    const isNewLine = event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) onEdit({ type: 'move', key: at.key, by: event.key === 'ArrowUp' ? -1 : 1 });
    else if (isNewLine) onEdit({ type: 'split', at });
    else if (isBlank) onEdit({ type: 'remove', at });
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.line} data-type={block.type}>
      {block.type === 'checklist' && (
        <button type="button" className={classes.tick} role="checkbox" aria-label={`Met: ${text || 'empty item'}`} aria-checked={isDone} onClick={() => onEdit({ type: 'tick', at })}>
          {isDone ? <IconCircleCheckFilled size={18} /> : <IconCircle size={18} stroke={1.6} />}
        </button>
      )}
      {block.type === 'list' && <span aria-hidden="true">•</span>}
      <Textarea
        ref={field} variant="unstyled" autosize minRows={1} value={text} className={classes.field} classNames={{ input: classes.input }}
        aria-label={`${kinds[block.type]} ${place}`} placeholder={kinds[block.type] ?? ''}
        onChange={(event) => onEdit({ type: 'type', at, text: event.currentTarget.value })} onKeyDown={onKeyDown}
      />
    </div>
  );
}
