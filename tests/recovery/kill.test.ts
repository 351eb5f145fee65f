import { expect, test } from 'vitest';
import type { ChatEvent } from '#contract/events.ts';
import { helpers, type Chatting } from '#tests/support/crew.ts';
import { testDatabase } from '#tests/support/database.ts';
import { Reader, type View } from '#tests/support/reader.ts';
import { hostsOf, type Host } from './hosts.ts';

const database = await testDatabase();
const crew = helpers(database);
const hosts = await hostsOf(database, { pauseMs: 15 });

/** What a run left behind, without ids and times. */
type Outcome = Awaited<ReturnType<typeof outcomeOf>>;

let undisturbed: Outcome;
let cleanCalls: string[];

test('a run that nobody disturbs is the measure', async () => {
  const host = await hosts.open();
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'Build a loan tracker');
  host.start(id);
  await crew.ended(id);
  await host.stop();
  undisturbed = await outcomeOf(chat, id);
  cleanCalls = hosts.calls();
  expect(undisturbed.view.status).toBe('succeeded');
  expect(undisturbed.versions).toEqual([{ number: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  expect(undisturbed.documents).toEqual(['Data 1', 'Loan tracker: UI design 1', 'Loan tracker: architecture 1', 'Loan tracker: requirements 1', 'Quality 1', 'Scan 1']);
  expect(new Set(cleanCalls).size).toBe(cleanCalls.length);
}, 60_000);

test('a run that is killed after every third model call ends like one that nobody disturbed', async () => {
  const at = Array.from({ length: Math.floor(cleanCalls.length / 3) }, (_, n) => 3 * n + 1);
  const kills = await disturb(async (before) => {
    const next = at.shift();
    if (next === undefined) return false;
    await until(() => hosts.calls().length - before >= next);
    return true;
  });
  expect(kills).toBeGreaterThanOrEqual(7);
}, 180_000);

test('a run that is killed at random moments ends like one that nobody disturbed', async () => {
  let left = 8;
  const kills = await disturb(async () => {
    if (left-- === 0) return false;
    // A process resumes about a second after its start; kills before that hit nothing.
    await wait((left === 7 ? 100 : 950) + random() * 350);
    return true;
  });
  expect(kills).toBeGreaterThanOrEqual(4);
}, 180_000);

test('a second process goes on with the run of a killed one', async () => {
  const [first, second] = [await hosts.open(), await hosts.open()];
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'Build a loan tracker');
  const before = hosts.calls().length;
  first.start(id);
  await until(() => hosts.calls().length - before >= 6);
  await first.kill();
  await crew.ended(id, 30_000);
  expect(await outcomeOf(chat, id)).toEqual(undisturbed);
  expect(hosts.calls().length - before).toBeLessThanOrEqual(cleanCalls.length + 1);
  await second.stop();
}, 60_000);

test('a server that is stopped in order hands its runs to the next one', async () => {
  const host = await hosts.open();
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'Build a loan tracker');
  const before = hosts.calls().length;
  host.start(id);
  await until(() => hosts.calls().length - before >= 5);
  await host.stop();
  const [row] = await crew.sql<{ status: string }>('select status from agent_runs where id = $1', [id]);
  expect(row?.status).toBe('running');
  const next = await hosts.open();
  await crew.ended(id, 30_000);
  await next.stop();
  expect(await outcomeOf(chat, id)).toEqual(undisturbed);
  // The step in progress was finished before the stop: nothing was done twice.
  expect(hosts.calls().slice(before).sort()).toEqual([...cleanCalls].sort());
}, 60_000);

test.each(['orchestrator plan 0', 'coder work 1'])('a run that brings the server down at %s every time ends as failed', async (dieAt) => {
  const id = await crew.post(await crew.newChat(), 'Build a loan tracker');
  const ended = crew.ended(id, 80_000).then(() => true);
  let starts = 0;
  for (let over = false; !over && starts < 10; starts++) {
    const host = await hosts.open({ dieAt });
    if (starts === 0) host.start(id);
    over = await Promise.race([ended, host.ended.then(() => false)]);
    if (over) await host.stop();
  }
  expect(starts).toBeLessThanOrEqual(7);
  expect(await crew.ended(id)).toMatchObject({ status: 'failed', error: { code: 'unavailable', detail: expect.stringContaining('interrupted') } });
}, 90_000);

