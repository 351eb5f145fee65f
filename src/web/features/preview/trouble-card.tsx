import { Button, CloseButton, Group } from '@mantine/core';
import { IconAlertTriangle, IconTool } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './trouble-card.module.css';

type Props = { title: string; cause: string; place?: string; details?: string[]; onFix?: (() => void) | undefined; onClose?: () => void; children?: ReactNode };

/** What is wrong with the app, and the one action that mends it. */
export function TroubleCard({ title, cause, place = '', details = [], onFix, onClose, children }: Props) {
  return (
    <div className={classes.card} role="alert">
      <div className={classes.head}>
        <IconAlertTriangle size={18} stroke={1.8} aria-hidden="true" />
        <b>{title}</b>
        {onClose && <CloseButton size="sm" onClick={onClose} aria-label="Dismiss" />}
      </div>
      <p className={classes.cause}>{cause}{place !== '' && <span> {place}</span>}</p>
      {details.length > 0 && <ul className={classes.details}>{details.map((detail) => <li key={detail}>{detail}</li>)}</ul>}
      <Group gap={8}>
        {onFix && <Button size="xs" leftSection={<IconTool size={14} />} onClick={onFix}>Let the crew fix it</Button>}
        {children}
      </Group>
    </div>
  );
}
