import { afterEach, expect, test } from 'vitest';
import { setRunLimits, startRun } from '#server/agents/index.ts';
import { listOpenElsewhere } from '#server/agents/runs/queries.ts';
import { asSystem } from '#server/platform/database/index.ts';
import { startCrew } from '#tests/support/crew.ts';
import { scriptedModels } from '#tests/support/scripted-model.ts';

let gate: Promise<void> = Promise.resolve();
const crew = await startCrew(scriptedModels(async () => { await gate; return { text: 'Hello.' }; }));

afterEach(() => setRunLimits({ atOnce: 500 }));

const statusOf = async (id: string) => (await crew.sql<{ status: string }>('select status from agent_runs where id = $1', [id]))[0]?.status;

test('a run waits while the process works on as many as it may, and has its turn when one of them is over', async () => {
  setRunLimits({ atOnce: 1 });
  const open = Promise.withResolvers<void>();
  gate = open.promise;
  const first = await crew.post(await crew.newChat(), 'hello');
  const second = await crew.post(await crew.newChat(), 'hello');
  await startRun(first);
  await expect.poll(() => crew.events(first).then((events) => events.length)).toBeGreaterThan(1);
  await startRun(second);
  expect([await statusOf(first), await statusOf(second)]).toEqual(['running', 'queued']);
  expect((await crew.events(second)).map(({ type }) => type)).toEqual(['message.created']);
  open.resolve();
  expect(await crew.ended(first)).toMatchObject({ status: 'succeeded' });
  expect(await crew.ended(second)).toMatchObject({ status: 'succeeded' });
});

test('runs that are at work here hide none that is to be looked after', async () => {
  const ids = [];
  for (let n = 0; n < 3; n++) ids.push(await crew.post(await crew.newChat(), 'hello'));
  const here = ids.slice(0, 2);
  const found = await asSystem('agent runs', (tx) => listOpenElsewhere(tx, here, 1));
  expect(found.map(({ id }) => id)).toEqual([ids[2]]);
});
