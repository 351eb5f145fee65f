import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { Chat, Message } from '#contract/chats.ts';
import { presenceEvent, projectEvent, type ProjectEvent } from '#contract/events.ts';
import { problemOf } from './person.ts';
import type { Person } from './person.ts';
import { Stream } from './stream.ts';
import { startStudio } from './studio.ts';
import { makeTeam } from './team.ts';

const studio = await startStudio();
await studio.join('Administrator');
const { projectId, owner, manager, contributor, viewer, outsider } = await makeTeam(studio);

const open: Stream[] = [];
afterEach(() => { for (const stream of open.splice(0)) stream.close(); });
async function follow(person: Person, path: string): Promise<Stream> {
  const stream = await Stream.open(person, path);
  open.push(stream);
  return stream;
}
const attend = (person: Person, chatId: string) => follow(person, `/api/chats/${chatId}/events?presence=true`);
const newChat = async () => (await owner.post<Chat>(`/api/projects/${projectId}/chats`)).body.id;

/** Who a reader was last told is there; a star for who is writing. */
function peopleIn(stream: Stream): string[] {
  const last = stream.events.findLast(({ type }) => type === 'presence.changed');
  return last === undefined ? [] : presenceEvent.parse(last.data).people.map(({ displayName, isTyping }) => displayName + (isTyping ? '*' : ''));
}
const expectPeople = (stream: Stream, names: string[], timeout = 9000) => expect.poll(() => peopleIn(stream), { timeout, interval: 30 }).toEqual(names);
const announce = (payload: string) => studio.sql(`select pg_notify('chat_presence', $1)`, [payload]);

test('readers of a chat see each other come and go, and not themselves', async () => {
  const chatId = await newChat();
  const first = await attend(owner, chatId);
  const second = await attend(viewer, chatId);
  await expectPeople(first, ['Viewer']);
  await expectPeople(second, ['Owner']);
  second.close();
  await expectPeople(first, []);
});

test('a person with two windows is there until both are closed', async () => {
  const chatId = await newChat();
  const stream = await attend(owner, chatId);
  const [one, two] = [await attend(viewer, chatId), await attend(viewer, chatId)];
  await expectPeople(stream, ['Viewer']);
  one.close();
  await attend(manager, chatId);
  await expectPeople(stream, ['Manager', 'Viewer']);
  two.close();
  await expectPeople(stream, ['Manager']);
});

test('a stream that asks for no presence gives none and tells of none', async () => {
  const chatId = await newChat();
  const plain = await follow(manager, `/api/chats/${chatId}/events`);
  const stream = await attend(owner, chatId);
  await attend(viewer, chatId);
  await expectPeople(stream, ['Viewer']);
  expect(plain.events).toEqual([]);
});

test('presence moves no cursor', async () => {
  const chatId = await newChat();
  const stream = await attend(owner, chatId);
  await attend(viewer, chatId);
  await expectPeople(stream, ['Viewer']);
  expect(stream.text).not.toContain('id:');
});

test('others see who is writing until they stop', async () => {
  const chatId = await newChat();
  const stream = await attend(viewer, chatId);
  await attend(contributor, chatId);
  await expectPeople(stream, ['Contributor']);
  await contributor.post(`/api/chats/${chatId}/typing`, { isTyping: true });
  await expectPeople(stream, ['Contributor*']);
  await contributor.post(`/api/chats/${chatId}/typing`, { isTyping: false });
  await expectPeople(stream, ['Contributor']);
  await contributor.post(`/api/chats/${chatId}/typing`, { isTyping: true });
  await expectPeople(stream, ['Contributor*']);
  // What is not repeated ends by itself.
  await expectPeople(stream, ['Contributor']);
});

test('a viewer does not write, and an outsider finds no chat', async () => {
  const chatId = await newChat();
  expect(problemOf(await viewer.post(`/api/chats/${chatId}/typing`, { isTyping: true })).status).toBe(403);
  expect(problemOf(await outsider.post(`/api/chats/${chatId}/typing`, { isTyping: true })).status).toBe(404);
  expect((await outsider.fetch(`/api/chats/${chatId}/events?presence=true`)).status).toBe(404);
});

test('the people of a process that was killed are gone within seconds', async () => {
  const chatId = await newChat();
  const stream = await attend(owner, chatId);
  await announce(`${chatId}:${randomUUID()}:${viewer.id},${manager.id}`);
  await expectPeople(stream, ['Manager', 'Viewer']);
  await expectPeople(stream, []);
});

