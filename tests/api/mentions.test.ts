import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Chat, ChatListItem, ChatSnapshot, Message } from '#contract/chats.ts';
import type { ChatMember, Mention } from '#contract/people.ts';
import type { Page } from '#contract/json.ts';
import { problemOf } from './person.ts';
import type { Person } from './person.ts';
import { startStudio } from './studio.ts';
import { makeTeam } from './team.ts';

const studio = await startStudio();
await studio.join('Administrator');
const { projectId, owner, manager, contributor, viewer, outsider } = await makeTeam(studio);

const newChat = async () => (await owner.post<Chat>(`/api/projects/${projectId}/chats`)).body.id;
const post = async (person: Person, chatId: string, text: string, mentions?: { userId: string; name: string }[]) =>
  (await person.post<{ message: Message }>(`/api/chats/${chatId}/messages`, { text, mentions })).body.message;
const inList = async (person: Person, chatId: string) =>
  (await person.get<Page<ChatListItem>>(`/api/projects/${projectId}/chats`)).body.items.find(({ id }) => id === chatId)!;
const membersOf = async (person: Person, chatId: string) => (await person.get<Page<ChatMember>>(`/api/chats/${chatId}/members`)).body.items;
const mentionsOf = async (person: Person) => (await person.get<Page<Mention> & { unseen: number }>('/api/me/mentions')).body;
const markOf = async (person: Person, chatId: string) => (await person.get<ChatSnapshot>(`/api/chats/${chatId}`)).body.lastReadAt;
const read = (person: Person, chatId: string, messageId: string) => person.post(`/api/chats/${chatId}/read`, { messageId });

/** What an agent said: to people, or within a step. */
async function say(chatId: string, stepIndex: number | null): Promise<string> {
  const [row] = await studio.sql<{ id: string }>(
    `insert into chat_messages (chat_id, project_id, message_type, agent_type, content, step_index) values ($1, $2, 'ai', 'coder', '{"parts": []}', $3) returning id`,
    [chatId, projectId, stepIndex],
  );
  return row!.id;
}

test('who writes or is mentioned takes part, who only belongs to the project does not', async () => {
  const chatId = await newChat();
  await post(contributor, chatId, 'Look at this, @Viewer', [{ userId: viewer.id, name: 'Viewer' }]);
  const members = await membersOf(manager, chatId);
  expect(members.map(({ displayName, joinedAt }) => [displayName, joinedAt !== null])).toEqual([['Owner', false], ['Manager', false], ['Contributor', true], ['Viewer', true]]);
  expect(problemOf(await outsider.get(`/api/chats/${chatId}/members`)).code).toBe('not_found');
});

test('new messages are counted for who takes part: not the own ones, and not those within steps', async () => {
  const chatId = await newChat();
  const first = await post(contributor, chatId, 'one');
  expect((await inList(owner, chatId)).unread).toBe(0);
  expect((await read(owner, chatId, first.id)).status).toBe(204);
  await post(manager, chatId, 'two');
  await post(owner, chatId, 'three');
  await say(chatId, 2);
  const answer = await say(chatId, null);
  expect((await inList(owner, chatId)).unread).toBe(2);
  expect((await inList(contributor, chatId)).unread).toBe(3);
  await read(owner, chatId, answer);
  expect((await inList(owner, chatId)).unread).toBe(0);
  expect((await inList(contributor, chatId)).unread).toBe(3);
  expect((await inList(owner, chatId)).runStatus).toBe('queued');
});

test('a read mark moves up to a message, and never back', async () => {
  const chatId = await newChat();
  const [first, second] = [await post(contributor, chatId, 'one'), await post(contributor, chatId, 'two')];
  expect(await markOf(viewer, chatId)).toBeNull();
  await read(viewer, chatId, second.id);
  expect(await markOf(viewer, chatId)).toBe(second.createdAt);
  await read(viewer, chatId, first.id);
  expect(await markOf(viewer, chatId)).toBe(second.createdAt);
});

test('a message of another chat marks nothing as read', async () => {
  const [chatId, other] = [await newChat(), await newChat()];
  const message = await post(contributor, other, 'elsewhere');
  expect(problemOf(await read(owner, chatId, message.id)).code).toBe('not_found');
  expect(problemOf(await read(outsider, other, message.id)).code).toBe('not_found');
  expect(await markOf(owner, chatId)).toBeNull();
});

test('a mentioned person finds the message in all their projects\' mentions until they have read it', async () => {
  const chatId = await newChat();
  const before = (await mentionsOf(manager)).unseen;
  await post(contributor, chatId, 'Nobody is named here');
  const message = await post(contributor, chatId, 'Please check the dates, @Manager', [{ userId: manager.id, name: 'Manager' }]);
  const { items: [mention], unseen } = await mentionsOf(manager);
  expect(mention).toMatchObject({
    messageId: message.id, chatId, projectId, projectName: 'Project', authorName: 'Contributor', excerpt: 'Please check the dates, @Manager', seenAt: null,
  });
  expect(unseen).toBe(before + 1);
  expect(await inList(manager, chatId)).toMatchObject({ unread: 1, mentions: 1 });
  await read(manager, chatId, message.id);
  expect(await mentionsOf(manager)).toMatchObject({ unseen: before, items: [{ id: mention!.id, seenAt: expect.any(String) }] });
  expect(await inList(manager, chatId)).toMatchObject({ unread: 0, mentions: 0 });
});

