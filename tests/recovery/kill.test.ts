import { expect, test } from 'vitest';
import { helpers } from '#tests/support/crew.ts';
import { testDatabase } from '#tests/support/database.ts';
import { hostsOf, type Host } from './hosts.ts';
import { outcomeOf, type Outcome } from './outcome.ts';

const database = await testDatabase();
const crew = helpers(database);
const hosts = await hostsOf(database, { pauseMs: 15 });

let undisturbed: Outcome;
let cleanCalls: string[];

test('a run that nobody disturbs is the measure', async () => {
  const host = await hosts.open();
  const chat = await crew.newChat();
  const id = await crew.post(chat, 'Build a loan tracker');
  host.start(id);
  await crew.ended(id);
  await host.stop();
  undisturbed = await outcomeOf(crew, chat, id);
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
  expect(await outcomeOf(crew, chat, id)).toEqual(undisturbed);
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
  expect(await outcomeOf(crew, chat, id)).toEqual(undisturbed);
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
  expect(await outcomeOf(crew, chat, id)).toEqual(undisturbed);
  // Only the calls that a kill interrupted are made again: one of an agent, of whom up to three work at a time.
  const made = hosts.calls().slice(before);
  for (const agent of new Set(cleanCalls.map(agentOf))) {
    const count = (lines: string[]): number => lines.filter((line) => agentOf(line) === agent).length;
    expect(count(made), agent).toBeLessThanOrEqual(count(cleanCalls) + kills);
  }
  expect(made.length).toBeLessThanOrEqual(cleanCalls.length + 3 * kills);
  return kills;
}

function agentOf(call: string): string {
  return call.split(' ')[1]!;
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
