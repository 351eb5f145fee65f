import type { ChatSnapshot, Message, MessagePart } from '#contract/chats.ts';
import type { Run } from '#contract/agents.ts';
import { asActor, narrowTo } from '#server/platform/database/index.ts';
import type { Actor, Tx } from '#server/platform/database/index.ts';
import { AppError, notAllowed, notFound, toAppError } from '#server/platform/errors.ts';
import { encodeCursor } from '#server/platform/http/cursor.ts';
import { idempotencyMismatch } from '#server/platform/http/idempotency.ts';
import { listMembersAmong } from './mention-queries.ts';
import { findMessage, insertMessageWithRun, listMessages } from './message-queries.ts';
import { findReadMark, joinChat } from './participant-queries.ts';
import { findChat, findRank, updateChatTitle } from './queries.ts';
import type { ChatRow } from './queries.ts';
import { findRun, findStreamStart, listRuns } from './run-queries.ts';

/** The title of a chat until its first message names it. */
export const untitled = 'New chat';
const messagesAtOnce = 100;
const runsAtOnce = 50;

/** The chat, with the transaction narrowed to its project; not_found for whoever may not see it. */
export async function enterChat(tx: Tx, id: string): Promise<ChatRow> {
  const chat = await findChat(tx, id);
  if (!chat) throw notFound('chat');
  await narrowTo(tx, chat.projectId);
  return chat;
}

/** A chat as first loaded. The cursor is read before the messages: what comes in between arrives twice, never not at all. */
export async function loadChat(tx: Tx, userId: string, id: string): Promise<ChatSnapshot> {
  const { place: _place, ...chat } = await enterChat(tx, id);
  const cursor = await findStreamStart(tx, id);
  const newest = await listMessages(tx, id, messagesAtOnce + 1);
  const shown = newest.slice(0, messagesAtOnce);
  const oldest = shown.at(-1);
  const runs = await listRuns(tx, id, runsAtOnce);
  const rank = await findRank(tx, chat.projectId, userId);
  return {
    chat,
    messages: shown.reverse().map(withoutPlace),
    previousCursor: newest.length > messagesAtOnce && oldest ? encodeCursor('messages', [oldest.place.at, oldest.place.id]) : null,
    runs: runs.reverse().map(publicRun),
    cursor,
    lastReadAt: (await findReadMark(tx, id, userId))?.toISOString() ?? null,
    can: { post: rank >= 2, manage: rank >= 2, moderate: rank >= 3 },
  };
}

type Named = { userId: string; name: string };

/** Stores a message with its run. A repeat under the same id gives the first one back. */
export async function postMessage(
  actor: Actor, o: { chatId: string; id: string; repeatable: boolean; text: string; mentions?: Named[] | undefined },
): Promise<{ message: Message; run: Run }> {
  const attempt = (): Promise<{ message: Message; run: Run }> => asActor(actor, async (tx) => {
    const chat = await enterChat(tx, o.chatId);
    const before = o.repeatable ? await findMessage(tx, o.id) : null;
    if (before !== null) return repeated(tx, before, o.text);
    const parts: MessagePart[] = [{ type: 'text', text: o.text }, ...await mentionParts(tx, chat.projectId, o.text, o.mentions ?? [])];
    await insertMessageWithRun(tx, { id: o.id, chatId: chat.id, projectId: chat.projectId, parts });
    await joinChat(tx, actor.userId, o.id);
    // Also moves the chat to the top of the list. The first message names the chat, until the crew names the app.
    if (chat.title === untitled) await updateChatTitle(tx, chat.id, titleFrom(o.text), { isProvisional: true });
    else await updateChatTitle(tx, chat.id, chat.title);
    return stored(tx, o.id);
  });
  try {
    return await attempt();
  } catch (error) {
    const known = toAppError(error);
    // The same request arrived twice at the same moment: the other one won.
    if (o.repeatable && known.code === 'already_exists') return attempt();
    throw known.code === 'not_allowed' ? notAllowed('Viewers may read this chat, but not post.') : error;
  }
}

/** Whom a message mentions. Only members of the project are, and only where the text says so. */
async function mentionParts(tx: Tx, projectId: string, text: string, mentions: Named[]): Promise<MessagePart[]> {
  const members = await listMembersAmong(tx, projectId, mentions.map(({ userId }) => userId));
  for (const { userId, name } of mentions) {
    if (members.has(userId) && text.includes(`@${name}`)) continue;
    throw new AppError('invalid_input', `${name} cannot be mentioned here.`, {
      hint: 'Mention members of the project, each as @ and the name in the text.', fields: { mentions: `${name} is no member of the project, or not in the text.` },
    });
  }
  return mentions.map((data) => ({ type: 'data-mention', data }));
}

async function repeated(tx: Tx, message: Message, text: string): Promise<{ message: Message; run: Run }> {
  const [part] = message.content.parts;
  if (part?.type !== 'text' || part.text !== text) throw idempotencyMismatch();
  return stored(tx, message.id);
}

/** The message and its run, as they are stored under one id. */
export async function stored(tx: Tx, id: string): Promise<{ message: Message; run: Run }> {
  const message = await findMessage(tx, id);
  const run = await findRun(tx, id);
  if (!message || !run) throw new AppError('internal', 'The message was stored, but cannot be read back.');
  return { message, run: publicRun(run) };
}

/** The first line of a message, cut at a word. */
export function titleFrom(text: string): string {
  const line = text.trim().split('\n', 1)[0]!.replace(/\s+/g, ' ').trim();
  if (line.length <= 60) return line || untitled;
  const cut = line.slice(0, 60);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 40))}…`;
}

export function withoutPlace<Row extends { place: unknown }>({ place: _place, ...row }: Row): Omit<Row, 'place'> {
  return row;
}

export function publicRun<Row extends Run & { place: unknown; projectId: string }>({ place: _place, projectId: _project, ...run }: Row): Run {
  return run;
}
