import { Fragment } from 'react';
import type { Message } from '#contract/chats.ts';
import { piecesOf } from './mentions-in.ts';
import classes from './mention-text.module.css';

type Props = { message: Message; myId: string | undefined; names: Map<string, string> };

/** What a person wrote, with whom they mention: by the name of today, where it is known. */
export function MentionText({ message, myId, names }: Props) {
  const { parts } = message.content;
  const text = parts.filter((part) => part.type === 'text').map((part) => part.text).join('\n');
  const mentioned = parts.filter((part) => part.type === 'data-mention').map(({ data }) => data);
  return piecesOf(text, mentioned).map((piece, index) => {
    const [person] = piece.people;
    if (person === undefined) return <Fragment key={index}>{piece.text}</Fragment>;
    const isMe = piece.people.some(({ userId }) => userId === myId);
    return <bdi key={index} className={classes.mention} data-me={isMe || undefined}>@{names.get(person.userId) ?? person.name}</bdi>;
  });
}
