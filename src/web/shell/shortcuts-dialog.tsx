import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { modifier } from './modifier.ts';
import classes from './shortcuts-dialog.module.css';

const shortcuts: { keys: string[]; does: string }[] = [
  { keys: [modifier, 'K'], does: 'Search' },
  { keys: ['/'], does: 'Go to the prompt' },
  { keys: ['Enter'], does: 'Send the message' },
  { keys: ['Shift', 'Enter'], does: 'New line in the message' },
  { keys: [modifier, 'B'], does: 'Show or hide the sidebar' },
  { keys: ['←', '→'], does: 'Resize the panels, on the divider between them' },
  { keys: ['Esc'], does: 'Close what is open' },
  { keys: ['?'], does: 'This list' },
];

export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="sm" closeButtonProps={{ 'aria-label': 'Close' }}>
      <dl className={classes.list}>
        {shortcuts.map(({ keys, does }) => (
          <div key={does}>
            <dt>{does}</dt>
            <dd>{keys.map((key, index) => <Fragment key={key}>{index > 0 && ' '}<Kbd>{key}</Kbd></Fragment>)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
