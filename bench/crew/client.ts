import { setTimeout as sleep } from 'node:timers/promises';
import { faultsOf, Follower } from '../streams/follower.ts';
import { answerAs, nowMs } from '../streams/part.ts';
import type { Stream } from '../streams/people.ts';
import { readWords } from './words.ts';

export type Chat = Pick<Stream, 'chatId' | 'cookie'>;
export type Load = { url: string; /** One list a stream: chats in which it asks one after the other. */ streams: Chat[][]; count: number; answerMs: number };
/** What one request met, in milliseconds. */
export type Asked = {
  /** Until the server had accepted the message, and until it asked the model. */
  accepted: number; called: number;
  /** From the first word the model sent until it was read here; then the same for each word. */
  first: number; deltas: number[];
  lost: number; repeated: number; disorder: number;
  status: string;
};
export type ClientPart = { ask: (load: Load) => Promise<{ asked: Asked[]; events: number; ms: number }> };

/** An answer that is not over by then counts as it is. */
const longestMs = 5 * 60_000;

let events = 0;

/** All streams at the same time; they begin one by one within the time of one answer, as people do. */
async function ask({ url, streams, count, answerMs }: Load): Promise<{ asked: Asked[]; events: number; ms: number }> {
  events = 0;
  const began = nowMs();
  const asked = await Promise.all(streams.map(async (chats, n) => {
    await sleep((n / streams.length) * answerMs);
    const answers: Asked[] = [];
    for (const chat of chats) answers.push(await askOnce(url, chat, count));
    return answers;
  }));
  return { asked: asked.flat(), events, ms: nowMs() - began };
}

async function askOnce(url: string, chat: Chat, count: number): Promise<Asked> {
  const ended = Promise.withResolvers<string>();
  let called = NaN;
  const follower = new Follower({ url, stream: chat, after: '0' }, (event) => {
    events++;
    if (event.type === 'run.finished') ended.resolve(String(event.status));
    if (event.type !== 'text.delta') return [];
    const { said, calledAt } = readWords(String(event.delta));
    called = calledAt ?? called;
    return said;
  });
  await follower.open();
  const began = nowMs();
  const response = await fetch(`${url}/api/chats/${chat.chatId}/messages`, {
    method: 'POST', headers: { 'content-type': 'application/json', cookie: chat.cookie }, body: JSON.stringify({ text: 'Tell me all about it.' }),
  });
  if (response.status !== 202) throw new Error(`A message was answered with ${response.status}: ${await response.text()}`);
  const accepted = nowMs();
  const status = await Promise.race([ended.promise, sleep(longestMs, 'not over', { ref: false })]);
  follower.close();
  const deltas = follower.seen.map(({ said, read }) => read - said);
  return { accepted: accepted - began, called: called - began, first: deltas[0] ?? NaN, deltas, ...faultsOf(follower.seen, count), status };
}

answerAs({ ask } satisfies ClientPart);
