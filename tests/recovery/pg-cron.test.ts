import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ownerLogin, prepareDatabase } from '#server/platform/embedded-postgres/prepare-database.ts';
import { migrate } from '#server/platform/migrations/index.ts';
import { jobsOf } from '#server/start/schedules.ts';
import { connect, connected, doAs, signUp } from '#tests/support/accounts.ts';
import { type DebianPostgres, startDebianPostgres } from '#tests/support/debian-postgres.ts';

// The real extension beside two servers that run their own schedules. pg_cron is due each minute at most, the servers' jobs every ten
// seconds here; a day passes when the test dates back what was done.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });
const home = mkdtempSync(join(tmpdir(), 'ninefold-cron-'));
const running = new Set<ChildProcess>();
let postgres: DebianPostgres;
let admin: pg.Client;
let workspace: string;
let projects: string[];

const url = (login: string) => postgres.urlFor(login, 'ninefold');
const rows = async <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) => (await admin.query<Row>(sql, values)).rows;
const count = async (sql: string, values: unknown[] = []) => (await rows<{ n: number }>(`select count(*)::int as n from ${sql}`, values))[0]!.n;
const second = () => new Date().getUTCSeconds();

beforeAll(async () => {
  postgres = await startDebianPostgres({ cronIn: 'ninefold' });
  await prepareDatabase(postgres, 'ninefold');
  admin = await connect(url('postgres'));
  // What Supabase lets the role "postgres" do.
  await admin.query(`create extension pg_cron; grant usage on schema cron to ${ownerLogin}`);
  await migrate({ ownerUrl: url(ownerLogin) });
  await admin.query(`create table public.begun (job text, host text); alter database ninefold set track_functions = 'all'`);
  const person = await connected(url('supabase_auth_admin'), (auth) => signUp(auth, 'ada@example.com', { proven: true }));
  await connected(url('authenticator'), async (app) => {
    const made = async (sql: string, values: unknown[] = []) => (await doAs(app, person, `select ${sql} as id`, values))[0]!.id as string;
    workspace = await made(`create_workspace('W', 'C')`);
    projects = [];
    for (const name of ['a', 'b', 'c']) projects.push(await made('create_project($1, $2, null)', [workspace, name]));
  });
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await admin?.end();
  await postgres?.stop();
  rmSync(home, { recursive: true, force: true });
});

/** The jobs that pg_cron runs, but for the backup, which it only asks for. */
const shared = ['billing-periods', 'daily-statistics', 'log-partitions', 'purge-archived', 'purge-expired'];
// Taken once a day, or an hour, in which the test ends.
const daily = [...shared, 'daily-backup', 'log-retention'];
const momentOrPast = '[ :]';

/** Dates back what was done, and leaves something to do for each job. Nobody takes a job until `arrived`. */
async function newDay(day: number, arrived: () => Promise<void> = async () => {}): Promise<void> {
  await connected(url('postgres'), async (clock) => {
    await clock.query('begin; lock table private.job_runs in share row exclusive mode; set local session_replication_role = replica');
    await clock.query('update private.job_runs set period = period || $1 where period !~ $2', [` before ${day}`, momentOrPast]);
    await clock.query(`update public.backups set scheduled_day = date '2000-01-01' + $1::integer where scheduled_day > '2020-01-01'`, [day]);
    await clock.query(`update public.projects set is_active = false, deleted_at = now() - interval '31 days' where id = $1`, [projects[day - 1]]);
    await clock.query(`insert into public.token_reservations (workspace_id, tokens, created_at, expires_at) values ($1, 5, now() - interval '3 days', now() - interval '2 days')`, [workspace]);
    await clock.query(`update public.workspace_subscriptions set current_period_start = now() - interval '32 days', current_period_end = now() - interval '1 day' where workspace_id = $1`, [workspace]);
    await arrived();
    await clock.query('commit');
  });
}

async function openServer(name: string): Promise<void> {
  const child = spawn(process.execPath, ['--disable-warning=DeprecationWarning', fileURLToPath(new URL('./jobs-host.ts', import.meta.url))], {
    env: { PATH: process.env.PATH, APP_URL: url('authenticator'), OWNER_URL: url(ownerLogin), ADMIN_URL: url('postgres'), HOME_FOLDER: home, NAME: name }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  await once(child.stdout, 'data');
}

async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = Date.now() + 100_000; Date.now() < deadline; await wait(100)) if (await holds()) return;
  throw new Error(`waited in vain: ${what}`);
}

const transactions = `private.job_runs r where r.owner like 'transaction %'`;
const doneToday = () => count('private.job_runs r where r.period !~ $1 and r.finished_at is not null', [momentOrPast]);
const cronRuns = () => count(`cron.job_run_details d where d.status in ('succeeded', 'failed')`);
const claiming = (login: string) => count(`pg_locks l join pg_stat_activity a using (pid) where l.relation = 'private.job_runs'::regclass and not l.granted and a.usename = $1`, [login]);

/** Waits until both kinds wait for the day, and a moment for the rest of them. */
async function allArrive(): Promise<void> {
  const waiting = async () => [await claiming(ownerLogin), await claiming('authenticator')] as const;
  await until('both to come', async () => Math.min(...await waiting()) > 0);
  for (let left = 25; left > 0; left--) {
    const [cron, servers] = await waiting();
    if (cron === shared.length && servers === jobsOf(home).length) return;
    await wait(100);
  }
}

