import { expect, test } from 'vitest';
import { answerRequest, cancelRun, steerRun } from '#server/agents/index.ts';
import { helpers, type Chatting } from '#tests/support/crew.ts';
import { testDatabase } from '#tests/support/database.ts';
import { openFiles } from '#server/platform/files/index.ts';
import { hostsOf, type Host } from './hosts.ts';

const database = await testDatabase();
const crew = helpers(database);
const hosts = await hostsOf(database, { pauseMs: 15 });
openFiles(hosts.files);

type Request = { id: string; kind: string; answer: unknown };
const requests = (runId: string) => crew.sql<Request>('select id, kind, answer from run_requests where run_id = $1 order by created_at', [runId]);
const statusOf = async (runId: string) => (await crew.sql<{ status: string }>('select status from agent_runs where id = $1', [runId]))[0]?.status;
const versions = (chat: Chatting) => crew.sql(
  'select v.number, v.is_partial, a.current_version from artifact_versions v join artifacts a on a.id = v.artifact_id where a.chat_id = $1 order by v.number', [chat.chatId]);

async function openRequest(runId: string, n = 0): Promise<Request> {
  for (;;) {
    const found = (await requests(runId))[n];
    if (found) return found;
    await wait(20);
  }
}

test('a run that waits survives kills, and an answer that came while no process ran is found', async () => {
  const chat = await crew.newChat({ approval: 'ask' });
  const id = await crew.post(chat, 'Build a loan tracker');
  let host = await hosts.open();
  host.start(id);
  const plan = await openRequest(id);
  for (let kills = 0; kills < 3; kills++) {
    await host.kill();
    host = await hosts.open();
    await wait(400 * kills);
  }
  expect(await statusOf(id)).toBe('waiting');
  await host.kill();
  await answerRequest({ userId: chat.userId }, id, plan.id, { decision: 'approve' });
  host = await hosts.open();
  expect(await crew.ended(id, 60_000)).toMatchObject({ status: 'succeeded' });
  await host.stop();
  expect(await requests(id)).toMatchObject([{ kind: 'plan', answer: { decision: 'approve' } }]);
  const events = await crew.events(id);
  expect(events.filter(({ type }) => type === 'request.created')).toHaveLength(1);
  expect(events.filter(({ type }) => type === 'request.answered')).toHaveLength(1);
  expect(await versions(chat)).toEqual([{ number: 1, is_partial: false, current_version: 1 }]);
}, 120_000);

test('an agent that asks in one branch and is killed again and again hears the answer once, and the branch beside it works once', async () => {
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'Build a loan tracker');
  const before = hosts.calls().length;
  let host: Host = await hosts.open({ asks: 'architect' });
  host.start(id);
  const asked = await openRequest(id);
  // The designer goes on meanwhile, and is done although the architect waits.
  await until(async () => (await crew.events(id)).some((event) => event.type === 'step.finished' && event.step.agent === 'designer'));
  for (let kills = 0; kills < 3; kills++) {
    await host.kill();
    host = await hosts.open({ asks: 'architect' });
  }
  await answerRequest({ userId: chat.userId }, id, asked.id, { answers: ['Plum'] });
  for (let kills = 0; kills < 5; kills++) {
    await wait(700 + 150 * kills);
    await host.kill();
    host = await hosts.open({ asks: 'architect' });
  }
  expect(await crew.ended(id, 60_000)).toMatchObject({ status: 'succeeded' });
  await host.stop();
  const said = await crew.sql(`select content->'parts'->0->>'text' as text, created_by from chat_messages where chat_id = $1 and metadata ? 'during'`, [chat.chatId]);
  expect(said).toEqual([{ text: 'Which colour?\nPlum', created_by: chat.userId }]);
  const calls = hosts.calls().slice(before);
  expect(calls.filter((line) => line === 'model designer work 0')).toHaveLength(1);
  expect(calls.length - new Set(calls).size).toBeLessThanOrEqual(2 * 8);
  const events = await crew.events(id);
  expect(new Set(events.map(({ seq }) => seq)).size).toBe(events.length);
}, 120_000);

test('a run that is stopped and whose server is killed at that moment keeps its work as one version', async () => {
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'Build a loan tracker');
  let host = await hosts.open();
  host.start(id);
  await until(async () => (await crew.events(id)).some((event) => event.type === 'tool.finished' && event.stepIndex === 3));
  await host.kill();
  await cancelRun(id);
  for (let kills = 0; kills < 3; kills++) {
    host = await hosts.open();
    await wait(500 + 250 * kills);
    await host.kill();
  }
  host = await hosts.open();
  await until(async () => (await crew.sql(`select 1 from dbos.workflow_status where workflow_uuid = $1 and status = 'SUCCESS'`, [id])).length === 1);
  await host.stop();
  expect(await statusOf(id)).toBe('cancelled');
  expect(await versions(chat)).toEqual([{ number: 1, is_partial: true, current_version: 0 }]);
}, 120_000);

test('guidance that was given to a run is heard once, whether its server is killed or not', async () => {
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'Build a loan tracker');
  let host = await hosts.open();
  host.start(id);
  await until(async () => (await crew.events(id)).some((event) => event.type === 'step.started' && event.stepIndex === 0));
  const guidance = '0a0a0a0a-0000-4000-8000-000000000001';
  for (let repeats = 0; repeats < 2; repeats++) await steerRun({ userId: chat.userId }, id, { id: guidance, text: 'Make it plum' });
  for (let kills = 0; kills < 3; kills++) {
    await wait(600);
    await host.kill();
    host = await hosts.open();
  }
  expect(await crew.ended(id, 60_000)).toMatchObject({ status: 'succeeded' });
  await host.stop();
  const events = await crew.events(id);
  expect(events.filter((event) => event.type === 'message.created' && event.message.id === guidance)).toHaveLength(1);
  // It was heard: no run was made of it.
  expect(await crew.sql('select id from agent_runs where chat_id = $1', [chat.chatId])).toEqual([{ id }]);
}, 120_000);

async function until(reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) await wait(15);
}

function wait(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}
