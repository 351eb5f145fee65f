import { ActionIcon } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { useContext } from 'react';
import { OpenMenu } from './open-menu.ts';

/** The way to the menu on small screens; nothing where the sidebar is there anyway. */
export function MenuButton() {
  const open = useContext(OpenMenu);
  if (open === null) return null;
  return <ActionIcon variant="subtle" color="gray" size={40} ml={-8} onClick={open} aria-label="Open the menu"><IconMenu2 size={20} /></ActionIcon>;
}
