import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, doAs, runAs, signUp } from '#tests/support/accounts.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase({ open: false });
let admin: pg.Client;
let app: pg.Client;
let owner: string;
let workspace: string;
let project: string;
let globalWorkspace: string;

beforeAll(async () => {
  const auth = await connect(database.authUrl);
  [admin, app] = await Promise.all([connect(database.adminUrl), connect(database.appUrl)]);
  owner = await signUp(auth, 'owner@example.com', { proven: true });
  await auth.end();
  globalWorkspace = (await admin.query('select id from public.workspaces where is_global')).rows[0].id;
});
// A workspace for each test: what one uses, the next does not miss.
beforeEach(async () => {
  await admin.query('update private.instance set free_workspaces_per_person = 1000');
  workspace = (await doAs(app, owner, `select create_workspace('W', 'C') as id`))[0]!.id as string;
  project = (await doAs(app, owner, `select create_project($1, 'P', null) as id`, [workspace]))[0]!.id as string;
  await admin.query('update public.workspace_subscriptions set base_token_limit = 1000 where workspace_id = $1', [workspace]);
});
afterAll(() => Promise.all([admin.end(), app.end()]));

const server = (sql: string, values: unknown[] = []) => runAs(app, 'service_role', sql, { values, keep: true });
const one = async (sql: string, values: unknown[] = []) => (await doAs(app, 'service_role', sql, values))[0]!;
const reserve = (amount: number, o: { in?: string; by?: string; on?: pg.ClientBase; project?: string; run?: string; least?: number; id?: string } = {}) =>
  runAs(o.on ?? app, 'service_role', 'select reserve_tokens($1, $4, null, $5, $2, $3, $6, coalesce($7, gen_random_uuid())) as id', {
    values: [o.in ?? workspace, o.by ?? owner, amount, o.project ?? null, o.run ?? null, o.least ?? null, o.id ?? null], keep: true,
  });
const use = (tokens: number, at = 'now()') => one(`insert into token_usage (workspace_id, tokens_used, usage_type, created_by, created_at) values ($1, $2, 'chat', $3, ${at}) returning id`, [workspace, tokens, owner]);
const subscription = () => one('select * from workspace_subscriptions where workspace_id = $1', [workspace]);
const left = async () => Number((await doAs(app, owner, 'select tokens_left from token_allowance($1)', [workspace]))[0]!.tokens_left);
const set = (columns: string) => admin.query(`update public.workspace_subscriptions set ${columns} where workspace_id = $1`, [workspace]);

describe('subscriptions', () => {
  test('a new workspace has the free plan, and the global one its million tokens', async () => {
    expect(await subscription()).toMatchObject({ plan_type: 'free', status: 'active', stripe_customer_id: null, additional_tokens: '0' });
    expect(await one('select plan_type, base_token_limit from workspace_subscriptions where workspace_id = $1', [globalWorkspace])).toEqual({ plan_type: 'free', base_token_limit: '1000000' });
  });

  test('a workspace has one subscription, and the same Stripe subscription serves one workspace', async () => {
    expect((await server(`insert into workspace_subscriptions (workspace_id, plan_type, base_token_limit, status) values ($1, 'free', 1, 'active')`, [workspace])).state).toBe('23505');
    await set(`plan_type = 'pro', stripe_customer_id = 'cus_1', stripe_subscription_id = 'sub_${workspace}'`);
    expect((await server(`update workspace_subscriptions set plan_type = 'pro', stripe_customer_id = 'cus_1', stripe_subscription_id = $1 where workspace_id = $2`, [`sub_${workspace}`, globalWorkspace])).state).toBe('23505');
  });

  test('Stripe ids are missing exactly on the free plan', async () => {
    expect((await server(`update workspace_subscriptions set stripe_customer_id = 'x' where workspace_id = $1`, [workspace])).state).toBe('23514');
    expect((await server(`update workspace_subscriptions set plan_type = 'pro' where workspace_id = $1`, [workspace])).state).toBe('23514');
  });

  test('a plan limits projects, and a person the workspaces on the free plan', async () => {
    await admin.query(`update private.plans set max_projects = 2 where plan_type = 'free'`);
    await admin.query('update private.instance set free_workspaces_per_person = 1');
    try {
      expect((await runAs(app, owner, `select create_project($1, 'second', null)`, { values: [workspace], keep: true })).state).toBe(null);
      expect(await runAs(app, owner, `select create_project($1, 'third', null)`, { values: [workspace] })).toMatchObject({ state: 'P0001', message: 'There are 2 projects already, as many as the plan allows.' });
      // The personal project is one of the person's own in the global workspace; others' do not count.
      expect((await runAs(app, owner, `select create_project($1, 'own', null)`, { values: [globalWorkspace] })).state).toBe(null);
      expect((await runAs(app, owner, `select create_workspace('one more', 'C')`)).state).toBe('P0001');
    } finally {
      await admin.query(`update private.plans set max_projects = 25 where plan_type = 'free'`);
    }
  });
});

