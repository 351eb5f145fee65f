import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, doAs, runAs, signUp } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
let admin: pg.Client;
let app: pg.Client;
let owner: string;
let workspace: string;
let project: string;

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  [admin, app] = await Promise.all([connect(database.adminUrl), connect(database.appUrl)]);
  owner = await signUp(auth, 'owner@example.com', { proven: true });
  await auth.end();
  workspace = (await doAs(app, owner, `select create_workspace('W', 'C') as id`))[0]!.id as string;
  project = (await doAs(app, owner, `select create_project($1, 'P', null) as id`, [workspace]))[0]!.id as string;
});
afterAll(() => Promise.all([admin.end(), app.end()]));

const value = async (sql: string, values: unknown[] = []) => Object.values((await doAs(app, 'service_role', sql, values))[0]!)[0];

describe('a job', () => {
  const begin = (owner: string, period = 'today', on: pg.ClientBase = app) => runAs(on, 'service_role', 'select begin_job($1, $2, $3) as taken', { values: ['job', period, owner], keep: true });
  const taken = async (owner: string, period?: string) => (await begin(owner, period)).rows[0]!.taken;
  const end = (owner: string, failure: string | null = null) => value(`select end_job('job', 'today', $1, '{"rows": 1}', $2)`, [owner, failure]);

  test('runs once for a period, whoever else comes, and goes on with its owner after a crash', async () => {
    expect([await taken('a'), await taken('b'), await taken('a')]).toEqual([true, false, true]);
    await end('a');
    expect([await taken('a'), await taken('b'), await taken('b', 'tomorrow')]).toEqual([false, false, true]);
  });

  test('is taken over when its owner fails, or is silent for an hour', async () => {
    await admin.query(`delete from private.job_runs`);
    await taken('a');
    await admin.query(`update private.job_runs set started_at = now() - interval '2 hours'`);
    expect(await taken('b')).toBe(true);
    await end('b', 'the disk is full');
    expect([await taken('b'), await taken('c')]).toEqual([false, true]);
  });

  test('is taken by one of many who come at the same moment', async () => {
    const clients = await Promise.all(Array.from({ length: 6 }, () => connect(database.appUrl)));
    const outcomes = await Promise.all(clients.map((client, i) => begin(`owner ${i}`, 'crowded', client)));
    await Promise.all(clients.map((client) => client.end()));
    expect(outcomes.filter(({ rows }) => rows[0]!.taken)).toHaveLength(1);
  });
});

describe('a job that the database runs alone', () => {
  const runJob = (job: string, on: pg.ClientBase = app) => runAs(on, 'service_role', 'select run_job($1) as outcome', { values: [job], keep: true });
  const outcomeOf = async (job: string, on?: pg.ClientBase) => (await runJob(job, on)).rows[0]!.outcome;
  const forget = () => admin.query('delete from private.job_runs');
  beforeAll(forget);

  test.each(['billing-periods', 'daily-statistics', 'log-partitions', 'purge-archived', 'purge-expired'])('%s runs once for its period', async (job) => {
    const outcome = await outcomeOf(job);
    expect(outcome).not.toBeNull();
    expect(await outcomeOf(job)).toBeNull();
    const { rows } = await admin.query('select period, outcome, finished_at is not null as ended, failure from private.job_runs where job = $1', [job]);
    const now = new Date().toISOString();
    expect(rows).toEqual([{ period: now.slice(0, job === 'billing-periods' ? 13 : 10), outcome, ended: true, failure: null }]);
  });

  test('is left alone when the server took it, and the other way round', async () => {
    await forget();
    const today = new Date().toISOString().slice(0, 10);
    const begin = async (job: string) => value('select begin_job($1, $2, $3)', [job, today, 'a server']);
    expect(await begin('purge-expired')).toBe(true);
    expect(await outcomeOf('purge-expired')).toBeNull();
    expect(await outcomeOf('purge-archived')).toEqual({ deleted: 0 });
    expect(await begin('purge-archived')).toBe(false);
  });

  test('leaves nothing taken when it fails, and then another one may run it', async () => {
    await forget();
    await admin.query('alter function public.purge_expired() rename to purge_expired_away');
    expect((await runJob('purge-expired')).state).toBe('42883');
    await admin.query('alter function public.purge_expired_away() rename to purge_expired');
    expect(await outcomeOf('purge-expired')).not.toBeNull();
  });

  test('is not waited for long by another one that comes meanwhile', async () => {
    await forget();
    await admin.query(`begin; select public.run_job('purge-expired')`);
    expect(await outcomeOf('purge-expired')).toBeNull();
    await admin.query('rollback');
    expect(await outcomeOf('purge-expired')).not.toBeNull();
  });

  test('must be one of those that need nothing else', async () => {
    expect(await runJob('audit-seal')).toMatchObject({ state: '22023', message: 'The database alone cannot run the job audit-seal.' });
    expect((await admin.query(`select from private.job_runs where job = 'audit-seal'`)).rowCount).toBe(0);
  });
});

