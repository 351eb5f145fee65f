import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDots, IconTrash } from '@tabler/icons-react';
import type { Dispatch } from 'react';
import { BlockView } from './block-view.tsx';
import { EditorLine } from './editor-line.tsx';
import { linesOf, type EditedBlock, type EditorAction, type Place, type TextKind } from './editor-state.ts';
import classes from './document-editor.module.css';

type Props = { edited: EditedBlock; n: number; of: number; focus: Place | null; onEdit: Dispatch<EditorAction> };

const turns: [TextKind, string][] = [['heading', 'Heading'], ['paragraph', 'Paragraph'], ['list', 'List'], ['checklist', 'Checklist']];

/** A block in the editor: its lines, and what can be done with it as a whole. */
export function EditorBlock({ edited: { key, block }, n, of, focus, onEdit }: Props) {
  const lines = linesOf(block);
  return (
    <div className={classes.block} role="group" aria-label={`Block ${n + 1} of ${of}`}>
      <div className={classes.lines}>
        {lines === null ? <BlockView block={block} /> : lines.map((text, item) => (
          <EditorLine
            key={item} block={block} text={text} at={{ key, item }} hasFocus={focus?.key === key && focus.item === item} onEdit={onEdit}
            place={lines.length > 1 ? `${n + 1}.${item + 1}` : `${n + 1}`}
          />
        ))}
      </div>
      <Menu position="bottom-end">
        <Menu.Target><ActionIcon variant="subtle" color="gray" size={28} aria-label={`More about block ${n + 1}`}><IconDots size={16} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          {lines !== null && (
            <>
              <Menu.Label>Turn into</Menu.Label>
              {turns.filter(([kind]) => kind !== block.type).map(([kind, name]) => <Menu.Item key={kind} onClick={() => onEdit({ type: 'turn', key, into: kind })}>{name}</Menu.Item>)}
              <Menu.Divider />
            </>
          )}
          <Menu.Item leftSection={<IconArrowUp size={15} />} disabled={n === 0} onClick={() => onEdit({ type: 'move', key, by: -1 })}>Move up</Menu.Item>
          <Menu.Item leftSection={<IconArrowDown size={15} />} disabled={n === of - 1} onClick={() => onEdit({ type: 'move', key, by: 1 })}>Move down</Menu.Item>
          <Menu.Item onClick={() => onEdit({ type: 'add', key })}>Add a paragraph after it</Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} disabled={of === 1} onClick={() => onEdit({ type: 'drop', key })}>Remove</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