describe('restoring', () => {
  test('a project is refused where the plan has no room for one more', async () => {
    await admin.query(`update private.plans set max_projects = 1 where plan_type = 'free'`);
    try {
      await doAs(app, owner, 'select archive_project($1)', [project]);
      const second = (await doAs(app, owner, `select create_project($1, 'second', null) as id`, [workspace]))[0]!.id;
      expect(await runAs(app, owner, 'select restore_project($1)', { values: [project] })).toMatchObject({ state: 'P0001', message: expect.stringContaining('as many as the plan allows') });
      await doAs(app, owner, 'select archive_project($1)', [second]);
      expect((await runAs(app, owner, 'select restore_project($1)', { values: [project], keep: true })).state).toBe(null);
    } finally {
      await admin.query(`update private.plans set max_projects = 25 where plan_type = 'free'`);
    }
  });

  test('archiving a workspace on the free plan makes no room for another one with a fresh allowance', async () => {
    const { rows } = await admin.query(`select count(*)::int as owned from public.workspace_users m join public.workspace_subscriptions s on s.workspace_id = m.workspace_id
      join public.workspaces w on w.id = m.workspace_id and not w.is_global where m.user_id = $1 and m.rank = 3 and s.plan_type = 'free'`, [owner]);
    await admin.query('update private.instance set free_workspaces_per_person = $1', [rows[0].owned]);
    await doAs(app, owner, 'select archive_workspace($1)', [workspace]);
    expect((await runAs(app, owner, `select create_workspace('second', 'C')`)).state).toBe('P0001');
    expect((await runAs(app, owner, 'select restore_workspace($1)', { values: [workspace], keep: true })).state).toBe(null);
  });
});

describe('purchases', () => {
  const buy = (intent: string, amount = 500) => server(`insert into token_purchases (workspace_id, stripe_payment_intent_id, token_amount, price_paid, currency) values ($1, $2, $3, 10, 'eur') returning id`, [workspace, intent, amount]);
  const end = (intent: string, status: string) => server(`update token_purchases set status = $1 where stripe_payment_intent_id = $2`, [status, intent]);

  test('a purchase credits its tokens once, when it is completed', async () => {
    const intent = `pi_${randomUUID()}`;
    await buy(intent);
    expect((await subscription()).additional_tokens).toBe('0');
    expect((await end(intent, 'completed')).state).toBe(null);
    expect((await subscription()).additional_tokens).toBe('500');
    for (const status of ['completed', 'pending', 'failed']) expect((await end(intent, status)).state, status).toBe('23514');
    expect((await subscription()).additional_tokens).toBe('500');
  });

  test('a failed purchase credits nothing and stays failed', async () => {
    const intent = `pi_${randomUUID()}`;
    await buy(intent);
    await end(intent, 'failed');
    expect((await end(intent, 'completed')).state).toBe('23514');
    expect((await subscription()).additional_tokens).toBe('0');
  });

  test('the same payment, amounts below one and negative prices are not booked', async () => {
    const intent = `pi_${randomUUID()}`;
    await buy(intent);
    expect((await buy(intent)).state).toBe('23505');
    expect((await buy(`pi_${randomUUID()}`, -500)).state).toBe('23514');
    expect((await server(`update token_purchases set price_paid = -10 where stripe_payment_intent_id = $1`, [intent])).state).toBe('42501');
    expect((await server(`insert into token_purchases (workspace_id, stripe_payment_intent_id, token_amount, price_paid, currency, status) values ($1, 'pi_done', 1, 1, 'eur', 'completed')`, [workspace])).state).toBe('23514');
  });

  test('an event of Stripe is acted on once', async () => {
    const id = `evt_${randomUUID()}`;
    const note = async () => (await one(`select note_stripe_event($1, 'invoice.paid') as first`, [id])).first;
    expect([await note(), await note()]).toEqual([true, false]);
  });
});

