import { expect, test } from 'vitest';
import { answerRequest } from '#server/agents/index.ts';
import { findFreePort } from '#server/platform/embedded-postgres/free-port.ts';
import { Person } from '#tests/api/person.ts';
import { Stream } from '#tests/api/stream.ts';
import { helpers, type Chatting } from '#tests/support/crew.ts';
import { testDatabase } from '#tests/support/database.ts';
import type { Moment } from './die-at-record.ts';
import { cursorsOf, Follower } from './follower.ts';
import { hostsOf, type Host, type StandBy } from './hosts.ts';
import { chargeOf, outcomeOf } from './outcome.ts';

const database = await testDatabase();
const crew = helpers(database);
const port = await findFreePort();
const hosts = await hostsOf(database, { pauseMs: 2, port });
const person = new Person(`http://127.0.0.1:${port}`);

type Run = Chatting & { id: string; reader: Follower };

let undisturbed: Awaited<ReturnType<typeof resultOf>>;
let cleanCalls: string[];
let kills = 0;

test('a run that nobody disturbs is the measure', async () => {
  const host = await hosts.open({ model: 'whole' });
  await person.signUp('Owner');
  const run = await begin();
  await toItsEnd(run);
  undisturbed = await resultOf(run);
  cleanCalls = hosts.calls();
  const calls = cleanCalls.length;
  expect(undisturbed).toMatchObject({
    view: { status: 'succeeded' }, versions: [{ number: 1 }, { number: 2 }], requests: [{ kind: 'plan' }, { kind: 'question' }],
    charge: { calls, charged: calls, rows: calls, held: 0, used: 120 * calls },
  });
  await expectSameBytes(run);
  await host.stop();
}, 90_000);

test('a run whose server is killed before each record of a step ends like one that nobody disturbed', () => killAtRecords('before'), 400_000);

test('a run whose server is killed after each record of a step ends like one that nobody disturbed', () => killAtRecords('after'), 400_000);

test('runs whose server is killed at random moments end like one that nobody disturbed', async () => {
  const runs = await Promise.all(Array.from({ length: 3 }, begin));
  const before = hosts.calls().length;
  let host: StandBy = hosts.standBy({ model: 'whole' });
  host.begin();
  let killed = 0;
  for (let done = await stepsOf(runs); killed < 15 && (await stillOpen(runs)).length > 0; killed++) {
    const next = hosts.standBy({ model: 'whole' });
    // Nothing is interrupted again and again: by design, a run gives up after five times at one place.
    for (const [n, run] of runs.entries()) while ((await stillOpen([run], 'at work')).length > 0 && (await stepsOf([run]))[0]!.length === done[n]!.length) await wait(10);
    await wait(random() * 120);
    await host.kill();
    kills++;
    // Answers come while no process runs.
    if (killed % 2 === 1) for (const run of runs) await answerOpen(run);
    done = await stepsOf(runs);
    host = next;
    host.begin();
  }
  expect(killed).toBeGreaterThanOrEqual(6);
  for (const run of runs) {
    await toItsEnd(run);
    expect(await resultOf(run)).toEqual(undisturbed);
    await expectSameBytes(run);
  }
  // Only calls that a kill interrupted are made again, at most two of a run at a time.
  expect(hosts.calls().length - before).toBeLessThanOrEqual(runs.length * (cleanCalls.length + 2 * killed));
  await host.kill();
}, 400_000);

test('the server was killed a hundred times', () => {
  expect(kills).toBeGreaterThanOrEqual(100);
});

/** Every process dies at a record, or while it waits for a person, until one finds nothing left to do. */
async function killAtRecords(moment: Moment): Promise<void> {
  const [calls, deaths] = [hosts.calls().length, hosts.deaths().length];
  const run = await begin();
  let host = hosts.standBy({ model: 'whole' });
  // Before a record: a process makes the one that the process before it did not live to make, and dies at the next.
  for (let nth = 1; ; kills++) {
    const next = hosts.standBy({ model: 'whole' });
    host.begin({ moment, nth });
    const end = await endOf(run, host);
    if (end === 'done') {
      await next.kill();
      break;
    }
    nth = moment === 'after' || end === 'waited' ? 1 : 2;
    host = next;
  }
  expect(await resultOf(run)).toEqual(undisturbed);
  await expectSameBytes(run);
  await host.kill();
  // There was a kill at every step, but for agents side by side, of whom two may make a record at once.
  const died = hosts.deaths().slice(deaths);
  const steps = (await stepsOf([run]))[0]!.map((step) => `${moment} ${step}`);
  expect(steps.filter((step) => !died.includes(step) && !/^\w+ \d+ \d+: /.test(step))).toEqual([]);
  // An answer that was not recorded is in the ledger: no model that works alone is asked again.
  const alone = (line: string) => !/ (architect|designer) /.test(line);
  expect(hosts.calls().slice(calls).filter(alone)).toEqual(cleanCalls.filter(alone));
}