test('a mention keeps the name it was written with, and the list of members has the one of today', async () => {
  const chatId = await newChat();
  const message = await post(owner, chatId, 'ask @Viewer', [{ userId: viewer.id, name: 'Viewer' }]);
  expect(message.content.parts).toContainEqual({ type: 'data-mention', data: { userId: viewer.id, name: 'Viewer' } });
  await viewer.patch('/api/me', { displayName: 'Ada Lovelace' });
  expect((await membersOf(owner, chatId)).find(({ userId }) => userId === viewer.id)!.displayName).toBe('Ada Lovelace');
  await viewer.patch('/api/me', { displayName: 'Viewer' });
});

test('only members of the project are mentioned, and only where the text says so', async () => {
  const chatId = await newChat();
  const answers = [
    await contributor.post(`/api/chats/${chatId}/messages`, { text: 'hello @Outsider', mentions: [{ userId: outsider.id, name: 'Outsider' }] }),
    await contributor.post(`/api/chats/${chatId}/messages`, { text: 'hello @Nobody', mentions: [{ userId: randomUUID(), name: 'Nobody' }] }),
    await contributor.post(`/api/chats/${chatId}/messages`, { text: 'hello', mentions: [{ userId: owner.id, name: 'Owner' }] }),
  ];
  expect(answers.map(problemOf)).toEqual(answers.map(() => ({ status: 400, code: 'invalid_input' })));
  expect((await studio.sql('select id from chat_messages where chat_id = $1', [chatId])).length).toBe(0);
});

test('whoever writes SQL as a member mentions no stranger, and nobody in the name of another', async () => {
  const chatId = await newChat();
  const part = (userId: string) => ({ type: 'data-mention', data: { userId, name: 'x' } });
  await studio.sql(
    `insert into chat_messages (chat_id, project_id, message_type, content, created_by) values ($1, $2, 'user', $3, $4)`,
    [chatId, projectId, { parts: [part(outsider.id), part(contributor.id), part('no id'), part(owner.id), part(owner.id), 'odd', null] }, contributor.id],
  );
  const noted = await studio.sql('select user_id from message_mentions where chat_id = $1', [chatId]);
  expect(noted).toEqual([{ user_id: owner.id }]);
});

test('all mentions are marked as seen at once, the own ones alone', async () => {
  const chatId = await newChat();
  await post(owner, chatId, '@Manager @Viewer', [{ userId: manager.id, name: 'Manager' }, { userId: viewer.id, name: 'Viewer' }]);
  expect((await manager.patch('/api/me/mentions', { seen: true })).status).toBe(204);
  expect((await mentionsOf(manager)).unseen).toBe(0);
  expect((await mentionsOf(viewer)).unseen).toBeGreaterThan(0);
});

test('whoever leaves the project loses its mentions and marks', async () => {
  const leaver = await studio.join('Leaver');
  await owner.post(`/api/projects/${projectId}/members`, { userId: leaver.id, role: 'contributor' });
  const chatId = await newChat();
  await post(owner, chatId, 'welcome @Leaver', [{ userId: leaver.id, name: 'Leaver' }]);
  expect((await mentionsOf(leaver)).unseen).toBe(1);
  await owner.delete(`/api/projects/${projectId}/members/${leaver.id}`);
  expect(await mentionsOf(leaver)).toMatchObject({ unseen: 0, items: [] });
  expect(await studio.sql('select 1 from chat_participants where user_id = $1', [leaver.id])).toEqual([]);
});

test('a list tells of the run at work, whatever became of those behind it', async () => {
  const chatId = await newChat();
  const [first, second, third] = [await post(owner, chatId, 'one'), await post(owner, chatId, 'two'), await post(owner, chatId, 'three')];
  await studio.sql(`update agent_runs set status = 'waiting' where id = $1`, [first.id]);
  await owner.post(`/api/runs/${third.id}/cancel`);
  expect((await inList(viewer, chatId)).runStatus).toBe('waiting');
  for (const { id } of [first, second]) await owner.post(`/api/runs/${id}/cancel`);
  expect((await inList(viewer, chatId)).runStatus).toBe('cancelled');
});

test('a request is taken out of the queue by its author and by managers', async () => {
  const chatId = await newChat();
  const [ofOwner, ofContributor, another] = [await post(owner, chatId, 'one'), await post(contributor, chatId, 'two'), await post(contributor, chatId, 'three')];
  expect(problemOf(await contributor.post(`/api/runs/${ofOwner.id}/cancel`)).status).toBe(403);
  expect(problemOf(await viewer.post(`/api/runs/${ofContributor.id}/cancel`)).status).toBe(403);
  expect((await contributor.post<{ status: string }>(`/api/runs/${ofContributor.id}/cancel`)).body.status).toBe('cancelled');
  expect((await manager.post<{ status: string }>(`/api/runs/${another.id}/cancel`)).body.status).toBe('cancelled');
  await studio.sql(`update agent_runs set status = 'running' where id = $1`, [ofOwner.id]);
  expect((await contributor.post(`/api/runs/${ofOwner.id}/cancel`)).status).toBe(202);
});
