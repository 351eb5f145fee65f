import { VisuallyHidden } from '@mantine/core';
import { maxUnread, type ChatListItem } from '#contract/chats.ts';
import classes from './chat-signs.module.css';

const signs = { queued: 'at work', running: 'at work', waiting: 'waits for an answer' } as const;

/** What is going on in a chat of a list: the crew at work, what is new, whether it is for the reader. */
export function ChatSigns({ chat, isOpen }: { chat: ChatListItem; isOpen: boolean }) {
  const sign = chat.runStatus !== null && chat.runStatus in signs ? signs[chat.runStatus as keyof typeof signs] : null;
  // Whoever has it before their eyes reads it right now.
  const unread = isOpen ? 0 : chat.unread;
  return (
    <>
      {sign && <span className={classes.work} data-waits={chat.runStatus === 'waiting' || undefined} title={sign}><VisuallyHidden>, {sign}</VisuallyHidden></span>}
      {unread > 0 && (
        <span className={classes.unread} data-mention={chat.mentions > 0 || undefined}>
          <VisuallyHidden>, </VisuallyHidden>{chat.mentions > 0 && '@ '}{unread >= maxUnread ? `${maxUnread - 1}+` : unread}<VisuallyHidden> new{chat.mentions > 0 && ', you are mentioned'}</VisuallyHidden>
        </span>
      )}
    </>
  );
}
