import { Button, Group } from '@mantine/core';
import type { Message } from '#contract/chats.ts';
import { dateAndTime } from '#web/ui/format.ts';
import type { Outgoing } from './chat-store.ts';
import { MessageMenu } from './message-menu.tsx';
import classes from './user-message.module.css';

type Props = { message: Message; withAuthor: boolean; canFork?: boolean; note?: string | undefined };

export function UserMessage({ message, withAuthor, canFork = false, note }: Props) {
  const text = message.content.parts.filter((part) => part.type === 'text').map((part) => part.text).join('\n');
  return (
    <div className={classes.row}>
      {(withAuthor || note !== undefined) && (
        <span className={classes.author}>{[withAuthor ? (message.authorName ?? 'Former member') : null, note].filter(Boolean).join(' · ')}</span>
      )}
      <div className={classes.line}>
        {canFork && <MessageMenu chatId={message.chatId} messageId={message.id} />}
        <div className={classes.bubble} id={`message-${message.id}`} title={dateAndTime(message.createdAt)} data-during={message.during !== undefined || undefined}>{text}</div>
      </div>
    </div>
  );
}

/** A message that is being sent, or could not be. */
export function OutgoingMessage({ item, onRetry, onDiscard }: { item: Outgoing; onRetry: () => void; onDiscard: () => void }) {
  return (
    <div className={classes.row}>
      <div className={classes.bubble} data-pending={item.error === null || undefined}>{item.text}</div>
      {item.error && (
        <div className={classes.failed} role="alert">
          <span>Not sent: {item.error.message} {item.error.hint}</span>
          <Group gap={6} justify="flex-end">
            <Button size="compact-xs" variant="default" onClick={onRetry}>Send again</Button>
            <Button size="compact-xs" variant="subtle" color="gray" onClick={onDiscard}>Discard</Button>
          </Group>
        </div>
      )}
    </div>
  );
}