describe('statistics', () => {
  test('count what there is, by day in UTC, and writing them again writes the same rows', async () => {
    await doAs(app, owner, `insert into chat_sessions (project_id, title) values ($1, 'A'), ($1, 'B')`, [project]);
    await value(`insert into token_usage (workspace_id, project_id, tokens_used, usage_type) values ($1, $2, 70, 'chat') returning id`, [workspace, project]);
    for (let i = 0; i < 2; i++) await value('select write_daily_stats()');
    const mine = { total_users: 1, total_chats: 2, total_artifacts: 0, total_files: 0, total_tokens_used: '70', tokens_remaining: '999930' };
    expect(await doAs(app, owner, 'select total_users, total_chats, total_artifacts, total_files, total_tokens_used, tokens_remaining from project_stats where project_id = $1', [project])).toEqual([mine]);
    expect(await doAs(app, owner, 'select total_users, total_chats, total_artifacts, total_files, total_tokens_used, tokens_remaining, total_projects from workspace_stats where workspace_id = $1', [workspace])).toEqual([{ ...mine, total_projects: 1 }]);
    expect(await value(`select count(*)::int from workspace_stats where stats_date <> (now() at time zone 'utc')::date`)).toBe(0);
  });

  test('of a past day count what was there then, and of a day to come there are none', async () => {
    await admin.query(`update public.chat_sessions set title = 'C' where project_id = $1`, [project]);
    await value(`select write_daily_stats((now() at time zone 'utc')::date - 1)`);
    expect(await value(`select count(*)::int from project_stats where stats_date = (now() at time zone 'utc')::date - 1`)).toBe(0);
    expect((await runAs(app, 'service_role', `select write_daily_stats((now() at time zone 'utc')::date + 1)`)).state).toBe('23514');
  });

  test('a row of a project in another workspace, and a second one for a day, are refused', async () => {
    const state = async (sql: string, values: unknown[]) => (await runAs(app, 'service_role', sql, { values })).state;
    expect(await state(`insert into project_stats (project_id, workspace_id, stats_date) select $1, id, '2020-01-01' from workspaces where is_global`, [project])).toBe('23503');
    expect(await state('insert into workspace_stats (workspace_id) values ($1)', [workspace])).toBe('23505');
    expect(await state('insert into workspace_stats (workspace_id) values (null)', [])).toBe('23502');
  });
});

describe('retention', () => {
  test('deletes what was archived more than 30 days ago with all that is in it, and nothing else', async () => {
    const made = async (name: string) => (await doAs(app, owner, 'select create_project($1, $2, null) as id', [workspace, name]))[0]!.id as string;
    const [old, recent] = [await made('old'), await made('recent')];
    await doAs(app, owner, `insert into chat_sessions (project_id, title) values ($1, 'Chat')`, [old]);
    for (const id of [old, recent]) await doAs(app, owner, 'select archive_project($1)', [id]);
    await admin.query(`update public.projects set deleted_at = now() - interval '31 days' where id = $1`, [old]);
    await admin.query(`update public.projects set deleted_at = now() - interval '29 days' where id = $1`, [recent]);
    expect(await value('select purge_archived()')).toBe(1);
    const { rows } = await admin.query('select id from public.projects where id = any ($1)', [[old, recent, project]]);
    expect(rows.map(({ id }) => id).sort()).toEqual([recent, project].sort());
    expect(await value('select count(*)::int from chat_sessions where project_id = $1', [old])).toBe(0);
  });

  test('deletes an archived workspace whole, its last owner included, and never the global one', async () => {
    const gone = (await doAs(app, owner, `select create_workspace('Old', 'C') as id`))[0]!.id as string;
    await doAs(app, owner, 'select create_project($1, $2, null)', [gone, 'P']);
    await doAs(app, owner, 'select archive_workspace($1)', [gone]);
    await admin.query(`update public.workspaces set deleted_at = now() - interval '31 days' where id = $1`, [gone]);
    await admin.query(`update public.workspaces set deleted_at = now() - interval '31 days', is_active = false where is_global`);
    expect(await value('select purge_archived()')).toBe(1);
    await admin.query('update public.workspaces set deleted_at = null, is_active = true where is_global');
    expect((await admin.query('select from public.workspaces where id = $1', [gone])).rowCount).toBe(0);
  });

  test('clears what was forgotten and leaves what is still on its way', async () => {
    await value(`insert into token_reservations (workspace_id, tokens, created_at, expires_at)
      select $1, 5, now() - interval '3 days', now() - interval '2 days' returning id`, [workspace]);
    await value(`select reserve_tokens($1, null, null, null, $2, 5)`, [workspace, owner]);
    await value('select purge_expired()');
    expect(await value('select count(*)::int from token_reservations')).toBe(1);
  });
});