/** Runs with a kill whenever `moment` resolves to true, until it says false; then lets the run end, and compares. */
async function disturb(moment: (before: number) => Promise<boolean>): Promise<number> {
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'Build a loan tracker');
  const before = hosts.calls().length;
  let kills = 0;
  let host: Host = await hosts.open();
  host.start(id);
  const ended = crew.ended(id, 150_000).then(() => false);
  while (await Promise.race([moment(before), ended])) {
    await host.kill();
    kills++;
    host = await hosts.open();
  }
  await ended;
  await host.stop();
  expect(await outcomeOf(chat, id)).toEqual(undisturbed);
  // Only the call that a kill interrupted is made again.
  expect(hosts.calls().length - before).toBeLessThanOrEqual(cleanCalls.length + kills);
  return kills;
}

async function outcomeOf(chat: Chatting, runId: string) {
  const messages = await crew.sql<{ agent_type: string; step_index: number | null; content: unknown }>(
    `select agent_type, step_index, content->'parts' as content from chat_messages where chat_id = $1 and message_type = 'ai' order by step_index nulls first, created_at, id`, [chat.chatId]);
  const versions = await crew.sql<{ number: number; hash: string }>(
    `select v.number, v.content_hash as hash from artifact_versions v join artifacts a on a.id = v.artifact_id where a.chat_id = $1`, [chat.chatId]);
  const files = await crew.sql<{ file_path: string; hash: string }>(
    `select file_path, split_part(storage_path, '/', 2) as hash from artifact_files where project_id = $1 order by file_path`, [chat.projectId]);
  const documents = await crew.sql<{ name: string }>(`
    select title || ' ' || version as name from (select title, version from project_requirements where project_id = $1
      union all select title, version from technical_architecture where project_id = $1 union all select title, version from ui_design where project_id = $1
      union all select title, 1 from project_context where project_id = $1) d order by (title || ' ' || version) collate "C"`, [chat.projectId]);
  // What models saw: a call that was made again is noted once.
  const contexts = await crew.sql<{ agent: string; seq: number }>('select agent, seq from model_contexts where run_id = $1 order by seq', [runId]);
  const events = await crew.events(runId);
  const view = viewOf(events);
  resumable(events, view);
  const said = new Map(messages.map((m, n) => [n, withoutIds(m)]));
  return { messages: [...said.values()], versions, files, documents: documents.map((d) => d.name), contexts, view: withoutIds(view) as View };
}

/** By step, since agents that work at the same time speak in any order. */
function viewOf(events: ChatEvent[]): View {
  const reader = new Reader();
  for (const event of events) reader.read(event);
  const { messages, tools, ...view } = reader.view;
  return { ...view, messages: messages.toSorted((a, b) => (a.text < b.text ? -1 : 1)), tools: tools.toSorted((a, b) => (a.stepIndex ?? -1) - (b.stepIndex ?? -1)) };
}

/** At every cursor, what was seen is finished or will be; and nothing is ever shown twice. */
function resumable(events: ChatEvent[], end: View): void {
  const finals = new Map(end.messages.map((m) => [m.id, m.text]));
  const reader = new Reader();
  for (const event of events) {
    reader.read(event);
    for (const message of reader.view.messages) expect(finals.get(message.id)?.startsWith(message.text.trimEnd()), `${message.text} | ${finals.get(message.id)}`).toBe(true);
    const calls = reader.view.tools.map((tool) => `${tool.stepIndex} ${tool.callId}`);
    expect(new Set(calls).size, calls.join()).toBe(calls.length);
  }
  expect(new Set(events.map((event) => (event as ChatEvent & { seq: number }).seq)).size).toBe(events.length);
  expect(events.at(-1)?.type).toBe('run.finished');
}

function withoutIds(value: unknown): unknown {
  const ids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
  return JSON.parse(JSON.stringify(value).replace(ids, 'id'));
}

async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await wait(5);
}

function wait(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}

// The same moments in every run of the tests, as far as the machine allows.
let seed = 7;
function random(): number {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
}