/** How it went on: the process died at a record, it was killed while it waited for a person, or the run came to its end. */
async function endOf(run: Run, host: Host): Promise<'died' | 'waited' | 'done'> {
  let hasDied = false;
  const ended = host.ended.then((code) => {
    hasDied = true;
    // By a signal; not because something broke.
    expect(code).toBeNull();
  });
  for (let waited = 0; !hasDied; waited++) {
    if (await isDone(run)) return 'done';
    // For a while nothing happened but that it waits. What it is told, it hears of in its next process.
    if (waited >= 60 && (await openRequests(run)).length > 0) {
      await host.kill();
      await answerOpen(run);
      return 'waited';
    }
    await Promise.race([wait(15), ended]);
  }
  await ended;
  return 'died';
}

/** A message of the person that no process knows of yet, and somebody who reads along. */
async function begin(): Promise<Run> {
  const chat = await crew.newChat({ ownerId: person.id, approval: 'ask' });
  return { ...chat, id: await crew.post(chat, 'Build a loan tracker'), reader: new Follower(person, chat.chatId) };
}

async function toItsEnd(run: Run): Promise<void> {
  while (!(await isDone(run))) {
    await answerOpen(run);
    await wait(20);
  }
}

async function isDone({ id }: Run): Promise<boolean> {
  return (await crew.sql(`select 1 from dbos.workflow_status where workflow_uuid = $1 and status = 'SUCCESS'`, [id])).length === 1;
}

/** The runs that are not over; of those at work no person has to say anything first. */
async function stillOpen(runs: Run[], which: 'all' | 'at work' = 'all'): Promise<unknown[]> {
  return crew.sql(`select 1 from agent_runs r where id = any ($1) and status in ('queued', 'running', 'waiting')
    and ($2 = 'all' or not exists (select 1 from run_requests q where q.run_id = r.id and answered_at is null))`, [runs.map(({ id }) => id), which]);
}

async function stepsOf(runs: Run[]): Promise<string[][]> {
  return Promise.all(runs.map(async ({ id }) => (await crew.sql<{ step: string }>(
    `select function_id || ' ' || function_name as step from dbos.operation_outputs where workflow_uuid = $1 order by function_id`, [id])).map(({ step }) => step)));
}

async function openRequests({ id }: Run): Promise<{ id: string; kind: string }[]> {
  return crew.sql('select id, kind from run_requests where run_id = $1 and answered_at is null', [id]);
}

async function answerOpen(run: Run): Promise<void> {
  for (const { id, kind } of await openRequests(run)) await answerRequest({ userId: run.userId }, run.id, id, kind === 'plan' ? { decision: 'approve' } : { answers: ['Plum'] });
}

async function resultOf(run: Run) {
  return { ...await outcomeOf(crew, run, run.id), charge: await chargeOf(crew, run, run.id) };
}

/** Who read along through all kills got what one reads who comes after the end; and so does who connects again at any offset. */
async function expectSameBytes({ chatId, reader }: Run): Promise<void> {
  const path = `/api/chats/${chatId}/events`;
  const count = (await crew.sql('select 1 from run_events where chat_id = $1', [chatId])).length;
  const whole = await Stream.open(person, path, { 'last-event-id': '0' });
  await whole.until(count);
  whole.close();
  while (reader.received.length < whole.bytes.length) await wait(20);
  reader.close();
  expect(reader.received).toBe(whole.bytes);
  const cursors = cursorsOf(whole.bytes);
  expect(cursors).toHaveLength(count);
  const readers = cursors.slice(0, -1).map((cursor, n) => async () => {
    const rest = await Stream.open(person, path, { 'last-event-id': cursor });
    await rest.until(count - n - 1);
    rest.close();
    expect(rest.bytes).toBe(whole.bytes.slice(whole.bytes.indexOf(`id: ${cursors[n + 1]}\n`)));
  });
  await Promise.all(Array.from({ length: 6 }, async () => { for (let next = readers.shift(); next; next = readers.shift()) await next(); }));
}

function wait(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}

// The same moments in every run of the tests, as far as the machine allows.
let seed = 11;
function random(): number {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
}
