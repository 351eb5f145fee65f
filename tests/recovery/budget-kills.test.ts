import { expect, test } from 'vitest';
import { helpers, type Chatting } from '#tests/support/crew.ts';
import { testDatabase } from '#tests/support/database.ts';
import { hostsOf } from './hosts.ts';
import { chargeOf } from './outcome.ts';

const database = await testDatabase();
const crew = helpers(database);
const hosts = await hostsOf(database, { pauseMs: 10 });
/** Of the loan script, and what it says each of them takes. */
const calls = 21;
const perCall = 120;

/** Each call is charged once, nothing is held any more, and the allowance misses just that. */
async function expectOneCharge(chat: Chatting, id: string): Promise<void> {
  expect(await chargeOf(crew, chat, id)).toEqual({ calls, charged: calls, rows: calls, held: 0, used: calls * perCall });
}

test('a call in the middle of which the server is killed is charged once', async () => {
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'Build a loan tracker');
  const first = await hosts.open({ dieAt: 'coder work 0' });
  first.start(id);
  await first.ended;
  expect(await crew.sql('select 1 from token_reservations where run_id = $1', [id])).toHaveLength(1);
  const next = await hosts.open();
  expect(await crew.ended(id, 60_000)).toMatchObject({ status: 'succeeded' });
  await next.stop();
  await expectOneCharge(chat, id);
  expect(await crew.sql(`select attempts from run_calls where run_id = $1 and kind = 'model' and attempts > 1`, [id])).toEqual([{ attempts: 2 }]);
}, 90_000);

test('a call that was charged before its step was recorded is neither made nor charged again', async () => {
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'Build a loan tracker');
  const first = await hosts.open();
  // Records of model calls wait, and then fail: between the charge and the record there is time to die.
  await crew.sql(`create function public.stall() returns trigger language plpgsql as $$ begin perform pg_sleep(3); raise 'stalled'; end $$`);
  await crew.sql(`create trigger stall before insert on dbos.operation_outputs for each row when (new.function_name = 'model: coder') execute function public.stall()`);
  const before = hosts.calls().length;
  first.start(id);
  await until(async () => (await crew.sql(`select 1 from run_calls where run_id = $1 and agent_type = 'coder' and kind = 'model' and ok`, [id])).length === 1);
  await first.kill();
  await crew.sql('drop function public.stall() cascade');
  const next = await hosts.open();
  expect(await crew.ended(id, 60_000)).toMatchObject({ status: 'succeeded' });
  await next.stop();
  await expectOneCharge(chat, id);
  const made = hosts.calls().slice(before);
  expect(made.filter((line) => line === 'model coder work 0')).toHaveLength(1);
  expect(new Set(made).size).toBe(made.length);
}, 90_000);

test('a run that is killed again and again is charged like one that nobody disturbed', async () => {
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'Build a loan tracker');
  for (let kills = 0; kills < 6; kills++) {
    const host = await hosts.open();
    host.start(id);
    const before = hosts.calls().length;
    const isOver = await Promise.race([
      crew.ended(id, 60_000).then(() => true),
      until(async () => hosts.calls().length - before >= 2 + (kills % 2)).then(() => new Promise<false>((wake) => setTimeout(() => wake(false), (kills * 37) % 60))),
    ]);
    await host.kill();
    if (isOver) break;
  }
  const last = await hosts.open();
  await crew.ended(id, 60_000);
  await last.stop();
  await expectOneCharge(chat, id);
}, 180_000);

async function until(met: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !await met();) {
    if (Date.now() > end) throw new Error('it did not happen');
    await new Promise((wake) => setTimeout(wake, 10));
  }
}
