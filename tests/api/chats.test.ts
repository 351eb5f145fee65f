import { describe, expect, test } from 'vitest';
import type { Run } from '#contract/agents.ts';
import type { Chat, ChatSnapshot, Message } from '#contract/chats.ts';
import type { Problem } from '#contract/errors.ts';
import { problemOf } from './person.ts';
import { startStudio } from './studio.ts';
import { makeTeam } from './team.ts';

const studio = await startStudio();
await studio.join('Administrator');
const { projectId, owner, contributor, viewer, outsider } = await makeTeam(studio);
type List<T> = { items: T[]; nextCursor: string | null };
type Posted = { message: Message; run: Run };

const openChat = async (title?: string) => (await contributor.post<Chat>(`/api/projects/${projectId}/chats`, title ? { title } : {})).body;

describe('chats', () => {
  test('a contributor opens a chat, a viewer cannot, an outsider finds no project', async () => {
    const made = await contributor.post<Chat>(`/api/projects/${projectId}/chats`, { title: 'Loans' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ title: 'Loans', projectId, createdBy: contributor.id, artifactId: null });
    expect(problemOf(await viewer.post(`/api/projects/${projectId}/chats`))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.post(`/api/projects/${projectId}/chats`))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await contributor.post(`/api/projects/${projectId}/chats`, { title: 'x'.repeat(201) }))).toEqual({ status: 400, code: 'invalid_input' });
  });

  test('the same Idempotency-Key opens one chat', async () => {
    const key = { 'idempotency-key': 'chat-1' };
    const first = await contributor.post<Chat>(`/api/projects/${projectId}/chats`, { title: 'Once' }, key);
    const second = await contributor.post<Chat>(`/api/projects/${projectId}/chats`, { title: 'Once' }, key);
    expect(second.body.id).toBe(first.body.id);
    const byOther = await owner.post<Chat>(`/api/projects/${projectId}/chats`, { title: 'Once' }, key);
    expect(byOther.body.id).not.toBe(first.body.id);
  });

  test('a list begins with the chat used last', async () => {
    const older = await openChat('Older');
    await openChat('Newer');
    await contributor.post(`/api/chats/${older.id}/messages`, { text: 'Back to this one' });
    const { body } = await viewer.get<List<Chat>>(`/api/projects/${projectId}/chats?limit=2`);
    expect(body.items.map((chat) => chat.title)).toEqual(['Older', 'Newer']);
    const rest = await viewer.get<List<Chat>>(`/api/projects/${projectId}/chats?cursor=${body.nextCursor}`);
    expect(rest.body.items.map((chat) => chat.title)).not.toContain('Older');
    expect(problemOf(await outsider.get(`/api/projects/${projectId}/chats`))).toEqual({ status: 404, code: 'not_found' });
  });

  test('a contributor renames and deletes a chat, a viewer cannot, for an outsider it does not exist', async () => {
    const { id } = await openChat('Draft');
    expect((await contributor.patch<Chat>(`/api/chats/${id}`, { title: 'Final' })).body.title).toBe('Final');
    expect(problemOf(await viewer.patch(`/api/chats/${id}`, { title: 'No' }))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await viewer.delete(`/api/chats/${id}`))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.patch(`/api/chats/${id}`, { title: 'No' }))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await outsider.delete(`/api/chats/${id}`))).toEqual({ status: 404, code: 'not_found' });
    expect((await contributor.delete(`/api/chats/${id}`)).status).toBe(204);
    expect(problemOf(await contributor.get(`/api/chats/${id}`))).toEqual({ status: 404, code: 'not_found' });
  });
});

