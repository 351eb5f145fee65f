import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { Chat, ChatSnapshot } from '#contract/chats.ts';
import { chatEvent } from '#contract/events.ts';
import { query } from '#tests/support/database.ts';
import { problemOf } from './person.ts';
import type { Person } from './person.ts';
import { Stream } from './stream.ts';
import { startStudio } from './studio.ts';
import { makeTeam } from './team.ts';

const studio = await startStudio();
await studio.join('Administrator');
const { projectId, owner, contributor, viewer, outsider } = await makeTeam(studio);

const open: Stream[] = [];
afterEach(() => { for (const stream of open.splice(0)) stream.close(); });
const follow = async (person: Person, chatId: string, query = '', headers: Record<string, string> = {}) => {
  const stream = await Stream.open(person, `/api/chats/${chatId}/events${query}`, headers);
  open.push(stream);
  return stream;
};

async function chatWithRun(status = 'running'): Promise<{ chatId: string; runId: string }> {
  const chatId = (await contributor.post<Chat>(`/api/projects/${projectId}/chats`)).body.id;
  return { chatId, runId: await addRun(chatId, status) };
}

/** A run as it stands before it said anything. */
async function addRun(chatId: string, status = 'running'): Promise<string> {
  const id = randomUUID();
  await studio.sql(
    `with message as (insert into chat_messages (id, chat_id, project_id, message_type, content, run_id, created_by) values ($1, $2, $3, 'user', '{"parts": []}', $1, $4) returning id)
     insert into agent_runs (id, chat_id, project_id, message_id, created_by, status) select id, $2, $3, id, $4, $5 from message`, [id, chatId, projectId, contributor.id, status],
  );
  return id;
}

let next = 1;
async function say(chatId: string, runId: string, ...progress: number[]): Promise<void> {
  const values = progress.map((value) => `('${runId}', ${next++}, '${chatId}', '${projectId}', 'run.progress', '{"progress": ${value}}')`).join(', ');
  await query(studio.database.ownerUrl, `insert into run_events (run_id, seq, chat_id, project_id, type, payload) values ${values}`);
}

test('a reader gets what was said and then what is said, as the contract has it', async () => {
  const { chatId, runId } = await chatWithRun();
  await say(chatId, runId, 1, 2);
  const stream = await follow(viewer, chatId);
  await stream.until(2);
  await say(chatId, runId, 3);
  const events = await stream.until(3);
  expect(events.map((event) => event.data)).toEqual([1, 2, 3].map((progress) => ({ type: 'run.progress', runId, progress })));
  for (const event of events) expect(chatEvent.parse(event.data).type).toBe(event.type);
  expect(events.map((event) => Number(event.id))).toEqual(events.map((event) => Number(event.id)).sort((a, b) => a - b));
});

test('resuming after every single event gives the same bytes', async () => {
  const { chatId, runId } = await chatWithRun();
  await say(chatId, runId, ...Array.from({ length: 25 }, (_, n) => n));
  const whole = await follow(contributor, chatId, '?after=0');
  const events = await whole.until(25);
  for (const [n, event] of events.entries()) {
    const rest = await follow(contributor, chatId, '', { 'last-event-id': event.id });
    await rest.until(24 - n);
    const byQuery = await follow(contributor, chatId, `?after=${event.id}`);
    await byQuery.until(24 - n);
    const expected = whole.bytes.slice(whole.bytes.indexOf(`id: ${event.id}\n`)).split('\n\n').slice(1).join('\n\n');
    expect(rest.bytes).toBe(expected);
    expect(byQuery.bytes).toBe(expected);
    rest.close();
    byQuery.close();
  }
});

test('more events than one read gives come in order and without gaps', async () => {
  const { chatId, runId } = await chatWithRun();
  await say(chatId, runId, ...Array.from({ length: 950 }, (_, n) => n % 100));
  const stream = await follow(viewer, chatId, '?after=0');
  const events = await stream.until(950, 10_000);
  expect(events.map((event) => event.data.progress)).toEqual(Array.from({ length: 950 }, (_, n) => n % 100));
});

