import { Button, Group } from '@mantine/core';
import type { Message } from '#contract/chats.ts';
import { MentionText } from '#web/features/people/mention-text.tsx';
import { PersonMark } from '#web/features/people/person-mark.tsx';
import { dateAndTime } from '#web/ui/format.ts';
import type { Outgoing } from './chat-store.ts';
import { MessageMenu } from './message-menu.tsx';
import classes from './user-message.module.css';

/** Who reads, and what the people of the chat are called today. */
export type Readership = { myId: string | undefined; names: Map<string, string> };

type Props = { message: Message; readership: Readership; canFork?: boolean; note?: string | undefined };

/** What a person wrote: the own messages on one side, those of others with their name on the other. `note` says how it came. */
export function UserMessage({ message, readership: { myId, names }, canFork = false, note }: Props) {
  const { createdBy } = message;
  const isMine = createdBy !== null && createdBy === myId;
  const author = (createdBy !== null && names.get(createdBy)) || (message.authorName ?? 'Former member');
  return (
    <div className={classes.row} data-other={!isMine || undefined}>
      {(!isMine || note !== undefined) && (
        <span className={classes.author}>
          {!isMine && <><PersonMark id={createdBy} name={author} size={22} /><bdi>{author}</bdi></>}
          {note !== undefined && <span>{isMine ? note : `· ${note}`}</span>}
        </span>
      )}
      <div className={classes.line}>
        {canFork && <MessageMenu chatId={message.chatId} messageId={message.id} />}
        <div className={classes.bubble} id={`message-${message.id}`} title={dateAndTime(message.createdAt)} data-during={message.during !== undefined || undefined} dir="auto">
          <MentionText message={message} myId={myId} names={names} />
        </div>
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
