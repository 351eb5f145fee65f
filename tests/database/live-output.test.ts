import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { appendLive } from '#server/agents/runs/live-writer.ts';
import { lockChat, RunOver } from '#server/agents/runs/events.ts';
import type { RunRef } from '#server/agents/runs/state.ts';
import type { RunEvent } from '#server/agents/tool.ts';
import { asSystem } from '#server/platform/database/index.ts';
import { startCrew } from '#tests/support/crew.ts';
import { scriptedModels } from '#tests/support/scripted-model.ts';

const crew = await startCrew(scriptedModels(() => ({ text: 'Nobody asks.' })), { jobs: false });

const first = 10_000;
const progress = (n: number): RunEvent => ({ type: 'run.progress', progress: n });
const said = async ({ runId }: RunRef) => (await crew.events(runId)).map((event) => (event.type === 'run.progress' ? event.progress : event.type));

async function running(): Promise<RunRef> {
  const chat = await crew.newChat();
  const runId = await crew.post(chat, 'A list of plants');
  await crew.sql("update agent_runs set status = 'running' where id = $1", [runId]);
  return { runId, chatId: chat.chatId, projectId: chat.projectId, askerId: chat.userId, model: 'scripted' };
}

test('what several runs say at once is stored, each in its order', async () => {
  const runs = await Promise.all([running(), running(), running()]);
  await Promise.all(runs.flatMap((run, n) => [appendLive(run, first, [progress(n), progress(10 + n)])]));
  await Promise.all(runs.map((run, n) => appendLive(run, first, [progress(20 + n)])));
  expect(await Promise.all(runs.map(said))).toEqual([[0, 10, 20], [1, 11, 21], [2, 12, 22]]);
});

test('an output that cannot be stored fails alone', async () => {
  const [good, bad] = [await running(), await running()];
  const results = await Promise.allSettled([
    appendLive(good, first, [progress(1)]),
    appendLive(bad, first, [{ type: 'text.delta', stepIndex: null, agent: 'orchestrator', messageId: randomUUID(), delta: 'no \u0000 fits into a text' }]),
    appendLive(good, 2 * first, [progress(2)]),
  ]);
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await said(good)).toEqual([1, 2]);
  expect(await said(bad)).toEqual([]);
});

test('a run that is over takes no output, and the others do', async () => {
  const [over, alive] = [await running(), await running()];
  await crew.sql("update agent_runs set status = 'cancelled', finished_at = now() where id = $1", [over.runId]);
  const [refused] = await Promise.allSettled([appendLive(over, first, [progress(1)]), appendLive(alive, first, [progress(2)])]);
  expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(RunOver) });
  expect([await said(over), await said(alive)]).toEqual([[], [2]]);
});

test('a chat that somebody else holds keeps only its own run waiting', async () => {
  const [held, free] = [await running(), await running()];
  let waiting: Promise<void> | undefined;
  await asSystem('run events', async (tx) => {
    await lockChat(tx, held.chatId);
    waiting = appendLive(held, first, [progress(1)]);
    await appendLive(free, first, [progress(2)]);
    expect(await said(held)).toEqual([]);
  });
  await waiting;
  expect([await said(held), await said(free)]).toEqual([[1], [2]]);
});
