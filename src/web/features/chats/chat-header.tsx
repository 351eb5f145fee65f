import type { ReactNode } from 'react';
import type { Chat } from '#contract/chats.ts';
import type { PresenceEvent } from '#contract/events.ts';
import { PresentPeople } from '#web/features/people/present-people.tsx';
import { MenuButton } from '#web/shell/menu-button.tsx';
import { ChatMenu } from './chat-menu.tsx';
import classes from './chat-header.module.css';

export function ChatHeader({ chat, canManage, people, children }: { chat: Chat; canManage: boolean; people: PresenceEvent['people']; children?: ReactNode }) {
  return (
    <header className={classes.header}>
      <MenuButton />
      <h1 className={classes.title} tabIndex={-1} title={chat.title}>{chat.title}</h1>
      {canManage && <ChatMenu chat={chat} />}
      <span className={classes.gap} />
      <PresentPeople people={people} />
      {children}
    </header>
  );
}