test('the snapshot\'s cursor plays an unfinished run again and skips what is over', async () => {
  const { chatId, runId: over } = await chatWithRun();
  await say(chatId, over, 50, 100);
  await studio.sql(`update agent_runs set status = 'succeeded', finished_at = now() where id = $1`, [over]);
  const idle = (await viewer.get<ChatSnapshot>(`/api/chats/${chatId}`)).body;
  const current = await addRun(chatId);
  await say(chatId, current, 7);
  const fromIdle = await follow(viewer, chatId, `?after=${idle.cursor}`);
  expect((await fromIdle.until(1)).map((event) => event.data.progress)).toEqual([7]);
  await say(chatId, current, 8);
  const { cursor } = (await viewer.get<ChatSnapshot>(`/api/chats/${chatId}`)).body;
  const stream = await follow(viewer, chatId, `?after=${cursor}`);
  expect((await stream.until(2)).map((event) => event.data.progress)).toEqual([7, 8]);
  const without = await follow(viewer, chatId);
  expect((await without.until(2)).map((event) => event.data.progress)).toEqual([7, 8]);
});

test('a posted message reaches every participant once, with its author', async () => {
  const chatId = (await contributor.post<Chat>(`/api/projects/${projectId}/chats`)).body.id;
  const streams = [await follow(viewer, chatId), await follow(owner, chatId)];
  await contributor.post(`/api/chats/${chatId}/messages`, { text: 'Hello everybody' });
  for (const stream of streams) {
    const [event] = await stream.until(1);
    expect(event).toMatchObject({ type: 'message.created', data: { message: { chatId, authorName: 'Contributor', content: { parts: [{ type: 'text', text: 'Hello everybody' }] } } } });
    expect(chatEvent.parse(event!.data).type).toBe('message.created');
  }
  await new Promise((done) => setTimeout(done, 100));
  expect(streams.map((stream) => stream.events.filter((event) => event.type === 'message.created').length)).toEqual([1, 1]);
});

test('a reader gets nothing of another chat', async () => {
  const mine = await chatWithRun();
  const other = await chatWithRun();
  const stream = await follow(viewer, mine.chatId);
  await say(other.chatId, other.runId, 1);
  await say(mine.chatId, mine.runId, 2);
  expect((await stream.until(1)).map((event) => event.data.progress)).toEqual([2]);
});

test('an outsider finds no stream, and a forged cursor is refused', async () => {
  const { chatId } = await chatWithRun();
  expect(problemOf(await outsider.get(`/api/chats/${chatId}/events`))).toEqual({ status: 404, code: 'not_found' });
  expect(problemOf(await studio.nobody.get(`/api/chats/${chatId}/events`))).toEqual({ status: 401, code: 'not_signed_in' });
  expect(problemOf(await viewer.get(`/api/chats/${chatId}/events?after=1%20or%201=1`))).toEqual({ status: 400, code: 'invalid_input' });
  expect(problemOf(await viewer.get(`/api/chats/${chatId}/events?after=9999999999999999999`))).toEqual({ status: 400, code: 'invalid_input' });
});

test('a stream ends when its reader is removed from the project', async () => {
  const { chatId, runId } = await chatWithRun();
  const guest = await studio.join('Guest');
  await owner.post(`/api/projects/${projectId}/members`, { userId: guest.id, role: 'viewer' });
  const stream = await follow(guest, chatId);
  await say(chatId, runId, 1);
  await stream.until(1);
  await owner.delete(`/api/projects/${projectId}/members/${guest.id}`);
  await say(chatId, runId, 2);
  await stream.untilEnd();
  expect(stream.events).toHaveLength(1);
});

test('readers go on after the connection for events was cut', async () => {
  const { chatId, runId } = await chatWithRun();
  const stream = await follow(viewer, chatId);
  await say(chatId, runId, 1);
  await stream.until(1);
  await query(studio.database.adminUrl, `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ninefold events' and datname = current_database()`);
  await say(chatId, runId, 2);
  expect((await stream.until(2)).map((event) => event.data.progress)).toEqual([1, 2]);
});

test('news arrives within milliseconds', async () => {
  const { chatId, runId } = await chatWithRun();
  const stream = await follow(viewer, chatId);
  await say(chatId, runId, 0);
  await stream.until(1);
  const delays: number[] = [];
  for (let n = 1; n <= 20; n++) {
    await say(chatId, runId, n);
    const said = performance.now();
    await stream.until(n + 1);
    delays.push(performance.now() - said);
  }
  // Generous for a busy machine: a poll would take far longer.
  expect(delays.sort((a, b) => a - b)[10]).toBeLessThan(60);
});