test('pg_cron is told at installation to run what needs only the database, when the servers do', async () => {
  const scheduled = await rows(`select jobname as name, schedule as cron, username as login from cron.job order by 1`);
  const ours = jobsOf(home).filter(({ name }) => name === 'daily-backup' || shared.includes(name));
  expect(scheduled).toEqual(ours.map(({ name, cron }) => ({ name, cron, login: ownerLogin })).sort((a, b) => a.name.localeCompare(b.name)));
  await connected(url(ownerLogin), (owner) => owner.query('select private.schedule_jobs()'));
  expect(await count('cron.job')).toBe(scheduled.length);
});

test('beside two servers each job does its work once a day, whoever comes first, also when all come at the same moment', async () => {
  // The first day is pg_cron's: the servers come when it is done.
  await newDay(1);
  await admin.query(`select cron.alter_job(jobid, schedule => '* * * * *') from cron.job`);
  await until('pg_cron to run its jobs', async () => await cronRuns() === 6);
  expect(await count(transactions)).toBe(shared.length);
  await Promise.all([openServer('a'), openServer('b')]);
  await until('the servers to come as well', async () => await count(`dbos.workflow_status w where w.name like 'schedule %' and w.status = 'SUCCESS'`) >= 11 && await doneToday() === daily.length);
  expect(await count('public.begun b where b.job = any ($1)', [shared])).toBe(0);

  // The second is the servers'.
  await until('a moment far from the minute', () => second() < 45);
  await newDay(2);
  await until('the servers to do their work', async () => await doneToday() === daily.length);
  expect(await count(transactions)).toBe(shared.length);
  expect(await count('public.begun b where b.job = any ($1)', [shared])).toBe(shared.length);

  // On the third they wait for each other, and are let go at once.
  await until('the last seconds before the minute', () => second() >= 53);
  await newDay(3, allArrive);
  await until('the third day to be done', async () => await cronRuns() >= 12 && await doneToday() === daily.length && await count(`public.backups b where b.status = 'succeeded'`) === 3);
  for (const child of running) {
    child.kill('SIGTERM');
    await once(child, 'exit');
    running.delete(child);
  }
  await admin.query('select cron.alter_job(jobid, active => false) from cron.job');
});

test('pg_cron ran every job and none failed', async () => {
  const ran = await rows(`select j.jobname as name, count(*)::int >= 2 as often, string_agg(distinct case d.status when 'succeeded' then d.status else d.return_message end, '; ') as ended
    from cron.job_run_details d join cron.job j using (jobid) group by 1 order by 1`);
  expect(ran).toEqual([...shared, 'daily-backup'].sort().map((name) => ({ name, often: true, ended: 'succeeded' })));
});

test('every period was worked on once: by pg_cron or by one server', async () => {
  const runs = await rows(`select r.job, count(*)::int as periods, count(*) filter (where r.finished_at is not null and r.failure is null)::int as done,
    (select count(*)::int from public.begun b where b.job = r.job) + count(*) filter (where r.owner like 'transaction %')::int as begun
    from private.job_runs r group by 1 order by 1`);
  expect(runs.map(({ job }) => job)).toEqual(jobsOf(home).map(({ name }) => name).sort());
  for (const run of runs) expect(run, run.job).toMatchObject({ done: run.periods, begun: run.periods, ...(daily.includes(run.job) ? { periods: 3 } : {}) });
});

test('the functions of the work were called once a day', async () => {
  const calls = await rows(`select funcname as name, calls::int from pg_stat_user_functions
    where funcname in ('write_daily_stats', 'purge_archived', 'purge_expired', 'roll_billing_periods', 'make_log_partitions', 'drop_expired_logs') order by 1`);
  // Statistics are written of two days each time.
  expect(calls).toEqual(Object.entries({ drop_expired_logs: 3, make_log_partitions: 3, purge_archived: 3, purge_expired: 3, roll_billing_periods: 3, write_daily_stats: 6 }).map(([name, n]) => ({ name, calls: n })));
});

test('the trail holds each deletion and each new period once, by whom it was', async () => {
  const entries = (where: string) => rows<{ reason: string; n: number }>(`select reason, count(*)::int as n from public.audit_logs where ${where} group by 1`);
  for (const found of [
    await entries(`table_name = 'projects' and action = 'DELETE'`),
    await entries(`table_name = 'token_reservations' and action = 'DELETE'`),
    await entries(`table_name = 'workspace_subscriptions' and 'current_period_end' = any (changed_columns)`),
  ]) {
    expect(found.reduce((sum, { n }) => sum + n, 0)).toBe(3);
    expect(found.map(({ reason }) => reason)).toContain(`login ${ownerLogin}`);
    expect(found.length).toBe(2);
  }
  expect(await count('public.projects p where p.id = any ($1)', [projects])).toBe(0);
});

test('one backup a day was taken', async () => {
  const backups = await rows('select status, requested_by, place from public.backups order by scheduled_day');
  expect(backups.map(({ status, requested_by }) => [status, requested_by])).toEqual(Array(3).fill(['succeeded', 'schedule']));
  expect(readdirSync(join(home, 'backups')).sort()).toEqual(backups.map(({ place }) => place as string).sort());
});

test('seals are one chain, and no entry is in two', async () => {
  const seals = await rows<{ log: string; last: string; entries: number; ids: number; top: number }>(
    `select log, max(to_position) as last, sum(entries)::int as entries from public.audit_seals group by 1`);
  expect(seals.map(({ log }) => log)).toContain('audit_logs');
  for (const { log, last, entries } of seals) expect(await count(`public.${log} l where l.position <= $1`, [last])).toBe(entries);
  expect(await count('public.audit_seals')).toBe((await rows('select max(id)::int as top from public.audit_seals'))[0]!.top);
});