test('an announcement of somebody who does not belong to the project tells nothing, and an odd one does no harm', async () => {
  const chatId = await newChat();
  const stream = await attend(owner, chatId);
  for (const odd of ['', ':', '#', ':a', '#a:1:2', `:p:no id`, `#${outsider.id}:1`]) await announce(chatId + odd);
  await announce(`${chatId}:${randomUUID()}:${outsider.id},${viewer.id}`);
  await expectPeople(stream, ['Viewer']);
  await announce(`${chatId}#${viewer.id}:1`);
  await announce(`${chatId}:${randomUUID()}:${manager.id}`);
  // A viewer writes nothing, whatever is announced.
  await expectPeople(stream, ['Manager', 'Viewer']);
  expect(stream.text).not.toContain(outsider.id);
});

test('whoever is removed hears of nobody any more, and nobody of them', async () => {
  const leaver = await studio.join('Leaver');
  await owner.post(`/api/projects/${projectId}/members`, { userId: leaver.id, role: 'contributor' });
  const chatId = await newChat();
  const [stream, theirs] = [await attend(owner, chatId), await attend(leaver, chatId)];
  await expectPeople(stream, ['Leaver']);
  await owner.delete(`/api/projects/${projectId}/members/${leaver.id}`);
  await attend(viewer, chatId);
  await theirs.untilEnd();
  await expectPeople(stream, ['Viewer']);
  expect(peopleIn(theirs)).toEqual(['Owner']);
});

const newsOf = (stream: Stream): ProjectEvent[] => stream.events.map(({ data }) => projectEvent.parse(data));

test('the stream of a project begins with its chats and tells what changes for its reader', async () => {
  const chatId = await newChat();
  const stream = await follow(viewer, `/api/projects/${projectId}/events`);
  await stream.until(2);
  expect(newsOf(stream)[0]).toMatchObject({ type: 'chats.listed', chats: expect.arrayContaining([expect.objectContaining({ id: chatId, unread: 0 })]) });
  const last = () => newsOf(stream).findLast((event) => event.type === 'chat.changed')?.chat;
  const { message } = (await contributor.post<{ message: Message }>(`/api/chats/${chatId}/messages`, { text: 'Look, @Viewer', mentions: [{ userId: viewer.id, name: 'Viewer' }] })).body;
  await expect.poll(last).toMatchObject({ id: chatId, title: 'Look, @Viewer', unread: 1, mentions: 1, runStatus: 'queued' });
  expect(newsOf(stream)).toContainEqual({ type: 'mentions.counted', unseen: 1 });
  await viewer.post(`/api/chats/${chatId}/read`, { messageId: message.id });
  await expect.poll(last).toMatchObject({ id: chatId, unread: 0, mentions: 0 });
  await expect.poll(() => newsOf(stream).findLast((event) => event.type === 'mentions.counted')?.unseen).toBe(0);
  await studio.sql(`update agent_runs set status = 'running' where id = $1`, [message.id]);
  await expect.poll(last).toMatchObject({ id: chatId, runStatus: 'running' });
  await owner.delete(`/api/chats/${chatId}`);
  await expect.poll(() => newsOf(stream).at(-1)).toEqual({ type: 'chat.removed', chatId });
});

test('what is new for one reader of a project is nothing new for the others', async () => {
  const chatId = await newChat();
  const { message } = (await contributor.post<{ message: Message }>(`/api/chats/${chatId}/messages`, { text: 'hello' })).body;
  const stream = await follow(manager, `/api/projects/${projectId}/events`);
  await stream.until(2);
  await viewer.post(`/api/chats/${chatId}/read`, { messageId: message.id });
  await manager.post(`/api/chats/${chatId}/read`, { messageId: message.id });
  await owner.patch(`/api/chats/${chatId}`, { title: 'Renamed' });
  await expect.poll(() => newsOf(stream).at(-1)).toMatchObject({ type: 'chat.changed', chat: { title: 'Renamed' } });
  expect(newsOf(stream).length).toBe(3);
});

test('the stream of a chat tells of the project too, where it is asked to', async () => {
  const chatId = await newChat();
  const stream = await follow(viewer, `/api/chats/${chatId}/events?project=true`);
  await stream.until(2);
  expect(newsOf(stream).map(({ type }) => type)).toEqual(['chats.listed', 'mentions.counted']);
  const other = await newChat();
  await expect.poll(() => newsOf(stream).at(-1)).toMatchObject({ type: 'chat.changed', chat: { id: other } });
  expect(stream.text).not.toContain('id:');
});

test('an outsider follows no project, and a removed member\'s stream ends', async () => {
  expect((await outsider.fetch(`/api/projects/${projectId}/events`)).status).toBe(404);
  const leaver = await studio.join('Former');
  await owner.post(`/api/projects/${projectId}/members`, { userId: leaver.id, role: 'viewer' });
  const stream = await follow(leaver, `/api/projects/${projectId}/events`);
  await stream.until(2);
  await owner.delete(`/api/projects/${projectId}/members/${leaver.id}`);
  await newChat();
  await stream.untilEnd();
});