describe('usage', () => {
  test('what was used stays when its chat, project or workspace goes', async () => {
    const chat = (await doAs(app, owner, `insert into chat_sessions (project_id, title) values ($1, 'C') returning id`, [project]))[0]!.id;
    const { id } = await one(`insert into token_usage (workspace_id, project_id, chat_id, tokens_used, usage_type) values ($1, $2, $3, 10, 'chat') returning id`, [workspace, project, chat]);
    await doAs(app, owner, 'delete from chat_sessions where id = $1', [chat]);
    expect((await one('select tokens_used, chat_id from token_usage where id = $1', [id]))).toEqual({ tokens_used: '10', chat_id: chat });
    await admin.query('delete from public.workspaces where id = $1', [workspace]);
    expect((await one('select tokens_used from token_usage where id = $1', [id])).tokens_used).toBe('10');
  });

  test('nobody rewrites the ledger, the server and the owner of the database included', async () => {
    const { id } = await use(10);
    expect((await server('update token_usage set tokens_used = 1 where id = $1', [id])).state).toBe('42501');
    expect((await server('delete from token_usage where id = $1', [id])).state).toBe('42501');
    for (const sql of ['update public.token_usage set tokens_used = 1', 'delete from public.token_usage', 'truncate public.token_usage']) {
      await expect(admin.query(sql), sql).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('a correction names the row it takes back from, and takes back no more than that', async () => {
    const { id } = await use(100);
    const correct = (tokens: number, of = id) => server(`insert into token_usage (workspace_id, tokens_used, usage_type, corrects) values ($1, $2, 'chat', $3)`, [workspace, tokens, of]);
    expect((await correct(-60)).state).toBe(null);
    expect((await subscription()).period_tokens_used).toBe('40');
    expect((await correct(-41)).state).toBe('23514');
    expect((await correct(5)).state).toBe('23514');
    expect((await server(`insert into token_usage (workspace_id, tokens_used, usage_type) values ($1, -100, 'chat')`, [workspace])).state).toBe('23514');
  });

  test('two corrections at the same moment take back no more than the row they name', async () => {
    const { id } = await use(100);
    const correct = (client: pg.Client) => client.query(`insert into public.token_usage (workspace_id, tokens_used, usage_type, corrects) values ($1, -80, 'chat', $2)`, [workspace, id]);
    const second = await connect(database.adminUrl);
    const third = await connect(database.adminUrl);
    await second.query('begin');
    await correct(second);
    const late = correct(third).then(() => '', (error: Error) => error.message);
    const waits = async () => { while ((await admin.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount === 0); };
    await Promise.race([late, waits()]);
    await second.query('commit');
    expect(await late).toBe('A correction takes back at most what the row it names recorded.');
    await Promise.all([second.end(), third.end()]);
  });

  test('numbers stay far from where they could no longer be summed', async () => {
    const most = '9223372036854775807';
    expect((await server(`insert into token_usage (workspace_id, tokens_used, usage_type) values ($1, ${most}, 'chat')`, [workspace])).state).toBe('23514');
    await server(`insert into token_purchases (workspace_id, stripe_payment_intent_id, token_amount, price_paid, currency) values ($1, 'pi_most', ${most}, 10, 'eur')`, [workspace]);
    expect((await server(`update token_purchases set status = 'completed' where stripe_payment_intent_id = 'pi_most'`)).state).toBe('23514');
    expect((await server(`update workspace_subscriptions set base_token_limit = ${most} where workspace_id = $1`, [workspace])).state).toBe('23514');
    expect((await runAs(app, 'service_role', 'select write_daily_stats()')).state).toBe(null);
  });

  test('usage of a project in another workspace, or a chat of another project, is refused', async () => {
    expect((await server(`insert into token_usage (workspace_id, project_id, tokens_used, usage_type) values ($1, $2, 1, 'chat')`, [globalWorkspace, project])).state).toBe('23503');
    expect((await server(`insert into token_usage (workspace_id, project_id, chat_id, tokens_used, usage_type) values ($1, $2, $3, 1, 'chat')`, [workspace, project, randomUUID()])).state).toBe('23503');
  });
});

describe('the allowance', () => {
  test('what is reserved and used is less what is left, and settling books what was used', async () => {
    const { rows } = await reserve(300);
    expect(await left()).toBe(700);
    const settled = await one(`select settle_tokens($1, 120, 'chat', 'coder') as id`, [rows[0]!.id]);
    expect(await left()).toBe(880);
    expect(await one('select tokens_used, agent_type, created_by from token_usage where id = $1', [settled.id])).toEqual({ tokens_used: '120', agent_type: 'coder', created_by: owner });
    expect(await one(`select settle_tokens($1, 120, 'chat') as id`, [rows[0]!.id]), 'settled twice').toEqual({ id: null });
    expect(await left()).toBe(880);
  });

  test('a released reservation costs nothing, and one that was forgotten ends by itself', async () => {
    const { rows } = await reserve(1000);
    await server('select release_tokens($1)', [rows[0]!.id]);
    expect(await left()).toBe(1000);
    await server(`insert into token_reservations (workspace_id, tokens, created_at, expires_at) values ($1, 1000, now() - interval '1 hour', now() - interval '1 minute')`, [workspace]);
    expect(await left()).toBe(1000);
  });

  test('nothing is reserved beyond what is left, with the next action named', async () => {
    expect(await reserve(1001)).toMatchObject({ state: 'PT402', message: 'The workspace has no tokens left for this.' });
    expect((await reserve(1000)).state).toBe(null);
    expect((await reserve(1)).rows, 'held by others, who may give some of it back').toEqual([{ id: null }]);
  });

  test('twenty reservations at once never add up to more than is left', async () => {
    const clients = await Promise.all(Array.from({ length: 8 }, () => connect(database.appUrl)));
    const outcomes = (await Promise.all(clients.map(async (client) => [await reserve(90, { on: client }), await reserve(90, { on: client }), await reserve(90, { on: client })]))).flat();
    await Promise.all(clients.map((client) => client.end()));
    expect(outcomes.filter(({ rows }) => rows[0]!.id !== null)).toHaveLength(11);
    expect(await left()).toBe(10);
  });

  test('beyond the base the bought tokens are drawn, they carry over, and a correction gives back what was drawn', async () => {
    await set('additional_tokens = 500');
    await use(900);
    expect((await subscription()).additional_tokens).toBe('500');
    const { id } = await use(300);
    expect((await subscription()).additional_tokens).toBe('300');
    expect(await left()).toBe(300);
    await server(`insert into token_usage (workspace_id, tokens_used, usage_type, corrects) values ($1, -250, 'chat', $2)`, [workspace, id]);
    expect((await subscription()).additional_tokens).toBe('500');
    await set(`current_period_start = now() - interval '40 days', current_period_end = now() - interval '10 days'`);
    await reserve(1);
    expect(await subscription()).toMatchObject({ additional_tokens: '500', period_tokens_used: '0' });
    expect(await left()).toBe(1499);
  });

  test('what was used beyond all there is was nobody\'s, so a correction gives back only what had been drawn', async () => {
    await set('additional_tokens = 100');
    const { id } = await use(1200);
    expect(await subscription()).toMatchObject({ additional_tokens: '0', period_tokens_used: '1200', period_tokens_forgiven: '100' });
    const correct = (tokens: number) => server(`insert into token_usage (workspace_id, tokens_used, usage_type, corrects) values ($1, $2, 'chat', $3)`, [workspace, tokens, id]);
    await correct(-100);
    expect(await left()).toBe(0);
    await correct(-60);
    expect(await subscription()).toMatchObject({ additional_tokens: '60', period_tokens_used: '1040', period_tokens_forgiven: '0' });
    await correct(-1040);
    expect(await left()).toBe(1100);
  });

  test('a correction of an earlier period adds nothing to the base of this one', async () => {
    const { id } = await use(900);
    await set(`current_period_start = now() - interval '31 days', current_period_end = now() - interval '1 second'`);
    await server('select roll_billing_periods()');
    await use(10);
    await server(`insert into token_usage (workspace_id, tokens_used, usage_type, corrects) values ($1, -900, 'chat', $2)`, [workspace, id]);
    expect(await left()).toBe(1000);
  });

  test('a free period that began on a 31st ends on the last day of every month', async () => {
    const { rows } = await admin.query<{ end: Date }>(`select private.months_after('2023-01-31 10:00Z', n) as end from generate_series(1, 5) n order by n`);
    expect(rows.map((row) => row.end.toISOString().slice(5, 10))).toEqual(['02-28', '03-31', '04-30', '05-31', '06-30']);
    await set(`period_anchor = '2023-01-31 10:00Z', current_period_start = '2023-01-31 10:00Z', current_period_end = '2023-02-28 10:00Z'`);
    await server('select roll_billing_periods()');
    const { current_period_start: start, current_period_end: end } = await subscription();
    const days = [start, end].map((time) => ({ day: (time as Date).getUTCDate(), last: new Date(Date.UTC((time as Date).getUTCFullYear(), (time as Date).getUTCMonth() + 1, 0)).getUTCDate() }));
    for (const { day, last } of days) expect(day).toBe(Math.min(31, last));
    expect((start as Date).getTime()).toBeLessThanOrEqual(Date.now());
    expect((end as Date).getTime()).toBeGreaterThan(Date.now());
  });

  test('a free period that ended gives way to the one that is now, however long ago it ended', async () => {
    for (const days of [1, 31, 400]) {
      await set(`current_period_start = now() - interval '${days + 31} days', current_period_end = now() - interval '${days} days', period_tokens_used = 1000`);
      expect((await reserve(1)).state, `${days} days`).toBe(null);
      const { current_period_start: start, current_period_end: end } = await subscription();
      expect((start as Date).getTime()).toBeLessThanOrEqual(Date.now());
      expect((end as Date).getTime()).toBeGreaterThan(Date.now());
    }
  });

  test.each([
    ['past_due', 'in the period', 1000], ['past_due', 'after it', 0], ['canceled', 'in the period', 1000], ['incomplete', 'in the period', 0],
  ] as const)('a paid plan that is %s has, %s, a base of %i', async (status, when, base) => {
    const ends = when === 'after it' ? `now() - interval '1 day'` : `now() + interval '1 day'`;
    await set(`plan_type = 'pro', stripe_customer_id = 'c', stripe_subscription_id = 's_${randomUUID()}', status = '${status}', current_period_start = now() - interval '20 days', current_period_end = ${ends}`);
    expect(await left()).toBe(base);
  });

  test.each([['incomplete', `now() + interval '1 day'`], ['past_due', `now() - interval '1 day'`]])('what a plan that is %s uses is drawn from bought tokens, since it has no base', async (status, ends) => {
    await set(`plan_type = 'pro', stripe_customer_id = 'c', stripe_subscription_id = 's_${randomUUID()}', status = '${status}', current_period_start = now() - interval '20 days', current_period_end = ${ends}, additional_tokens = 100`);
    const { rows } = await reserve(60);
    await server(`select settle_tokens($1, 60, 'chat')`, [rows[0]!.id]);
    expect(await left()).toBe(40);
    expect((await reserve(60)).state).toBe('PT402');
  });

  test('a canceled plan is the free plan once its period ends', async () => {
    await set(`plan_type = 'pro', stripe_customer_id = 'c', stripe_subscription_id = 's_${randomUUID()}', status = 'canceled', current_period_start = now() - interval '40 days', current_period_end = now() - interval '9 days'`);
    await reserve(1);
    expect(await subscription()).toMatchObject({ plan_type: 'free', status: 'active', stripe_subscription_id: null, base_token_limit: '1000000' });
  });

  test('in the global workspace one person cannot use up what is there for all', async () => {
    const { rows } = await reserve(100_000, { in: globalWorkspace });
    await server(`select settle_tokens($1, 100000, 'chat')`, [rows[0]!.id]);
    expect(await reserve(1, { in: globalWorkspace })).toMatchObject({ state: 'PT402', message: `Your share of the global workspace's tokens is used up.` });
    expect((await reserve(100_000, { in: globalWorkspace, by: randomUUID() })).state).toBe(null);
    expect(await doAs(app, owner, 'select own_tokens_left from token_allowance($1)', [globalWorkspace])).toEqual([{ own_tokens_left: '0' }]);
  });
});

describe('a call', () => {
  const settle = (id: unknown, tokens: number, about: object = {}) => server(`select settle_tokens($1, $2, 'chat', 'coder', $3)`, [id, tokens, about]);

  test('gets fewer tokens when only so many are left, and none below what it needs', async () => {
    const { rows } = await reserve(5000, { least: 600 });
    expect((await one('select tokens from token_reservations where id = $1', [rows[0]!.id])).tokens).toBe('1000');
    await settle(rows[0]!.id, 500);
    expect((await reserve(5000, { least: 600 })).state).toBe('PT402');
  });

  test('that is made again takes its reservation over', async () => {
    const id = randomUUID();
    for (const amount of [700, 700, 900]) expect((await reserve(amount, { id })).rows).toEqual([{ id }]);
    expect(await left()).toBe(100);
    await settle(id, 200);
    await settle(id, 200);
    expect(await left()).toBe(800);
  });

  test('that took more than was kept is booked as it was, and the next one is refused', async () => {
    await settle((await reserve(900)).rows[0]!.id, 1300);
    expect(await subscription()).toMatchObject({ period_tokens_used: '1300', period_tokens_forgiven: '300' });
    expect(await left()).toBe(0);
    expect((await reserve(1)).state).toBe('PT402');
  });

  test('that failed is recorded with its parts, cost and reason, and charged to nobody', async () => {
    const { rows } = await reserve(300);
    await settle(rows[0]!.id, 120, { model: 'm-1', input: 100, cached: 40, output: 20, reasoning: 5, cost: 77, reason: 'The call failed.' });
    expect(await one('select tokens_used, model, input_tokens, cached_tokens, output_tokens, reasoning_tokens, cost_microdollars, charged, reason, call_id from token_usage where call_id = $1', [rows[0]!.id]))
      .toEqual({ tokens_used: '120', model: 'm-1', input_tokens: '100', cached_tokens: '40', output_tokens: '20', reasoning_tokens: '5', cost_microdollars: '77', charged: false, reason: 'The call failed.', call_id: rows[0]!.id });
    expect(await left()).toBe(1000);
  });

  test('of a run that is forgiven is given back once, and what the run held is free', async () => {
    const run = randomUUID();
    await settle((await reserve(300, { run })).rows[0]!.id, 250);
    await settle((await reserve(300, { run })).rows[0]!.id, 50, { reason: 'The call failed.' });
    await settle((await reserve(300)).rows[0]!.id, 100);
    await reserve(200, { run });
    expect(await left()).toBe(450);
    expect([await one(`select forgive_run($1, 'A test.') as back`, [run]), await one(`select forgive_run($1, 'A test.') as back`, [run])]).toEqual([{ back: '250' }, { back: '0' }]);
    expect(await left()).toBe(900);
    expect((await doAs(app, 'service_role', 'select tokens_used::int, charged, reason from token_usage where run_id = $1 order by created_at, tokens_used desc', [run])))
      .toEqual([{ tokens_used: 250, charged: true, reason: null }, { tokens_used: 50, charged: false, reason: 'The call failed.' }, { tokens_used: -250, charged: true, reason: 'A test.' }]);
  });
});

describe('caps', () => {
  const cap = (of: { project?: string; person?: string }, run: number | null, month: number | null, by = owner) =>
    runAs(app, by, 'select set_token_cap($1, $2, $3, $4, $5)', { values: [workspace, of.project ?? null, of.person ?? null, run, month], keep: true });
  const spend = async (tokens: number, o: Parameters<typeof reserve>[1]) => {
    const { rows } = await reserve(tokens, o);
    await server(`select settle_tokens($1, $2, 'chat')`, [rows[0]!.id, tokens]);
  };

  test('of a run refuse its next call and no other run, in words that say which cap and who can change it', async () => {
    await cap({ project }, 100, null);
    const run = randomUUID();
    await spend(100, { project, run });
    expect(await reserve(1, { project, run })).toMatchObject({ state: 'PT402', message: 'Not enough is left of the 100 tokens that one run of this project may use.' });
    expect((await reserve(1, { project, run: randomUUID() })).rows[0]!.id).not.toBe(null);
    expect((await reserve(1, { run })).rows[0]!.id, 'outside of the project').not.toBe(null);
  });

  test.each([
    ['of a workspace', {}, 'this workspace'], ['of a project', { project: true }, 'this project'], ['of a person', { person: true }, 'you'],
  ] as const)('%s bound what is used in a month, last month aside', async (_, of: { project?: boolean; person?: boolean }, who) => {
    await cap({ ...(of.project ? { project } : {}), ...(of.person ? { person: owner } : {}) }, null, 300);
    await server(`insert into token_usage (workspace_id, project_id, tokens_used, usage_type, created_by, created_at) values ($1, $2, 500, 'chat', $3, now() - interval '32 days')`, [workspace, project, owner]);
    await set('period_tokens_used = 0');
    await spend(290, { project });
    expect((await reserve(100, { project, least: 5 })).rows[0]!.id).not.toBe(null);
    expect((await reserve(10, { project })).rows, 'the rest is held').toEqual([{ id: null }]);
    expect(await reserve(11, { project })).toMatchObject({ state: 'PT402', message: `Not enough is left of the 300 tokens that ${who} may use in a month.` });
  });

  test('at twenty calls at once are never passed', async () => {
    await cap({ person: owner }, null, 100);
    const clients = await Promise.all(Array.from({ length: 5 }, () => connect(database.appUrl)));
    const kept = (await Promise.all(clients.map(async (client) => [await reserve(30, { on: client }), await reserve(30, { on: client }), await reserve(30, { on: client }), await reserve(30, { on: client })]))).flat();
    await Promise.all(clients.map((client) => client.end()));
    expect(kept.filter(({ rows }) => rows[0]!.id !== null)).toHaveLength(3);
  });

  test('without a number are removed, and one of another workspace\'s project cannot be set', async () => {
    await cap({ project }, 5, 6);
    await cap({ project }, null, 7);
    expect(await doAs(app, owner, 'select per_run, per_month from token_caps where project_id = $1', [project])).toEqual([{ per_run: null, per_month: '7' }]);
    await cap({ project }, null, null);
    expect(await doAs(app, owner, 'select 1 from token_caps where project_id = $1', [project])).toEqual([]);
    const other = (await doAs(app, owner, `select create_workspace('Other', 'C') as id`))[0]!.id as string;
    expect((await runAs(app, owner, 'select set_token_cap($1, $2, null, 5, 5)', { values: [other, project] })).state).toBe('42501');
    expect((await runAs(app, owner, 'select set_token_cap($1, null, null, 0, 5)', { values: [workspace] })).state).toBe('23514');
  });
});