describe('messages', () => {
  test('a posted message is stored with its run and names the chat', async () => {
    const { id } = await openChat();
    const posted = await contributor.post<Posted>(`/api/chats/${id}/messages`, { text: '  Build an equipment loan tracker with a due date.\nMore below.' });
    expect(posted.status).toBe(202);
    expect(posted.body.message).toMatchObject({ chatId: id, messageType: 'user', createdBy: contributor.id, authorName: 'Contributor', runId: posted.body.run.id });
    expect(posted.body.run).toMatchObject({ chatId: id, messageId: posted.body.message.id, steps: [], createdBy: contributor.id });
    const snapshot = (await viewer.get<ChatSnapshot>(`/api/chats/${id}`)).body;
    expect(snapshot.chat.title).toBe('Build an equipment loan tracker with a due date.');
    expect(snapshot.messages.map((message) => message.id)).toEqual([posted.body.message.id]);
    expect(snapshot.runs.map((run) => run.id)).toEqual([posted.body.run.id]);
    expect(snapshot.can).toEqual({ post: false, manage: false, moderate: false });
    expect((await contributor.get<ChatSnapshot>(`/api/chats/${id}`)).body.can).toEqual({ post: true, manage: true, moderate: false });
  });

  test.each([['', 'invalid_input', 400], ['   \n ', 'invalid_input', 400], ['x'.repeat(200_000), 'too_large', 413]])('a message that is empty or far too long is refused (%#)', async (text, code, status) => {
    const { id } = await openChat();
    const answer = await contributor.post<Problem>(`/api/chats/${id}/messages`, { text });
    expect(problemOf(answer)).toEqual({ status, code });
    if (status === 413) expect(`${answer.body.detail} ${answer.body.hint}`).toBe('The message is longer than 20,000 characters. Shorten it to 20,000 characters, or split it into several messages.');
    expect((await contributor.get<ChatSnapshot>(`/api/chats/${id}`)).body.messages).toEqual([]);
  });

  test('a viewer cannot post a message and an outsider finds no chat', async () => {
    const { id } = await openChat();
    expect(problemOf(await viewer.post(`/api/chats/${id}/messages`, { text: 'Hello' }))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.post(`/api/chats/${id}/messages`, { text: 'Hello' }))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await outsider.get(`/api/chats/${id}`))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await outsider.get(`/api/chats/${id}/messages`))).toEqual({ status: 404, code: 'not_found' });
  });

  test('a repeat with the same Idempotency-Key stores nothing twice, another text is refused', async () => {
    const { id } = await openChat();
    const key = { 'idempotency-key': 'message-1' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => contributor.post<Posted>(`/api/chats/${id}/messages`, { text: 'Once' }, key)));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.body.message.id}`)).size).toBe(1);
    expect((await contributor.get<List<Message>>(`/api/chats/${id}/messages`)).body.items).toHaveLength(1);
    expect(problemOf(await contributor.post(`/api/chats/${id}/messages`, { text: 'Twice' }, key))).toEqual({ status: 409, code: 'idempotency_mismatch' });
    const elsewhere = await contributor.post<Posted>(`/api/chats/${(await openChat()).id}/messages`, { text: 'Twice' }, key);
    expect(elsewhere.status).toBe(202);
  });

  test('older messages come page by page, newest first', async () => {
    const { id } = await openChat();
    for (const text of ['one', 'two', 'three', 'four', 'five']) await contributor.post(`/api/chats/${id}/messages`, { text });
    const texts = (items: Message[]) => items.map((message) => (message.content.parts[0] as { text: string }).text);
    const first = (await viewer.get<List<Message>>(`/api/chats/${id}/messages?limit=3`)).body;
    const rest = (await viewer.get<List<Message>>(`/api/chats/${id}/messages?limit=3&cursor=${first.nextCursor}`)).body;
    expect([...texts(first.items), ...texts(rest.items)]).toEqual(['five', 'four', 'three', 'two', 'one']);
    expect(rest.nextCursor).toBeNull();
  });

  test('a client cannot speak for an agent', async () => {
    const { id } = await openChat();
    const posted = await contributor.post<Posted>(`/api/chats/${id}/messages`, { text: 'Hi', messageType: 'ai', agentType: 'coder', createdBy: owner.id });
    expect(posted.body.message).toMatchObject({ messageType: 'user', agentType: null, createdBy: contributor.id });
  });
});

describe('runs', () => {
  test('members read a run, outsiders do not', async () => {
    const { id } = await openChat();
    const { run } = (await contributor.post<Posted>(`/api/chats/${id}/messages`, { text: 'Hello' })).body;
    expect((await viewer.get<Run>(`/api/runs/${run.id}`)).body).toMatchObject({ id: run.id, chatId: id });
    expect((await viewer.get<List<Run>>(`/api/chats/${id}/runs`)).body.items.map((item) => item.id)).toEqual([run.id]);
    expect(problemOf(await outsider.get(`/api/runs/${run.id}`))).toEqual({ status: 404, code: 'not_found' });
    expect(problemOf(await outsider.get(`/api/chats/${id}/runs`))).toEqual({ status: 404, code: 'not_found' });
  });

  test('a contributor stops a run once and for all, a viewer cannot', async () => {
    const { id } = await openChat();
    const { run } = (await contributor.post<Posted>(`/api/chats/${id}/messages`, { text: 'Hello' })).body;
    expect(problemOf(await viewer.post(`/api/runs/${run.id}/cancel`))).toEqual({ status: 403, code: 'not_allowed' });
    expect(problemOf(await outsider.post(`/api/runs/${run.id}/cancel`))).toEqual({ status: 404, code: 'not_found' });
    const stopped = await contributor.post<Run>(`/api/runs/${run.id}/cancel`);
    expect(stopped.status).toBe(202);
    expect(stopped.body.status).toBe('cancelled');
    expect((await contributor.post<Run>(`/api/runs/${run.id}/cancel`)).body).toEqual(stopped.body);
  });

  test('everybody who is signed in learns which model answers', async () => {
    expect((await viewer.get<{ name: string; builtIn: boolean }>('/api/model')).body.builtIn).toBe(true);
  });
});
