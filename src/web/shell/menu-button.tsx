import { ActionIcon, Indicator } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useContext } from 'react';
import { unseenMentionsQuery } from '#web/features/people/queries.ts';
import { OpenMenu } from './open-menu.ts';

/** The way to the menu on small screens, with a mark while a mention waits there; nothing where the sidebar is there anyway. */
export function MenuButton() {
  const open = useContext(OpenMenu);
  const unseen = useQuery({ ...unseenMentionsQuery, enabled: open !== null }).data ?? 0;
  if (open === null) return null;
  return (
    <Indicator disabled={unseen === 0} offset={9} size={8} ml={-8}>
      <ActionIcon variant="subtle" color="gray" size={40} onClick={open} aria-label={unseen === 0 ? 'Open the menu' : 'Open the menu, you were mentioned'}><IconMenu2 size={20} /></ActionIcon>
    </Indicator>
  );
}
