import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { query, testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
await query(database.ownerUrl, 'create table public.ticks (id bigint generated always as identity, host text)');
const running = new Set<ChildProcess>();
afterEach(async () => { for (const child of running) await ended(child, 'SIGTERM'); });
afterAll(async () => { for (const child of running) await ended(child, 'SIGKILL'); });

/** A process with a job that is due every second. */
async function open(name: string, o: { dieAfter?: number } = {}): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--disable-warning=DeprecationWarning', fileURLToPath(new URL('./schedule-host.ts', import.meta.url))], {
    env: { PATH: process.env.PATH, APP_URL: database.appUrl, OWNER_URL: database.ownerUrl, NAME: name, DIE_AFTER: String(o.dieAfter ?? '') }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  await once(child.stdout, 'data');
  return child;
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

const runs = () => query<{ period: string; owner: string; finished_at: Date | null; outcome: { host: string } | null }>(
  database.ownerUrl, `select period, owner, finished_at, outcome from private.job_runs where job = 'tick' order by period`);
const ticks = () => query<{ host: string }>(database.ownerUrl, 'select host from public.ticks order by id');

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 150; i++) {
    if (await holds()) return;
    await new Promise((wake) => setTimeout(wake, 200));
  }
  throw new Error(`waited in vain: ${what}`);
}

test('two processes share a schedule, and each time it is due one of them runs it, once', async () => {
  await Promise.all([open('a'), open('b')]);
  await until('five runs', async () => (await runs()).filter((run) => run.finished_at).length >= 5);
  for (const child of running) await ended(child, 'SIGTERM');
  const noted = await ticks();
  const finished = (await runs()).filter((run) => run.finished_at);
  expect(noted).toHaveLength(finished.length);
  expect(new Set(finished.map((run) => run.owner)).size).toBe(finished.length);
});

test('a run whose process is killed in the middle is done by another process', async () => {
  await query(database.ownerUrl, 'truncate public.ticks; delete from private.job_runs');
  const victim = await open('victim', { dieAfter: 1 });
  await until('the victim to die', async () => victim.signalCode === 'SIGKILL');
  const [interrupted] = (await runs()).filter((run) => !run.finished_at);
  expect(interrupted).toBeDefined();
  await open('heir');
  await until('the heir to finish it', async () => (await runs()).some((run) => run.period === interrupted!.period && run.finished_at !== null));
  const [done] = (await runs()).filter((run) => run.period === interrupted!.period);
  expect(done).toMatchObject({ owner: interrupted!.owner, outcome: { host: 'heir' } });
});
